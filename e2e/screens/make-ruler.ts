/** Red, green and blue from 0 to 255, and how opaque, from 0 to 1. */
export type Color = readonly [red: number, green: number, blue: number, alpha: number];

export interface Ruler {
  /** Whether something of it is seen: it has a size, is not see-through, and nothing of others lies over its middle. */
  isSeen(element: Element, box?: DOMRect): boolean;
  /** A colour of CSS, however it is written. */
  color(css: string): Color;
  /** What lies behind the content of an element. */
  background(element: Element): Color;
  /** Of a colour on what lies behind an element, by WCAG 2: from 1 to 21. */
  contrast(css: string, element: Element): number;
  /** How to find an element again, in a message. */
  name(element: Element): string;
}

/** What the measures share. It is made in the page, so it uses nothing from outside. */
export function makeRuler(): Ruler {
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const brush = canvas.getContext('2d', { willReadFrequently: true });
  const known = new Map<string, Color>();
  const backgrounds = new Map<Element, Color>();

  function color(css: string): Color {
    const before = known.get(css);
    if (before !== undefined || brush === null) return before ?? [0, 0, 0, 1];
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = css;
    brush.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = brush.getImageData(0, 0, 1, 1).data;
    const read: Color = [red, green, blue, alpha / 255];
    known.set(css, read);
    return read;
  }
  function over(top: Color, bottom: Color): Color {
    const mix = (index: 0 | 1 | 2) => top[index] * top[3] + bottom[index] * (1 - top[3]);
    return [mix(0), mix(1), mix(2), 1];
  }
  function background(element: Element): Color {
    const before = backgrounds.get(element);
    if (before !== undefined) return before;
    const own = color(getComputedStyle(element).backgroundColor);
    const parent = element.parentElement;
    const found = own[3] === 1 ? own : over(own, parent === null ? [255, 255, 255, 1] : background(parent));
    backgrounds.set(element, found);
    return found;
  }
  function luminance([red, green, blue]: Color): number {
    const [r = 0, g = 0, b = 0] = [red, green, blue].map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }
  return {
    color,
    background,
    contrast(css, element) {
      let opacity = 1;
      for (let at: Element | null = element; at !== null; at = at.parentElement)
        opacity *= Number(getComputedStyle(at).opacity);
      const behind = background(element);
      const [red, green, blue, alpha] = color(css);
      const front = luminance(over([red, green, blue, alpha * opacity], behind));
      const back = luminance(behind);
      return (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
    },
    isSeen(element, box = element.getBoundingClientRect()) {
      if (box.width < 2 || box.height < 2) return false;
      for (let at: Element | null = element; at !== null; at = at.parentElement)
        if (getComputedStyle(at).opacity === '0') return false;
      const middle = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      return middle !== null && (element.contains(middle) || middle.contains(element));
    },
    name(element) {
      const label =
        element.getAttribute('aria-label') ?? element.getAttribute('title') ?? element.textContent;
      const region = element.parentElement?.closest('[aria-label]')?.getAttribute('aria-label');
      const role = element.getAttribute('role') ?? element.tagName.toLowerCase();
      return `${role} "${(label ?? '').trim().slice(0, 40)}" in "${region ?? ''}"`;
    },
  };
}
