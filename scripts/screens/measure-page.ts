import type { Page } from '@playwright/test';
import { makeRuler } from '../../e2e/screens/make-ruler.ts';
import { measureTabOrder, type TabOrder } from '../../e2e/screens/measure-tab-order.ts';
import { measureTargets } from '../../e2e/screens/measure-targets.ts';
import { measureText } from '../../e2e/screens/measure-text.ts';

export interface PageMeasures {
  readonly texts: number;
  readonly controls: number;
  /** The lowest contrast of a text, and of the sign of a control. */
  readonly lowestText: number;
  readonly lowestSign: number;
  readonly faults: readonly string[];
}

/** Measures what is shown now, by the same rules as `e2e/face.spec.ts`. */
export async function measurePage(page: Page): Promise<PageMeasures> {
  const ruler = await page.evaluateHandle(makeRuler);
  const text = await ruler.evaluate(measureText);
  const targets = await ruler.evaluate(measureTargets);
  await ruler.dispose();
  return {
    texts: text.count,
    controls: targets.count,
    lowestText: text.lowest,
    lowestSign: targets.lowest,
    faults: [...text.faults, ...targets.faults],
  };
}

/** Measures the way of Tab. Last on a screen, since tooltips open at what gets the focus. */
export async function measureOrder(page: Page): Promise<TabOrder> {
  const ruler = await page.evaluateHandle(makeRuler);
  const order = await measureTabOrder(page, ruler);
  await ruler.dispose();
  return order;
}
