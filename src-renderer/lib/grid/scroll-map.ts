/**
 * Maps the place of a scrollbar to a place among the rows. One element can be about 33 million pixels tall, less at
 * a zoomed page; above `MAX_SPACER` the spacer stays that tall and each of its pixels stands for several.
 */
export interface ScrollMap {
  readonly rowCount: number;
  readonly rowHeight: number;
  /** Height in pixels in which rows are seen. */
  readonly viewport: number;
  /** Height of all rows if they stood below each other. */
  readonly fullHeight: number;
  /** Height of the element that makes the scrollbar. */
  readonly spacerHeight: number;
  /** Whether a pixel of the scrollbar is a pixel of the rows. */
  readonly isExact: boolean;
}

export const MAX_SPACER = 7_900_000;

/** Makes the map of a number of rows seen through a viewport. */
export function makeScrollMap(rowCount: number, rowHeight: number, viewport: number): ScrollMap {
  const fullHeight = rowCount * rowHeight;
  const isExact = fullHeight <= MAX_SPACER;
  return {
    rowCount,
    rowHeight,
    viewport,
    fullHeight,
    spacerHeight: isExact ? fullHeight : MAX_SPACER,
    isExact,
  };
}

/** The largest offset: the last row stands at the lower edge. */
export function maxOffset(map: ScrollMap): number {
  return Math.max(0, map.fullHeight - map.viewport);
}

/** The scrollbar's place for an offset among the rows; the ends meet exactly. */
export function scrollTopFor(map: ScrollMap, offset: number): number {
  const clamped = clampOffset(map, offset);
  if (map.isExact) return clamped;
  const range = Math.max(0, map.spacerHeight - map.viewport);
  return (clamped / maxOffset(map)) * range;
}

/** The offset among the rows for a place of the scrollbar; the ends meet exactly. */
export function offsetFor(map: ScrollMap, scrollTop: number): number {
  if (map.isExact) return clampOffset(map, scrollTop);
  const range = Math.max(1, map.spacerHeight - map.viewport);
  // Scroll positions are fractions of device pixels: the last half pixel is the end.
  if (scrollTop >= range - 0.5) return maxOffset(map);
  if (scrollTop <= 0.5) return 0;
  return clampOffset(map, (scrollTop / range) * maxOffset(map));
}

export function clampOffset(map: ScrollMap, offset: number): number {
  return Math.min(Math.max(0, offset), maxOffset(map));
}

/** First and last row that are at least partly seen; empty (`last < first`) without rows. */
export function visibleRows(
  map: ScrollMap,
  offset: number,
): { readonly first: number; readonly last: number } {
  const first = Math.floor(offset / map.rowHeight);
  const last = Math.min(map.rowCount - 1, Math.ceil((offset + map.viewport) / map.rowHeight) - 1);
  return { first: Math.min(first, Math.max(0, map.rowCount - 1)), last };
}

/** The nearest offset at which a row is wholly seen; `place` puts it to the middle or the top where it was not. */
export function offsetToReveal(
  map: ScrollMap,
  offset: number,
  row: number,
  place: 'nearest' | 'middle' | 'top' | 'anchor' = 'nearest',
): number {
  const top = row * map.rowHeight;
  if (place === 'anchor') return clampOffset(map, top + (offset % map.rowHeight));
  const bottom = top + map.rowHeight;
  if (place === 'top') return clampOffset(map, top);
  const isSeen = top >= offset && bottom <= offset + map.viewport;
  if (isSeen) return clampOffset(map, offset);
  if (place === 'middle') return clampOffset(map, Math.round(top - (map.viewport - map.rowHeight) / 2));
  return clampOffset(map, top < offset ? top : bottom - map.viewport);
}
