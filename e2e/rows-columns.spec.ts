import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { makeDatabase } from './fixtures/make-database.ts';
import { cellAt, clipboardOf, columnNames, headOf, openRows, statusOf, toolbarOf } from './parts.ts';
import { expect, test } from './shell.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

function makeGoods(path: string): string {
  return makeDatabase(path, (db) => {
    db.exec(`
      CREATE TABLE goods (id INTEGER PRIMARY KEY, name TEXT, price REAL, stock INTEGER);
      INSERT INTO goods VALUES (1, 'bread', 2.5, 9007199254740993), (2, 'a "b", c', 1.25, 1), (3, NULL, 3, 2),
        (4, 'tea|x', 0.5, 3);
    `);
  });
}

/** What is remembered of columns. */
function keptLayouts(dataFolder: string): string {
  const path = join(dataFolder, 'layouts.json');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

const goods = (folder: string) => makeGoods(join(folder, 'goods.sqlite'));

async function openGoods(page: Page): Promise<Locator> {
  const grid = await openRows(page, 'goods');
  await expect(cellAt(grid, 1, 2)).toHaveText('bread');
  return grid;
}

async function chooseInMenuOf(grid: Locator, column: string, item: string): Promise<void> {
  await headOf(grid, column)
    .getByRole('button', { name: `Menu of ${column}` })
    .click();
  await grid.page().getByRole('menuitem', { name: item, exact: true }).click();
}

async function widthOf(grid: Locator, column: string): Promise<number> {
  return (await headOf(grid, column).boundingBox())?.width ?? 0;
}

test('@page hidden, moved, resized and pinned columns are remembered over a reload', async ({ shell }) => {
  const { page } = await shell.start(goods(shell.folder));
  let grid = await openGoods(page);
  await chooseInMenuOf(grid, 'price', 'Hide');
  await expect.poll(() => columnNames(grid)).toEqual(['id', 'name', 'stock']);
  await chooseInMenuOf(grid, 'stock', 'Move left');
  await expect.poll(() => columnNames(grid)).toEqual(['id', 'stock', 'name']);
  await chooseInMenuOf(grid, 'name', 'Pin to the left');
  await expect.poll(() => columnNames(grid)).toEqual(['name', 'id', 'stock']);
  const before = await widthOf(grid, 'id');
  const edge = await grid.getByRole('separator', { name: 'Width of id' }).boundingBox();
  if (edge === null) throw new Error('The column has no edge.');
  await page.mouse.move(edge.x + edge.width / 2, edge.y + edge.height / 2);
  await page.mouse.down();
  await page.mouse.move(edge.x + edge.width / 2 + 60, edge.y + edge.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => widthOf(grid, 'id')).toBe(before + 60);

  // The stand-in does not hear what a page says while it is left.
  if (shell.name === 'standin')
    await expect.poll(() => keptLayouts(shell.dataFolder)).toMatch(/"widths":\s*\{\s*"id"/);
  await page.reload();
  grid = await openRows(page, 'goods');
  await expect.poll(() => columnNames(grid)).toEqual(['name', 'id', 'stock']);
  await expect.poll(() => widthOf(grid, 'id')).toBe(before + 60);
  await toolbarOf(page)
    .getByRole('button', { name: /^3 of 4 columns shown/ })
    .click();
  await page.getByRole('menuitemcheckbox', { name: 'price' }).click();
  await expect.poll(() => columnNames(grid)).toContain('price');
});

test('@page in a narrow window actions stand in the menu "More", and filters become one and a number', async ({
  shell,
}) => {
  const { page } = await shell.start(goods(shell.folder));
  const grid = await openGoods(page);
  await page.setViewportSize({ width: 1000, height: 640 });
  const bar = toolbarOf(page);
  await expect(bar.getByRole('button', { name: 'Refresh' })).toBeHidden();
  await bar.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: '4 columns' }).hover();
  await page.getByRole('menuitemcheckbox', { name: 'price' }).click();
  await expect.poll(() => columnNames(grid)).toEqual(['id', 'name', 'stock']);
  await page.keyboard.press('Escape');
  await bar.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Find in all columns' }).click();
  await expect(page.getByRole('textbox', { name: 'Find', exact: true })).toBeFocused();
  await page.keyboard.press('Escape');
  await bar.getByRole('button', { name: 'Filter' }).click();
  await page.getByLabel('Filter id').fill('> 0');
  await page.keyboard.press('Enter');
  await page.getByLabel('Filter stock').fill('> 0');
  await page.keyboard.press('Enter');
  await expect(bar.getByText('+1')).toBeVisible();
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(bar.getByText('+1')).toBeHidden();
  await expect(bar.getByRole('button', { name: 'Remove the filter on stock' })).toBeVisible();
  await expect(bar.getByRole('button', { name: 'Refresh' })).toBeVisible();
});

