import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { makeDatabase } from './fixtures/make-database.ts';
import { cellAt, gridOf, openRows, rowAt, statusOf, toolbarOf } from './parts.ts';
import { AXE, lookWithAxe } from './screens/look-with-axe.ts';
import { expect, test } from './shell.ts';

/** Orders as documents, TEXT and JSONB, and as JSON in a column of a table. */
const orders = (folder: string) =>
  makeDatabase(join(folder, 'orders.sqlite'), (db) => {
    const documents = [
      { ship: { country: 'IT' }, 'a.b': 1, items: [{ qty: 1 }, { qty: 3, tags: ['gift'] }], total: 12.5 },
      { ship: { country: 'FR' }, items: [{ qty: 2, tags: ['gift', 'late'] }], total: 3 },
      { ship: { country: 'IT' }, items: [], total: 40 },
      { ship: {}, items: [{ qty: 9 }], total: 7 },
    ];
    db.exec(`CREATE TABLE orders (_id TEXT PRIMARY KEY, doc BLOB NOT NULL);
      CREATE TABLE events (id INTEGER PRIMARY KEY, name TEXT, payload TEXT);
      INSERT INTO events VALUES (1, 'start', '{"user":{"id":7},"steps":[{"ms":5}]}'),
        (2, 'stop', '{"user":{"id":8},"steps":[{"ms":50},{"ms":1}]}'), (3, 'rest', NULL);`);
    documents.forEach((document, index) => {
      const sql = `INSERT INTO orders VALUES (?, ${index % 2 === 0 ? '?' : 'jsonb(?)'})`;
      db.prepare(sql).run(`o${index + 1}`, JSON.stringify(document));
    });
  });

const lineOf = (page: Page): Locator => page.getByRole('combobox', { name: 'Filter by text' });

async function openLine(page: Page): Promise<Locator> {
  await toolbarOf(page).getByRole('button', { name: 'Filter', exact: true }).click();
  await expect(lineOf(page)).toBeVisible();
  return lineOf(page);
}

/** Exactly these rows are there, by their first cells. */
async function expectRows(grid: Locator, firsts: readonly string[]): Promise<void> {
  for (const [index, first] of firsts.entries()) {
    await expect(cellAt(grid, index + 1, 1)).toHaveText(first);
  }
  await expect(rowAt(grid, firsts.length + 1)).toBeHidden();
}

const lines: readonly (readonly [line: string, ids: readonly string[]])[] = [
  ["ship.country = 'IT'", ['o1', 'o3']],
  ["ship.country = 'IT' and items any qty > 2", ['o1']],
  ['items any qty 2..3', ['o1', 'o2']],
  ['items every qty >= 2', ['o2', 'o3', 'o4']],
  ["items any tags any = 'late'", ['o2']],
  ['items[1].qty !null', ['o1']],
  ['["a.b"] !missing', ['o1']],
  ['ship.country missing', ['o4']],
  ['ship.country in (FR, "DE") and total < 5', ['o2']],
];

test('@page conditions on places in documents, typed as one line, keep the right documents', async ({
  shell,
}) => {
  const page = await shell.share(orders);
  const grid = await openRows(page, 'orders');
  const line = await openLine(page);
  for (const [text, ids] of lines) {
    await line.fill(text);
    await line.press('Enter');
    await expectRows(grid, ids);
    await expect(line).toHaveValue(text);
  }
});

test('@page a table is filtered by the JSON in its columns, with names from its rows', async ({ shell }) => {
  const page = await shell.share(orders);
  const grid = await openRows(page, 'events');
  const line = await openLine(page);
  await line.click();
  await line.pressSequentially('payload.st');
  const names = page.getByRole('listbox', { name: 'Fields' }).getByRole('option');
  await expect(names.first()).toContainText('payload.steps');
  await line.press('ArrowDown');
  await line.press('ArrowDown');
  await expect(names.nth(1)).toHaveAttribute('aria-selected', 'true');
  await line.press('Enter');
  await expect(line).toHaveValue('payload.steps any ');
  await line.pressSequentially('ms > 9');
  await line.press('Enter');
  await expectRows(grid, ['2']);
  await line.fill('payload.user.id = 7 and nme = start');
  await line.press('Enter');
  await expect(page.getByText('There is no column nme. Is name meant?')).toBeVisible();
  // What is wrong is selected.
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('nme');
  await line.pressSequentially('name');
  await line.press('Enter');
  await expectRows(grid, ['1']);
});

