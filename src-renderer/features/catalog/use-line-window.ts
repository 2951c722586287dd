import { type RefObject, type UIEventHandler, useCallback, useLayoutEffect, useState } from 'react';

export interface LineWindow {
  /** Lines from `first` up to, not including, `end` are drawn. */
  readonly first: number;
  readonly end: number;
  readonly lineHeight: number;
  readonly onScroll: UIEventHandler;
  /** Scrolls as little as needed to show a line. */
  readonly reveal: (index: number) => void;
}

/** So many lines are drawn whole: nothing is won by leaving some out. */
const WHOLE = 150;
/** Lines drawn above and below what is in sight. */
const BEYOND = 20;

/** Which lines of a long list of equally high lines are in sight. The height is that of `--h-tree`. */
export function useLineWindow(place: RefObject<HTMLElement | null>, count: number): LineWindow {
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(800);
  const [lineHeight, setLineHeight] = useState(28);

  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return;
    const measure = () => {
      setHeight(element.clientHeight);
      setLineHeight(Number.parseFloat(getComputedStyle(element).getPropertyValue('--h-tree')) || 28);
    };
    measure();
    const sizes = new ResizeObserver(measure);
    sizes.observe(element);
    // The height of lines is a setting, which is put on the document.
    const density = new MutationObserver(measure);
    density.observe(document.documentElement, { attributes: true, attributeFilter: ['data-density'] });
    return () => {
      sizes.disconnect();
      density.disconnect();
    };
  }, [place]);

  const reveal = useCallback(
    (index: number) => {
      const element = place.current;
      if (element === null || index < 0) return;
      const at = index * lineHeight;
      if (at < element.scrollTop) element.scrollTop = at;
      else if (at + lineHeight > element.scrollTop + element.clientHeight) {
        element.scrollTop = at + lineHeight - element.clientHeight;
      }
    },
    [place, lineHeight],
  );
  const isWhole = count <= WHOLE;
  return {
    first: isWhole ? 0 : Math.max(0, Math.min(count, Math.floor(top / lineHeight)) - BEYOND),
    end: isWhole ? count : Math.min(count, Math.ceil((top + height) / lineHeight) + BEYOND),
    lineHeight,
    onScroll: ({ currentTarget }) => {
      // In steps of some lines, so that scrolling draws only now and then.
      const step = lineHeight * (BEYOND / 2);
      setTop(Math.floor(currentTarget.scrollTop / step) * step);
    },
    reveal,
  };
}
