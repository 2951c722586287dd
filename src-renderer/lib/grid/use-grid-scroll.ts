import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import {
  clampOffset,
  makeScrollMap,
  offsetFor,
  type ScrollMap,
  scrollTopFor,
  visibleRows,
} from './scroll-map.ts';

export interface GridScroll {
  readonly map: ScrollMap;
  /** Pixels of the rows that lie above the visible ones. */
  readonly offset: number;
  readonly first: number;
  readonly last: number;
  /** Where the element that holds the rows is put, and the row at its top. */
  readonly windowTop: number;
  readonly windowRow: number;
  readonly setOffset: (offset: number) => void;
  /** The offset at this moment, for what happens between two drawings. */
  readonly offsetNow: () => number;
  /** Width in pixels in which columns are seen. */
  readonly width: number;
  /** Pixels of the rows that stand below all others. */
  readonly heightBelow: number;
}

/** Rows share a container that moves as a whole, so that a row keeps its place in it while it is seen. */
const WINDOW_ROWS = 4096;
const LINE = 28;
const DEFAULT_ROW = 28;

/**
 * Keeps the place among the rows. With few rows it is the scrollbar's own; with many, a wheel step moves by its own
 * pixels and the scrollbar follows, while dragging the scrollbar moves by what a pixel of it stands for.
 */
export function useGridScroll(
  scroller: RefObject<HTMLDivElement | null>,
  head: RefObject<HTMLDivElement | null>,
  probe: RefObject<HTMLDivElement | null>,
  rowCount: number,
  /** Rows that stand below all others, always in sight. */
  rowsBelow: number,
): GridScroll {
  const [size, setSize] = useState({ viewport: 600, rowHeight: DEFAULT_ROW, width: 0 });
  const [place, setPlace] = useState({ offset: 0, scrollTop: 0 });
  const heightBelow = rowsBelow * size.rowHeight;
  const map = makeScrollMap(rowCount, size.rowHeight, Math.max(0, size.viewport - heightBelow));
  const mapNow = useRef(map);
  const placeNow = useRef(place);
  mapNow.current = map;

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = () => {
      const viewport = Math.max(0, element.clientHeight - (head.current?.offsetHeight ?? 0));
      const rowHeight = probe.current?.offsetHeight || DEFAULT_ROW;
      const width = element.clientWidth;
      setSize((before) =>
        before.viewport === viewport && before.rowHeight === rowHeight && before.width === width
          ? before
          : { viewport, rowHeight, width },
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    for (const watched of [element, head.current, probe.current]) {
      if (watched !== null) observer.observe(watched);
    }
    return () => observer.disconnect();
  }, [scroller, head, probe]);

  const setOffset = useCallback(
    (wanted: number) => {
      const offset = clampOffset(mapNow.current, wanted);
      const scrollTop = scrollTopFor(mapNow.current, offset);
      placeNow.current = { offset, scrollTop };
      setPlace(placeNow.current);
      if (scroller.current !== null) scroller.current.scrollTop = scrollTop;
    },
    [scroller],
  );

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const onScroll = () => {
      const { scrollTop } = element;
      // The echo of a place that was set here; the browser rounds it to device pixels.
      if (Math.abs(scrollTop - placeNow.current.scrollTop) < 1) return;
      placeNow.current = { offset: offsetFor(mapNow.current, scrollTop), scrollTop };
      setPlace(placeNow.current);
    };
    const onWheel = (event: WheelEvent) => {
      if (mapNow.current.isExact || event.ctrlKey || event.shiftKey || event.deltaY === 0) return;
      event.preventDefault();
      const unit = event.deltaMode === 1 ? LINE : event.deltaMode === 2 ? mapNow.current.viewport : 1;
      setOffset(placeNow.current.offset + event.deltaY * unit);
      element.scrollLeft += event.deltaX * unit;
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener('wheel', onWheel);
    };
  }, [scroller, setOffset]);

  const { fullHeight, viewport, isExact } = map;
  // A new height moves the scrollbar, never the rows.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the measures are what it answers to.
  useLayoutEffect(() => {
    setOffset(placeNow.current.offset);
  }, [setOffset, fullHeight, viewport]);

  const offset = clampOffset(map, place.offset);
  const { first, last } = visibleRows(map, offset);
  const windowRow = Math.floor(first / WINDOW_ROWS) * WINDOW_ROWS;
  const drift = isExact ? 0 : place.scrollTop - offset;
  return {
    map,
    offset,
    first,
    last,
    windowRow,
    windowTop: windowRow * map.rowHeight + drift,
    setOffset,
    offsetNow: useCallback(() => placeNow.current.offset, []),
    width: size.width,
    heightBelow,
  };
}
