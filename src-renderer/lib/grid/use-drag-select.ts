import { useEffect, useRef } from 'react';

/** What a drag goes over: a place in the view, in pixels of the page. */
export interface DragPoint {
  readonly x: number;
  readonly y: number;
}

/** The edges between which nothing scrolls. */
export interface DragBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface DragHandlers {
  readonly box: () => DragBox | null;
  /** Scrolls by pixels. */
  readonly onScroll: (x: number, y: number) => void;
  /** The pointer, kept inside the box, is here now. */
  readonly onPoint: (point: DragPoint) => void;
}

/** Pixels in a second for each pixel beyond the edge, and at most. */
const SPEED = 18;
const MAX_SPEED = 6000;

/** Follows the pointer until its button is let go, and scrolls as long as it is held beyond an edge. */
export function useDragSelect(handlers: DragHandlers): (start: DragPoint) => void {
  const now = useRef(handlers);
  now.current = handlers;
  const end = useRef<() => void>(undefined);
  useEffect(() => () => end.current?.(), []);

  return (start) => {
    end.current?.();
    let at = start;
    let frame = 0;
    let before = performance.now();
    const tell = (box: DragBox) =>
      now.current.onPoint({
        x: Math.min(Math.max(at.x, box.left), box.right - 1),
        y: Math.min(Math.max(at.y, box.top), box.bottom - 1),
      });
    const tick = (time: number) => {
      const box = now.current.box();
      const seconds = Math.min(0.1, Math.max(0, time - before) / 1000);
      before = time;
      frame = 0;
      if (box === null) return;
      const x = beyond(at.x, box.left, box.right);
      const y = beyond(at.y, box.top, box.bottom);
      if (x === 0 && y === 0) return;
      now.current.onScroll(speedOf(x) * seconds, speedOf(y) * seconds);
      tell(box);
      frame = requestAnimationFrame(tick);
    };
    const move = (event: PointerEvent) => {
      if ((event.buttons & 1) === 0) {
        end.current?.();
        return;
      }
      at = { x: event.clientX, y: event.clientY };
      const box = now.current.box();
      if (box === null) return;
      tell(box);
      if (
        frame === 0 &&
        (beyond(at.x, box.left, box.right) !== 0 || beyond(at.y, box.top, box.bottom) !== 0)
      ) {
        before = performance.now();
        frame = requestAnimationFrame(tick);
      }
    };
    const stop = () => {
      cancelAnimationFrame(frame);
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', stop);
      removeEventListener('pointercancel', stop);
      removeEventListener('blur', stop);
      end.current = undefined;
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', stop);
    addEventListener('pointercancel', stop);
    addEventListener('blur', stop);
    end.current = stop;
  };
}

/** How far a number lies outside of a span: negative below it. */
function beyond(value: number, from: number, to: number): number {
  if (value < from) return value - from;
  return value > to ? value - to : 0;
}

function speedOf(pixels: number): number {
  return Math.sign(pixels) * Math.min(MAX_SPEED, Math.abs(pixels) * SPEED);
}
