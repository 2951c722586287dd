import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';

/** What axe found. */
export interface Found {
  /** How many rules found something to look at, and nothing wrong with it. */
  readonly passed: number;
  readonly violations: readonly string[];
}

interface RunOnly {
  readonly type: 'rule' | 'tag';
  readonly values: readonly string[];
}

/** axe, as it is on the disk: put it into the page once, and not again for each look. */
export const AXE = readFileSync(
  createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright')).resolve(
    'axe-core/axe.min.js',
  ),
  'utf8',
);

/** WCAG 2.2 A and AA, and best practices. */
const ALL_RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The rules of axe that ask for colours. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/**
 * What axe, which must be in the page, says about what is shown now, or about the part of it that `within` selects. In
 * the dark theme, which differs in colours alone, it is asked about those: look at the light theme as well.
 */
export async function lookWithAxe(page: Page, within = ':root'): Promise<Found> {
  const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  const runOnly = isDark
    ? ({ type: 'rule', values: COLOUR_RULES } as const)
    : ({ type: 'tag', values: ALL_RULES } as const);
  return page.evaluate(ask, { selector: within, runOnly });
}

async function ask(asked: { readonly selector: string; readonly runOnly: RunOnly }): Promise<Found> {
  const { selector, runOnly } = asked;
  const { axe } = window as unknown as { axe: typeof import('axe-core') };
  const { passes, violations } = await axe.run(selector === ':root' ? document : selector, {
    runOnly: { ...runOnly, values: [...runOnly.values] },
    // One node of each rule tells that it passed: to describe all cells takes longer than to look at them.
    resultTypes: ['violations'],
    elementRef: false,
    ancestry: false,
    xpath: false,
    iframes: false,
  });
  return {
    passed: passes.length,
    violations: violations.map(
      ({ id, impact, nodes }) =>
        `${id} (${impact}): ${nodes.map(({ html }) => html.slice(0, 300)).join(' ')}`,
    ),
  };
}