test('@page line, chips and the fields above the columns are one filter', async ({ shell }) => {
  const page = await shell.share(orders);
  const grid = await openRows(page, 'orders');
  const line = await openLine(page);
  await line.fill("ship.country = 'IT' and items any qty > 2");
  await line.press('Enter');
  await expectRows(grid, ['o1']);
  await expect(grid.getByRole('textbox', { name: 'Filter ship.country' })).toHaveValue("= 'IT'");
  const bar = toolbarOf(page);
  await bar.getByRole('button', { name: 'items any qty > 2' }).click();
  await expect(line).toBeFocused();
  await line.pressSequentially('total > 20');
  await line.press('Enter');
  await expectRows(grid, ['o3']);
  await expect(grid.getByRole('textbox', { name: 'Filter total' })).toHaveValue('> 20');
  await grid.getByRole('textbox', { name: 'Filter total' }).fill('< 20');
  await grid.getByRole('textbox', { name: 'Filter total' }).press('Enter');
  await expect(line).toHaveValue("ship.country = 'IT' and total < 20");
  await expectRows(grid, ['o1']);
  await bar.getByRole('button', { name: 'Remove the filter on ship.country' }).click();
  await expect(line).toHaveValue('total < 20');
  await expectRows(grid, ['o1', 'o2', 'o4']);
  // The same column twice.
  await line.fill('total > 5 and total < 20 and items any qty != 1');
  await line.press('Enter');
  await expectRows(grid, ['o1', 'o4']);
  await bar.getByRole('button', { name: 'Remove the filter on total' }).click();
  await expect(line).toHaveValue('total < 20 and items any qty != 1');
  await expectRows(grid, ['o1', 'o2', 'o4']);
  // It is kept like every other filter.
  await page.reload();
  await expect(line).toHaveValue('total < 20 and items any qty != 1');
  await expectRows(grid, ['o1', 'o2', 'o4']);
});

test('@page by keyboard: the palette opens the line, names are completed, Esc goes back', async ({
  shell,
}) => {
  const page = await shell.share(orders);
  const grid = await openRows(page, 'orders');
  await cellAt(grid, 1, 1).click();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('>filter by text');
  await page.keyboard.press('Enter');
  const line = lineOf(page);
  await expect(line).toBeFocused();
  await page.keyboard.type('country');
  const names = page.getByRole('listbox', { name: 'Fields' }).getByRole('option');
  await expect(names).toHaveText([/^ship\.country/]);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Tab');
  await expect(line).toHaveValue('ship.country ');
  await page.keyboard.type('= FR and items any t');
  await expect(names).toHaveText([/^items any tags/, /^items any tags any/]);
  await page.keyboard.press('Escape');
  await expect(names).toHaveCount(0);
  await page.keyboard.type('ags any = gift');
  await page.keyboard.press('Enter');
  await expect(statusOf(page)).toContainText('1 document matches');
  await expectRows(grid, ['o2']);
  await page.keyboard.press('Escape');
  await expect(gridOf(page, 'orders')).toBeFocused();
});

test('@page a field that no document has is told of, with the one that may be meant', async ({ shell }) => {
  const page = await shell.share(orders);
  const grid = await openRows(page, 'orders');
  const line = await openLine(page);
  await line.fill('ship.cuontry = IT');
  await line.press('Enter');
  await expect(page.getByText('Is ship.country meant?')).toBeVisible();
  await expect(page.getByText('No document matches')).toBeVisible();
  await line.fill('ship.country = IT or total > 5');
  await line.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: '"or" is not known' })).toBeVisible();
  await line.press('Escape');
  await expect(line).toHaveValue('ship.cuontry = IT');
  await line.fill('');
  await line.press('Enter');
  await expectRows(grid, ['o1', 'o2', 'o3', 'o4']);
});

test('@browser axe finds nothing at the line, its names and what it says, in both themes', async ({
  shell,
}, info) => {
  const page = await shell.share(orders);
  await openRows(page, 'orders');
  const line = await openLine(page);
  await line.fill("ship.country = 'IT' and total > 5 and items any qty > 2");
  await line.press('Enter');
  await page.evaluate(AXE);
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await line.fill("ship.country = 'IT' and items");
    await expect(page.getByRole('listbox', { name: 'Fields' })).toBeVisible();
    await line.press('ArrowDown');
    expect((await lookWithAxe(page)).violations, `${scheme}, names`).toEqual([]);
    await info.attach(`names-${scheme}.png`, { body: await page.screenshot(), contentType: 'image/png' });
    await line.press('Escape');
    await line.fill("ship.country = 'IT' and items any");
    await line.press('Enter');
    await expect(page.getByRole('alert').filter({ hasText: 'A test is missing' })).toBeVisible();
    expect((await lookWithAxe(page)).violations, `${scheme}, problem`).toEqual([]);
    await info.attach(`problem-${scheme}.png`, { body: await page.screenshot(), contentType: 'image/png' });
    await line.press('Escape');
  }
});
