import { useMemo } from 'react';
import type { Columns } from './use-columns.ts';

/** The columns with the last one as wide as the room that the others leave, unless it was given a width. */
export function useStretched(columns: Columns, room: number): Columns {
  const { shown, pinnedCount, pinnedWidth, centerWidth, layout } = columns;
  const left = Math.floor(room) - pinnedWidth - centerWidth;
  const last = shown.at(-1);
  const isSet = last !== undefined && Object.hasOwn(layout.widths, last.column.name);
  const stretched = useMemo(() => {
    if (last === undefined || isSet || last.isPinned || left <= 0 || shown.length === pinnedCount)
      return null;
    return [...shown.slice(0, -1), { ...last, width: last.width + left }];
  }, [shown, pinnedCount, last, isSet, left]);
  return useMemo(
    () =>
      stretched === null
        ? columns
        : { ...columns, shown: stretched, centerWidth: columns.centerWidth + left },
    [columns, stretched, left],
  );
}

/** The column at a distance from the start of those that scroll; pinned ones lie before it. */
export function columnAt(columns: Columns, x: number, scrollLeft: number): number {
  const { shown, pinnedCount, pinnedWidth } = columns;
  const isPinned = x < 0;
  const at = isPinned ? x + pinnedWidth : x + scrollLeft;
  const from = isPinned ? 0 : pinnedCount;
  const to = isPinned ? pinnedCount : shown.length;
  let place = from;
  for (let next = from; next < to && (shown[next]?.start ?? 0) <= at; next += 1) place = next;
  return Math.min(place, Math.max(0, shown.length - 1));
}