test('@page a column is dragged to another place, and its edge moves with the keyboard', async ({
  shell,
}) => {
  const { page } = await shell.start(goods(shell.folder));
  const grid = await openGoods(page);
  await headOf(grid, 'stock')
    .getByRole('button', { name: /^stock/ })
    .dragTo(headOf(grid, 'name'));
  await expect.poll(() => columnNames(grid)).toEqual(['id', 'stock', 'name', 'price']);
  const before = await widthOf(grid, 'price');
  await grid.getByRole('separator', { name: 'Width of price' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => widthOf(grid, 'price')).toBe(before + 16);
});

const copies: readonly (readonly [label: string, text: string])[] = [
  ['TSV, for spreadsheets', 'name\tprice\nbread\t2.5\n"a ""b"", c"\t1.25'],
  ['CSV', 'name,price\r\nbread,2.5\r\n"a ""b"", c",1.25'],
  ['JSON', '[{"name":"bread","price":2.5},{"name":"a \\"b\\", c","price":1.25}]'],
  ['Markdown table', '| name | price |\n| --- | --- |\n| bread | 2.5 |\n| a "b", c | 1.25 |'],
  [
    'SQL INSERT',
    `INSERT INTO "goods" ("name", "price") VALUES ('bread', 2.5);\nINSERT INTO "goods" ("name", "price") VALUES ('a "b", c', 1.25);`,
  ],
];

test('@page a range is copied in every form', async ({ shell }) => {
  const page = await shell.share(goods);
  const grid = await openGoods(page);
  await cellAt(grid, 1, 2).click();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(statusOf(page)).toContainText('2 selected');
  const plain = (value: string) => value.replaceAll(/\s+/g, ' ').trim();
  const formOf = (label: string, text: string) => {
    if (label === 'JSON') return JSON.parse(text);
    return label === 'CSV' || label.startsWith('TSV') ? text.trimEnd() : plain(text);
  };
  for (const [label, text] of copies) {
    await test.step(label, async () => {
      await cellAt(grid, 2, 3).click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Copy as' }).click();
      await page.getByRole('menuitem', { name: label, exact: true }).click();
      // What was copied before is there until then.
      await expect
        .poll(async () => {
          const copied = await clipboardOf(page);
          return label === 'JSON' && !copied.startsWith('[') ? copied : formOf(label, copied);
        })
        .toEqual(formOf(label, text));
    });
  }
  await expect(page.getByText('2 rows copied').first()).toBeVisible();
});

test('@page cells are copied with a key, and big integers to the last digit', async ({ shell }) => {
  const page = await shell.share(goods);
  const grid = await openGoods(page);
  await cellAt(grid, 1, 4).click();
  await page.keyboard.press('Control+c');
  // One cell goes into the middle of a line: no line end follows it.
  await expect.poll(() => clipboardOf(page)).toBe('9007199254740993');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Control+c');
  await expect.poll(async () => (await clipboardOf(page)).trimEnd()).toBe('9007199254740993\n1');
  await page.keyboard.press('Control+Shift+C');
  await expect.poll(() => clipboardOf(page)).toMatch(/"stock": ?9007199254740993\b/);
});

test('@page the sum of the selected numbers stands in the status line', async ({ shell }) => {
  const page = await shell.share(goods);
  const grid = await openGoods(page);
  const from = await cellAt(grid, 1, 3).boundingBox();
  const to = await cellAt(grid, 3, 3).boundingBox();
  if (from === null || to === null) throw new Error('The cells are not seen.');
  await page.mouse.move(from.x + 20, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(to.x + 20, to.y + 10, { steps: 5 });
  await page.mouse.up();
  await expect(statusOf(page)).toContainText('3 selected');
  await expect(statusOf(page)).toContainText('sum 6.75');
  await expect(statusOf(page)).toContainText('mean 2.25');
  await cellAt(grid, 1, 4).click();
  await cellAt(grid, 4, 4).click({ modifiers: ['Shift'] });
  await expect(statusOf(page)).toContainText('sum 9007199254740999');
  await page.keyboard.press('Control+a');
  await expect(statusOf(page)).toContainText('16 cells');
  await expect(statusOf(page)).toContainText('1 NULL');
});

test('@page the edge of the last column is dragged to any width, and stays there', async ({ shell }) => {
  const { page } = await shell.start(goods(shell.folder));
  const grid = await openGoods(page);
  const edge = grid.getByRole('separator', { name: 'Width of stock' });
  const room = (await grid.boundingBox())?.width;
  const wide = await widthOf(grid, 'stock');
  for (const by of [-150, -40, 25]) {
    const before = await widthOf(grid, 'stock');
    const box = await edge.boundingBox();
    if (box === null) throw new Error('The column has no edge.');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + by, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => widthOf(grid, 'stock')).toBe(before + by);
  }
  // It is the column that was dragged, not the pane beside it.
  expect((await grid.boundingBox())?.width).toBe(room);
  await expect(edge).toHaveAttribute('aria-valuenow', String(wide - 165));
});

test('@page a table that cannot be read is not said to have no columns', async ({ shell }) => {
  const path = makeDatabase(join(shell.folder, 'broken.sqlite'), (db) => {
    db.exec('CREATE TABLE goods (id INTEGER); CREATE VIEW shelf AS SELECT * FROM goods; DROP TABLE goods');
    db.exec('CREATE TABLE other (id INTEGER)');
  });
  const { page } = await shell.start(path);
  await page.getByRole('treeitem', { level: 3 }).filter({ hasText: 'shelf' }).click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expect(toolbarOf(page).getByRole('button', { name: 'Refresh' })).toBeVisible();
  await expect(toolbarOf(page).getByRole('button', { name: /columns/ })).toHaveCount(1);
  await expect(toolbarOf(page)).not.toContainText('0 columns');
});
