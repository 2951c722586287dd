import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { TablePlace } from '../../../src-preload/contract/session.ts';
import { weightOf } from '../../../src-preload/contract/session-weight.ts';
import type { InspectorView } from '../../lib/cells/focused-row.ts';
import type { RowPlace } from './kept-rows.ts';
import type { RowsSession } from './rows-session.ts';
import type { RowsState } from './rows-state.ts';

export interface TablePlaceOptions {
  readonly session: RowsSession | null;
  readonly state: RowsState;
  readonly isFilterOpen: boolean;
  readonly column: string | null;
  readonly before: TablePlace | undefined;
  /** Pixels that the columns are scrolled by; undefined while they are not drawn. */
  readonly left: () => number | undefined;
  readonly onPlace: ((place: TablePlace) => void) | undefined;
  readonly onLeave: ((listener: () => void) => () => void) | undefined;
  /** Is told as well which rows are drawn. */
  readonly onVisible: (first: number, last: number) => void;
}

export interface TablePlaceKeeping {
  /** Says which rows are drawn. */
  readonly see: (first: number, last: number) => void;
  /** What the inspector shows; null until it has said so. */
  readonly shownView: InspectorView | null;
  readonly onView: (view: InspectorView) => void;
}

const TELL_AFTER = 250;
/** A longer key is not kept: the number of the row has to do. */
const MOST_KEY_WEIGHT = 4096;

/** Tells how the rows are looked at: soon after each change, and when the view or the page goes. */
export function useTablePlace(options: TablePlaceOptions): TablePlaceKeeping {
  const { session, state, isFilterOpen, column, before, onVisible } = options;
  const [inspector, setInspector] = useState(before?.inspector ?? null);
  const left = useRef(before?.left ?? 0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const tell = useRef(() => {});
  tell.current = () => {
    clearTimeout(timer.current);
    // Until a view is there, what was kept before is the truth.
    if (session === null || state.info === null) return;
    left.current = options.left() ?? left.current;
    const { first, cursor } = session.places();
    const { sort, filter } = state;
    const rows = { first: placeOf(first), cursor: placeOf(cursor), left: left.current };
    options.onPlace?.({ sort: [...sort], filter: [...filter], isFilterOpen, ...rows, column, inspector });
  };
  const touch = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => tell.current(), TELL_AFTER);
  }, []);
  const see = useCallback(
    (first: number, last: number) => {
      onVisible(first, last);
      touch();
    },
    [onVisible, touch],
  );
  const cursorRow = session?.places().cursor.row;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these is part of the place.
  useEffect(touch, [touch, state.info, state.sort, state.filter, isFilterOpen, column, inspector, cursorRow]);
  const { onLeave } = options;
  useEffect(() => onLeave?.(() => tell.current()), [onLeave]);
  // The grid is still there when layout effects end.
  useLayoutEffect(() => () => tell.current(), []);
  return { see, shownView: inspector, onView: setInspector };
}

function placeOf({ row, key }: RowPlace): TablePlace['cursor'] {
  const isSmall = key !== null && weightOf(key) <= MOST_KEY_WEIGHT;
  return { row, key: isSmall ? [...key] : null };
}
