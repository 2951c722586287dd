import type { Ruler } from './make-ruler.ts';
import type { Measured } from './measure-text.ts';

/**
 * Every control that is seen can be hit 12 px away from its middle to all four sides, by itself or by what reaches
 * beyond it, and the signs in it have a contrast of 3.0. Handles that only widen a pane are not measured: keys and the
 * menu do the same. It runs in the page, so it uses nothing from outside.
 */
export function measureTargets(ruler: Ruler): Measured {
  const REACH = 11.5;
  const CONTROLS =
    'button, a[href], input, select, textarea, summary, [role="button"], [role="tab"], [role="radio"], ' +
    '[role="switch"], [role="checkbox"], [role="option"], [role="treeitem"], [role^="menuitem"]';
  const faults = new Set<string>();
  let count = 0;
  let lowest = 21;
  for (const control of document.querySelectorAll(CONTROLS)) {
    const { left, top, width, height } = control.getBoundingClientRect();
    if (!ruler.isSeen(control)) continue;
    count += 1;
    const [x, y] = [left + width / 2, top + height / 2];
    const isHit = (dx: number, dy: number): boolean => {
      const hit = document.elementFromPoint(x + dx, y + dy);
      return hit !== null && (control.contains(hit) || hit.contains(control.closest('label')));
    };
    const isCutOff = x < REACH || y < REACH || x + REACH > innerWidth || y + REACH > innerHeight;
    if (!isCutOff) {
      if (width < 24 && !(isHit(-REACH, 0) && isHit(REACH, 0)))
        faults.add(`${width.toFixed(0)} px wide: ${ruler.name(control)}`);
      if (height < 24 && !isPartlyScrolled(control) && !(isHit(0, -REACH) && isHit(0, REACH)))
        faults.add(`${height.toFixed(0)} px high: ${ruler.name(control)}`);
    }
    if (control.closest('[disabled], [aria-disabled="true"], [data-disabled]') !== null) continue;
    for (const sign of control.querySelectorAll('svg')) {
      if (!ruler.isSeen(sign)) continue;
      const contrast = ruler.contrast(getComputedStyle(sign).color, sign);
      lowest = Math.min(lowest, contrast);
      if (contrast < 3) faults.add(`contrast ${contrast.toFixed(2)} of the sign: ${ruler.name(control)}`);
    }
  }
  return { count, lowest, faults: [...faults] };

  /** Its middle is seen, its edge is behind that of a list that scrolls. */
  function isPartlyScrolled(element: Element): boolean {
    const box = element.getBoundingClientRect();
    for (let at = element.parentElement; at !== null; at = at.parentElement) {
      if (!/auto|scroll/.test(getComputedStyle(at).overflowY)) continue;
      const frame = at.getBoundingClientRect();
      return box.top < frame.top || box.bottom > frame.bottom;
    }
    return false;
  }
}
