import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { makeDatabase } from './fixtures/make-database.ts';
import { cellAt, headOf, openRows, rowAt } from './parts.ts';
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

/** The role, name and properties that the browser tells assistive technology of an element. */
async function nodeOf(page: Page, element: Locator) {
  const session = await page.context().newCDPSession(page);
  const id = await element.getAttribute('id');
  const { result } = await session.send('Runtime.evaluate', {
    expression: `document.getElementById(${JSON.stringify(id)})`,
  });
  const { nodes } = await session.send('Accessibility.getPartialAXTree', {
    ...(result.objectId === undefined ? {} : { objectId: result.objectId }),
    fetchRelatives: false,
  });
  await session.detach();
  const [node] = nodes;
  const selected = node?.properties?.find(({ name }) => name === 'selected')?.value.value;
  return { role: node?.role?.value, name: node?.name?.value, selected };
}

test('@browser a grid is read as a grid, with true counts, places, names and states', async ({ shell }) => {
  const file = makeDatabase(join(shell.folder, 'places.sqlite'), (db) => {
    db.exec(`
      CREATE TABLE places (id INTEGER PRIMARY KEY, city TEXT, height INTEGER, shape POINT);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
      INSERT INTO places SELECT i, 'Cork ' || i, NULL, x'00ff' FROM n;
    `);
  });
  const { page } = await shell.start(file);
  const grid = await openRows(page, 'places');
  // One row of heads and one column of numbers are counted as well.
  await expect(grid).toHaveAttribute('aria-rowcount', '1001');
  await expect(grid).toHaveAttribute('aria-colcount', '5');
  const cell = cellAt(grid, 3, 2);
  await cell.click();
  await expect(cell).toHaveAttribute('aria-colindex', '3');
  await expect(rowAt(grid, 3)).toHaveAttribute('aria-rowindex', '4');
  await expect(grid).toHaveAttribute('aria-activedescendant', (await cell.getAttribute('id')) ?? 'none');
  expect(await nodeOf(page, cell)).toEqual({ role: 'gridcell', name: 'Cork 3', selected: true });
  expect(await nodeOf(page, cellAt(grid, 3, 3))).toEqual({ role: 'gridcell', name: 'null', selected: false });
  await expect(cellAt(grid, 3, 4)).toHaveAccessibleName(/^BLOB, /);
  const head = headOf(grid, 'city');
  await expect(head).toHaveAttribute('aria-sort', 'none');
  await head.getByRole('button', { name: /^city/ }).click();
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  await expect(cellAt(grid, 2, 2)).toHaveAccessibleName('Cork 10');
  // What lies far below has its true place as well.
  await grid.press('Control+End');
  await expect(cellAt(grid, 1000, 2)).toHaveAccessibleName('Cork 999');
  await expect(rowAt(grid, 1000)).toHaveAttribute('aria-rowindex', '1001');
});

test('@browser the tree, the tabs and the palette tell their states', async ({ shell }) => {
  const file = makeDatabase(join(shell.folder, 'places.sqlite'), (db) => {
    db.exec(
      'CREATE TABLE lakes (id INTEGER PRIMARY KEY); CREATE TABLE peaks (id INTEGER PRIMARY KEY, lake TEXT)',
    );
  });
  const { page } = await shell.start(file);
  await openRows(page, 'lakes');
  const lakes = page.getByRole('treeitem', { name: /^lakes/ });
  await expect(lakes).toHaveAttribute('aria-selected', 'true');
  await expect(lakes).toHaveAttribute('aria-level', '3');
  await expect(lakes).toHaveAttribute('aria-posinset', '1');
  await expect(lakes).toHaveAttribute('aria-setsize', '2');
  const top = page.getByRole('treeitem', { level: 1, name: /places\.sqlite/ });
  await expect(top).toHaveAttribute('aria-expanded', 'true');
  // Tab stops once in the tree.
  await expect(page.getByRole('tree', { name: 'Databases' }).locator('[tabindex="0"]')).toHaveCount(1);

  await lakes.dblclick();
  await openRows(page, 'peaks');
  const tabs = page.getByRole('tablist', { name: 'Tabs' });
  await expect(tabs.getByRole('tab')).toHaveCount(2);
  await expect(tabs.getByRole('tab', { selected: true })).toHaveAccessibleName('peaks');
  await expect(tabs.getByRole('tab', { selected: false })).toHaveAttribute('tabindex', '-1');
  const panel = page.getByRole('tabpanel', { name: 'peaks' });
  await expect(panel).toHaveId(
    (await tabs.getByRole('tab', { selected: true }).getAttribute('aria-controls')) ?? '',
  );

  await page.keyboard.press('Control+K');
  const field = page.getByRole('combobox', { name: 'Search or run a command' });
  await field.fill('lake');
  const options = page.getByRole('listbox', { name: 'Found' }).getByRole('option');
  await expect(options.nth(1)).toContainText('peaks.lake');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await expect(field).toHaveAttribute(
    'aria-activedescendant',
    (await options.first().getAttribute('id')) ?? '',
  );
  await field.press('ArrowDown');
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');
  await expect(options.first()).toHaveAttribute('aria-selected', 'false');
  await expect(field).toHaveAttribute(
    'aria-activedescendant',
    (await options.nth(1).getAttribute('id')) ?? '',
  );
});
