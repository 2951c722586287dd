import type { Ruler } from './make-ruler.ts';
import type { Measured } from './measure-text.ts';

/**
 * Everything that Tab reaches shows that it has the focus: an outline, a ring, a border or a bar appears at it, around
 * it or at the cell that it names, with a contrast of 3.0. A line of a menu is tinted instead, and a field with a list
 * below it marks one of its options. A key must have been pressed last, so that the browser shows the focus. It runs in
 * the page, so it uses nothing from outside.
 */
export async function measureFocus(ruler: Ruler): Promise<Measured> {
  const faults = new Set<string>();
  let count = 0;
  let lowest = 21;
  const before = document.activeElement;
  const stops = [
    ...document.querySelectorAll<HTMLElement>(
      'button, a[href], input, select, textarea, summary, [tabindex]',
    ),
  ];
  for (const stop of stops) {
    if (stop.tabIndex < 0 || stop.matches(':disabled') || stop.closest('[inert]') !== null) continue;
    if (stop.hasAttribute('data-base-ui-focus-guard') || !ruler.isSeen(stop)) continue;
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    const places = placesOf(stop);
    const calm = places.map(ringOf);
    stop.focus({ preventScroll: true });
    if (document.activeElement !== stop) continue;
    count += 1;
    // What React draws because of the focus is there after the event.
    await null;
    const { backgroundColor } = getComputedStyle(stop);
    if (stop.matches('[role^="menuitem"]') && ruler.color(backgroundColor)[3] > 0) continue;
    if (stop.matches('[role="combobox"]') && isSelected(stop.getAttribute('aria-activedescendant'))) continue;
    const rings = places.flatMap((place, index) => {
      const ring = ringOf(place);
      return ring.key === calm[index]?.key ? [] : [{ place, ...ring }];
    });
    const strongest = Math.max(
      0,
      ...rings.map(({ place, color }) => ruler.contrast(color, place.parentElement ?? place)),
    );
    if (rings.length === 0) faults.add(`nothing shows the focus of ${ruler.name(stop)}`);
    else {
      lowest = Math.min(lowest, strongest);
      if (strongest < 3) faults.add(`contrast ${strongest.toFixed(2)} of the focus of ${ruler.name(stop)}`);
    }
  }
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  return { count, lowest, faults: [...faults] };

  /** Itself, the frame around it, and the cell or option that has the focus inside it. */
  function placesOf(stop: Element): readonly Element[] {
    const named = document.getElementById(stop.getAttribute('aria-activedescendant') ?? '');
    return [stop, stop.parentElement, stop.parentElement?.parentElement, named].filter(
      (place): place is HTMLElement => place instanceof HTMLElement,
    );
  }
  function isSelected(id: string | null): boolean {
    return document.getElementById(id ?? '')?.getAttribute('aria-selected') === 'true';
  }
  function ringOf(place: Element): { readonly key: string; readonly color: string } {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderTopColor } = getComputedStyle(place);
    const hasOutline = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1.5;
    const shadow = /^(?:rgba?|oklch|oklab|color|lab|lch)\([^)]*\)/.exec(boxShadow)?.[0];
    const after = getComputedStyle(place, '::after');
    const bar = after.content === 'none' ? null : after.backgroundColor;
    const hasBar = bar !== null && ruler.color(bar)[3] > 0;
    return {
      key: `${hasOutline ? outlineColor : ''} ${boxShadow} ${borderTopColor} ${bar}`,
      color: hasOutline ? outlineColor : hasBar ? bar : (shadow ?? borderTopColor),
    };
  }
}
