import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { makeDatabase } from './fixtures/make-database.ts';
import { cellAt, headOf, openRows, rowAt } from './parts.ts';
import { expect, test } from './shell.ts';

/** The role, name and properties that the browser tells assistive technology of an element. */
async function nodeOf(page: Page, element: Locator) {
  const session = await page.context().newCDPSession(page);
  // Not each cell has an id, so that it is marked for the question.
  await element.evaluate((node) => node.setAttribute('data-asked', ''));
  const { result } = await session.send('Runtime.evaluate', {
    expression: `document.querySelector('[data-asked]')`,
  });
  await element.evaluate((node) => node.removeAttribute('data-asked'));
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
  // A cell is named by its value; its column is told by the head in the same place.
  await expect(head).toHaveAttribute('aria-colindex', '3');
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
