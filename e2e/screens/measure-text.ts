import type { Ruler } from './make-ruler.ts';

export interface Measured {
  /** How many were looked at: a measure that finds none of them finds no fault either. */
  readonly count: number;
  /** The lowest contrast; 21 where none was measured. */
  readonly lowest: number;
  readonly faults: readonly string[];
}

/**
 * Every text that is seen: at least 11 px, a contrast of 4.5 (3.0 from 24 px, or 18.66 px bold), inside the window,
 * and never cut but with an ellipsis and a tooltip that has the whole. Cells of the grid need no tooltip: the whole
 * value of the cell with the cursor is in the inspector. It runs in the page, so it uses nothing from outside.
 */
export function measureText(ruler: Ruler): Measured {
  const faults = new Set<string>();
  let count = 0;
  let lowest = 21;
  const { scrollWidth, scrollHeight } = document.documentElement;
  if (scrollWidth > innerWidth) faults.add(`the page is ${scrollWidth} wide in ${innerWidth}`);
  if (scrollHeight > innerHeight) faults.add(`the page is ${scrollHeight} high in ${innerHeight}`);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const element = text.parentElement;
    if (element === null || (text.textContent ?? '').trim() === '') continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    if (isOutside(element, box))
      faults.add(`outside of the window: "${(text.textContent ?? '').slice(0, 30)}"`);
    const shown = seenPart(element, box);
    if (shown === null || !ruler.isSeen(element, shown)) continue;
    if (element.closest('[disabled], [aria-disabled="true"], [data-disabled]') !== null) continue;
    count += 1;
    const style = getComputedStyle(element);
    const size = Number.parseFloat(style.fontSize);
    const words = `"${(text.textContent ?? '').trim().slice(0, 30)}" (${ruler.name(element)})`;
    if (size < 11) faults.add(`${size} px: ${words}`);
    const contrast = ruler.contrast(style.color, element);
    lowest = Math.min(lowest, contrast);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (contrast < (isLarge ? 3 : 4.5)) faults.add(`contrast ${contrast.toFixed(2)}: ${words}`);
    const cut = cutOf(element, box);
    if (cut !== null) faults.add(`${cut}: ${words}`);
  }
  return { count, lowest, faults: [...faults] };

  /** No part of it is in the window, and nothing could be scrolled to bring it there. */
  function isOutside(element: Element, box: DOMRect): boolean {
    const { left, top, right, bottom, width } = box;
    if (width < 2 || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
      return false;
    if (left < innerWidth && top < innerHeight && right > 0 && bottom > 0) return false;
    for (let at: Element | null = element; at !== null && at !== document.body; at = at.parentElement)
      if (getComputedStyle(at).overflowX !== 'visible') return false;
    return true;
  }

  /** The part of a box that neither the window nor an element around it hides; null if nothing is left. */
  function seenPart(element: Element, box: DOMRect): DOMRect | null {
    let [left, top] = [Math.max(0, box.left), Math.max(0, box.top)];
    let [right, bottom] = [Math.min(innerWidth, box.right), Math.min(innerHeight, box.bottom)];
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      if (getComputedStyle(at).overflowX === 'visible') continue;
      const frame = at.getBoundingClientRect();
      left = Math.max(left, frame.left);
      right = Math.min(right, frame.right);
      top = Math.max(top, frame.top);
      bottom = Math.min(bottom, frame.bottom);
    }
    return right - left < 2 || bottom - top < 2 ? null : new DOMRect(left, top, right - left, bottom - top);
  }

  function cutOf(element: Element, box: DOMRect): string | null {
    let hasEllipsis = false;
    let isBlockFound = false;
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      const style = getComputedStyle(at);
      hasEllipsis ||= style.textOverflow === 'ellipsis' && style.overflowX !== 'visible';
      const frame = at.getBoundingClientRect();
      const isWider = box.right > frame.right + 1 || box.left < frame.left - 1;
      const isHigher = box.bottom > frame.bottom + 3 || box.top < frame.top - 3;
      const isLine = style.display === 'inline' || style.display === 'contents';
      if (style.overflowX === 'visible' && !isLine && !isBlockFound && at !== document.body) {
        isBlockFound = true;
        // A space at the end of a line hangs out of it.
        const hangs = style.whiteSpaceCollapse === 'preserve' ? Number.parseFloat(style.fontSize) : 0;
        if (box.right > frame.right + 1 + hangs || box.left < frame.left - 1 - hangs)
          return `spills out of its box by ${Math.round(box.right - frame.right)} px`;
      }
      if (style.overflowX === 'visible') continue;
      isBlockFound = true;
      if (/auto|scroll/.test(style.overflowX) && isWider) return null;
      if (/auto|scroll/.test(style.overflowY) && isHigher) return null;
      if (isHigher) return 'cut above or below';
      if (isWider && !hasEllipsis) return 'cut without an ellipsis';
      if (isWider && !hasWhole(element)) return 'cut, and no tooltip has the whole';
      if (isWider) return null;
    }
    return box.right > innerWidth + 1 || box.bottom > innerHeight + 1 ? 'outside of the window' : null;
  }

  function hasWhole(element: Element): boolean {
    if (element.closest('[role="gridcell"]') !== null) return true;
    return element.closest('[title]') !== null;
  }
}
