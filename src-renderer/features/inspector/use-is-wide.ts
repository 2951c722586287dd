import { type RefObject, useLayoutEffect, useState } from 'react';

/** Whether what an element holds is wider than it is, so that it scrolls sideways. */
export function useIsWide(element: RefObject<HTMLElement | null>): boolean {
  const [isWide, setWide] = useState(false);
  useLayoutEffect(() => {
    const outer = element.current;
    if (outer === null) return;
    const measure = () => setWide(outer.scrollWidth > outer.clientWidth);
    const observer = new ResizeObserver(measure);
    observer.observe(outer);
    if (outer.firstElementChild !== null) observer.observe(outer.firstElementChild);
    measure();
    return () => observer.disconnect();
  }, [element]);
  return isWide;
}
