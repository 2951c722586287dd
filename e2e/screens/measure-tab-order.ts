import type { JSHandle, Page } from '@playwright/test';
import type { Ruler } from './make-ruler.ts';

/** What Tab does on a screen. */
export interface TabOrder {
  /** Different places that it reached. */
  readonly stops: number;
  readonly faults: readonly string[];
}

interface Stop {
  readonly element: Element;
  readonly isShown: boolean;
  readonly isBackward: boolean;
}

interface Walk {
  /** Whether Tab has come round to where it began. */
  note(): Promise<boolean>;
  result(): TabOrder;
}

/** More than any screen has: a way that does not end is a fault. */
const MOST_STOPS = 250;

/**
 * Presses Tab from the place that has the focus until it comes round, then puts the focus back. Each stop is seen when
 * it has the focus; it lies below or at the right of the one before, but where the way begins anew; and nothing that
 * can have the focus is left out. To be called last on a screen: tooltips open at what gets the focus.
 */
export async function measureTabOrder(page: Page, ruler: JSHandle<Ruler>): Promise<TabOrder> {
  const walk = await ruler.evaluateHandle(beginWalk);
  const before = await page.evaluateHandle(() => document.activeElement);
  let isRound = false;
  for (let presses = 0; presses < MOST_STOPS && !isRound; presses += 1) {
    await page.keyboard.press('Tab');
    isRound = await walk.evaluate((each) => each.note());
  }
  const { stops, faults } = await walk.evaluate((each) => each.result());
  await before.evaluate((element) => {
    const { activeElement } = document;
    if (element === document.body && activeElement instanceof HTMLElement) activeElement.blur();
    else if (element instanceof HTMLElement) element.focus({ preventScroll: true });
  });
  await walk.dispose();
  await before.dispose();
  return { stops, faults: isRound ? faults : [...faults, `Tab did not come round in ${MOST_STOPS} presses`] };
}

/** It runs in the page, so it uses nothing from outside. */
function beginWalk(ruler: Ruler): Walk {
  const stops: Stop[] = [];
  const wanted = [
    ...document.querySelectorAll<HTMLElement>(
      'button, a[href], input, select, textarea, summary, [tabindex]',
    ),
  ].filter(
    (element) =>
      element.tabIndex >= 0 &&
      !element.matches(':disabled') &&
      !isGuard(element) &&
      element.closest('[inert]') === null &&
      !isOtherRadio(element) &&
      ruler.isSeen(element),
  );
  return { note, result };

  async function note(): Promise<boolean> {
    // The guards of a dialog pass it on, a moment later.
    for (let frames = 0; frames < 10 && isGuard(document.activeElement); frames += 1)
      await new Promise((resolve) => requestAnimationFrame(resolve));
    const element = document.activeElement;
    // Between the last and the first one it is with the browser.
    if (element === null || element === document.body || isGuard(element)) return false;
    // Where it began may be gone by now; where it comes twice, it goes round.
    if (stops.some((stop) => stop.element === element)) return true;
    const last = stops.at(-1)?.element;
    stops.push({
      element,
      isShown: isShown(placeOf(element)),
      // Now, since what gets the focus is scrolled into view.
      isBackward:
        last?.isConnected === true && !last.contains(element) && isBefore(boxOf(element), boxOf(last)),
    });
    return false;
  }
  function result(): TabOrder {
    const reached = new Set(stops.map(({ element }) => element));
    // The walk began anywhere: where it comes to the first of them, it has gone round.
    const first = [...reached].reduce<Element | undefined>(
      (top, each) =>
        top === undefined || top.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_PRECEDING
          ? each
          : top,
      undefined,
    );
    const faults = stops.flatMap(({ element, isBackward, isShown }, index) => {
      const last = stops[index - 1]?.element;
      // What floats over the page comes after it, wherever it lies.
      const isAnew = element === first || floatOf(element) !== (last && floatOf(last));
      return [
        ...(isBackward && !isAnew && last !== undefined
          ? [`Tab goes back from ${ruler.name(last)} to ${ruler.name(element)}`]
          : []),
        ...(isShown ? [] : [`Tab reaches ${ruler.name(element)}, which is not seen`]),
      ];
    });
    const left = wanted.filter((element) => element.isConnected && !reached.has(element));
    return {
      stops: reached.size,
      faults: [...faults, ...left.map((element) => `Tab does not reach ${ruler.name(element)}`)],
    };
  }
  function isGuard(element: Element | null): boolean {
    return element?.matches('[data-base-ui-focus-guard]') === true;
  }
  /** The cell, line or option that has the focus inside of it, else itself. */
  function placeOf(element: Element): Element {
    return document.getElementById(element.getAttribute('aria-activedescendant') ?? '') ?? element;
  }
  function boxOf(element: Element): DOMRect {
    return placeOf(element).getBoundingClientRect();
  }
  /** Above and not at the right, or in the same row and at the left. */
  function isBefore(box: DOMRect, last: DOMRect): boolean {
    const shared = Math.min(box.bottom, last.bottom) - Math.max(box.top, last.top);
    const isSameRow = shared > Math.min(box.height, last.height) / 2;
    if (isSameRow) return box.right <= last.left;
    return box.bottom <= last.top + 1 && box.left < last.right;
  }
  /** A part of it at least; a message that goes by itself may lie over it. */
  function isShown(element: Element): boolean {
    const { left, top, width, height } = element.getBoundingClientRect();
    const shares = [0.5, 0.04, 0.96];
    return shares.some((down) =>
      shares.some((right) => {
        const found = document.elementsFromPoint(left + width * right, top + height * down);
        const over = found.find((each) => floatOf(each) === floatOf(element));
        return over !== undefined && (element.contains(over) || over.contains(element));
      }),
    );
  }
  function floatOf(element: Element): Element | null {
    return element.closest('[aria-label="Notifications"]');
  }
  /** Of radio buttons of one name only that which is chosen is a stop. */
  function isOtherRadio(element: Element): boolean {
    return element instanceof HTMLInputElement && element.type === 'radio' && !element.checked;
  }
}
