import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { makeFolder } from './screens/make-folder.ts';
import { walkScreens } from './screens/walk-screens.ts';
import { expect, test } from './shell.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

interface Found {
  /** How many rules found something to look at, and nothing wrong with it. */
  readonly passed: number;
  readonly violations: readonly string[];
}

/** axe, as it is on the disk: it is put into the page once and not again for each look. */
const AXE = readFileSync(
  createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright')).resolve(
    'axe-core/axe.min.js',
  ),
  'utf8',
);

/** What axe says about what is shown now: WCAG 2.2 A and AA, and best practices. */
function lookWithAxe(page: Page): Promise<Found> {
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { passes, violations } = await axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
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
  });
}

test('@browser axe finds nothing on any screen in either theme', async ({ shell }, info) => {
  const files = makeFolder(shell.folder);
  const { page, openFile } = await shell.start();
  await page.evaluate(AXE);
  const faults: string[] = [];
  const lines = ['screen | theme | rules passed | violations', '--- | --- | --- | ---'];
  await walkScreens({ page, files, openFile }, async ({ screen, theme }) => {
    const { passed, violations } = await lookWithAxe(page);
    lines.push(`${screen.name} | ${theme} | ${passed} | ${violations.length}`);
    faults.push(...violations.map((violation) => `${screen.name}, ${theme}: ${violation}`));
    expect(passed, `rules for ${screen.name}`).toBeGreaterThan(10);
  });
  console.log(lines.join('\n'));
  await info.attach('axe.md', { body: lines.join('\n'), contentType: 'text/markdown' });
  expect(faults).toEqual([]);
});
