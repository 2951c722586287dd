import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { makeDatabase } from './fixtures/make-database.ts';
import { cellAt, clipboardOf, gridOf, openRows, statusOf, toolbarOf, treeOf } from './parts.ts';
import { AXE, lookWithAxe } from './screens/look-with-axe.ts';
import { expect, type Shell, test } from './shell.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const PANE = '[data-region="inspector"]';

/** A picture of 1 by 1. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

function makeLibrary(path: string): string {
  return makeDatabase(path, (db) => {
    db.exec(`
      CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT);
      INSERT INTO authors VALUES (1, 'Ada'), (2, 'Ben');
      CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, author_id INTEGER REFERENCES authors (id), cover BLOB,
        meta TEXT, story TEXT);
      CREATE TABLE loans (id INTEGER PRIMARY KEY, book_id INTEGER REFERENCES books (id), who TEXT, days INTEGER);
    `);
    const insert = db.prepare('INSERT INTO books VALUES (?, ?, ?, ?, ?, ?)');
    insert.run(10, 'Stones', 2, PNG, '{"pages": 120, "price": 1.10, "tags": ["a", "b"]}', null);
    insert.run(11, 'Moss', 1, Buffer.from([1, 2, 3, 254]), null, null);
    insert.run(12, 'Rain', null, null, null, `${'long story '.repeat(100_000)}the end`);
    db.exec(`
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 7)
      INSERT INTO loans SELECT i, 10, 'reader ' || i, i * 3 FROM n;
    `);
  });
}

function inspectorOf(page: Page): Locator {
  return page.getByRole('region', { name: /^(Row|Document) inspector$/ });
}

const library = (folder: string) => makeLibrary(join(folder, 'library.sqlite'));

async function start(shell: Shell) {
  const page = await shell.share(library);
  const grid = await openRows(page, 'books');
  await expect(cellAt(grid, 1, 2)).toHaveText('Stones');
  await cellAt(grid, 1, 2).click();
  return { page, grid, inspector: inspectorOf(page) };
}

test('@page the form shows the row with the cursor and follows it', async ({ shell }) => {
  const { page, inspector } = await start(shell);
  const title = inspector.getByRole('textbox', { name: 'title' });
  await expect(title).toHaveValue('Stones');
  await expect(inspector.getByText('Row 1 of 3')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(title).toHaveValue('Moss');
  await inspector.getByRole('button', { name: 'Next row' }).click();
  await expect(inspector.getByText('Row 3 of 3')).toBeVisible();
  await expect(inspector.getByRole('button', { name: 'Next row' })).toBeDisabled();
  await toolbarOf(page).getByRole('button', { name: 'Inspector' }).click();
  await expect(inspector).toBeHidden();
  await page.getByRole('grid').focus();
  await page.keyboard.press('Space');
  await expect(inspector).toBeVisible();
  await page.keyboard.press('Control+j');
  await expect(inspector).toBeHidden();
  // It is a setting, and others share this Cairn.
  await page.keyboard.press('Control+j');
  await expect(inspector).toBeVisible();
});

test('@page the tree folds and unfolds by mouse and by keyboard', async ({ shell }) => {
  const { page, inspector } = await start(shell);
  await inspector.getByRole('radio', { name: 'Tree' }).click();
  const tree = inspector.getByRole('tree', { name: 'Values' });
  await expect(tree.getByRole('treeitem', { name: /title.*Stones/ })).toBeVisible();
  const meta = tree.getByRole('treeitem', { name: /^meta/ });
  await expect(meta).toBeVisible();
  if ((await meta.getAttribute('aria-expanded')) === 'false') await meta.click();
  await expect(tree.getByRole('treeitem', { name: /price.*1\.10/ })).toBeVisible();
  await meta.click();
  await expect(meta).toHaveAttribute('aria-expanded', 'false');
  await tree.focus();
  await page.keyboard.press('ArrowRight');
  await expect(meta).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('ArrowLeft');
  await expect(meta).toHaveAttribute('aria-expanded', 'false');
});

test('@page the row is shown and copied as JSON', async ({ shell }) => {
  const { page, inspector } = await start(shell);
  await inspector.getByRole('radio', { name: 'Form' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(inspector.getByRole('radio', { name: 'JSON' })).toBeChecked();
  const json = inspector.getByRole('region', { name: 'JSON' });
  await expect(json.getByText('"title"')).toBeVisible();
  await expect(json.getByText('"Stones"')).toBeVisible();
  await inspector.getByRole('button', { name: 'Copy the JSON' }).click();
  await expect(page.getByText('Row copied as JSON')).toBeVisible();
  expect(JSON.parse(await clipboardOf(page))).toMatchObject({ id: 10, title: 'Stones', author_id: 2 });
});

test('@page related rows are shown both ways, and their links open the right rows', async ({ shell }) => {
  const { page, inspector } = await start(shell);
  await inspector.getByRole('radio', { name: 'Related' }).click();
  await expect(inspector.getByRole('heading', { name: 'Points to' })).toBeVisible();
  await expect(inspector.getByText('Ben', { exact: true })).toBeVisible();
  await expect(inspector.getByText('author_id 2')).toBeVisible();
  await expect(inspector.getByText(/^1 parent, 7 children in 1 of 1 place, \d+ ms$/)).toBeVisible();
  await expect(inspector.getByText('book_id, 7 rows')).toBeVisible();
  await expect(inspector.getByRole('row').filter({ hasText: 'reader 4' })).toBeVisible();
  await expect(inspector.getByText('4 of 7, highest key first')).toBeVisible();
  await inspector.getByRole('button', { name: 'Show 3 more' }).click();
  await expect(inspector.getByRole('row').filter({ hasText: 'reader 7' })).toBeVisible();
  await inspector.getByRole('button', { name: 'Open all' }).click();
  const loans = gridOf(page, 'loans');
  await expect(cellAt(loans, 7, 3)).toHaveText('reader 7');
  await expect(statusOf(page)).toContainText('7 rows match');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(gridOf(page, 'books')).toBeVisible();
  await inspector.getByRole('button', { name: 'Open', exact: true }).click();
  const authors = gridOf(page, 'authors');
  await expect(authors).toBeVisible();
  await expect(authors.getByRole('row', { selected: true }).getByRole('gridcell').nth(1)).toHaveText('Ben');
});

test('@page a foreign key in the grid names its row and is followed with a key', async ({ shell }) => {
  const { page, grid } = await start(shell);
  await expect(cellAt(grid, 1, 3)).toHaveAccessibleName('2, Ben');
  await cellAt(grid, 1, 3).click();
  await page.keyboard.press('Alt+Enter');
  const authors = gridOf(page, 'authors');
  await expect(cellAt(authors, 1, 2)).toHaveText('Ben');
  await expect(statusOf(page)).toContainText('1 row matches');
});

test('@page a BLOB is shown as the picture that it is, or as bytes', async ({ shell }) => {
  const { page, grid, inspector } = await start(shell);
  await expect(inspector.getByRole('img', { name: 'cover, preview' })).toBeVisible();
  await expect(inspector.getByText(/PNG.*1 × 1/).first()).toBeVisible();
  await cellAt(grid, 2, 2).click();
  await inspector.getByRole('button', { name: 'Show the bytes' }).click();
  await expect(inspector.getByRole('region', { name: 'Bytes' })).toContainText('01 02 03 fe');
  await expect(page.getByRole('img', { name: 'cover, preview' })).toBeHidden();
});

test('@page a big cell is a preview until the whole is asked for', async ({ shell }) => {
  const { grid, inspector } = await start(shell);
  await cellAt(grid, 3, 2).click();
  await expect(inspector.getByText('1,100,007 bytes')).toBeVisible();
  await expect(inspector.getByText('the end')).toBeHidden();
  await inspector.getByRole('button', { name: 'Show all' }).click();
  await expect(inspector.getByText(/the end$/)).toBeAttached();
});

test('@page documents of a collection have their fields as columns, and are shown as stored', async ({
  shell,
}) => {
  const { page } = await shell.start();
  await page.getByRole('button', { name: 'Open the sample' }).click();
  const grid = await openRows(page, 'orders');
  await expect(grid).toHaveAccessibleName('Documents of orders');
  await expect(statusOf(page)).toContainText('720 documents');
  for (const field of ['_id', 'status']) {
    await expect(grid.getByRole('columnheader').filter({ hasText: field }).first()).toBeVisible();
  }
  await expect(cellAt(grid, 1, 1)).toHaveText('ord_9001');
  await cellAt(grid, 1, 1).click();
  const inspector = inspectorOf(page);
  await inspector.getByRole('radio', { name: 'JSON' }).click();
  await expect(inspector.getByText(/stored as JSONB/)).toBeVisible();
  await expect(inspector.getByRole('region', { name: 'JSON' }).getByText('"status"').first()).toBeVisible();
  await inspector.getByRole('button', { name: 'Copy the JSON' }).click();
  await expect(page.getByText('Document copied')).toBeVisible();
  expect(JSON.parse(await clipboardOf(page))).toHaveProperty('status');
  await treeOf(page)
    .getByRole('treeitem', { name: /^orders/ })
    .click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Open as the plain table' }).click();
  await expect(page.getByRole('grid', { name: 'Rows of orders' })).toBeVisible();
  await expect(page.getByRole('columnheader').filter({ hasText: '_version' })).toBeVisible();
});

test('@page JSON of documents stays as it is stored: digits, order and spaces', async ({ shell }) => {
  const stored = '{ "z": 1.10, "a": 12345678901234567890,  "n": null, "s": "é" }';
  const path = makeDatabase(join(shell.folder, 'docs.sqlite'), (db) => {
    db.exec(
      'CREATE TABLE notes (_id TEXT PRIMARY KEY, doc TEXT NOT NULL, _version INTEGER NOT NULL DEFAULT 1)',
    );
    const insert = db.prepare('INSERT INTO notes (_id, doc) VALUES (?, ?)');
    for (let id = 1; id <= 30; id += 1) insert.run(`note ${String(id).padStart(2, '0')}`, stored);
  });
  const { page } = await shell.start(path);
  const grid = await openRows(page, 'notes');
  await expect(grid).toHaveAccessibleName('Documents of notes');
  await expect(grid.getByRole('gridcell', { name: '1.10', exact: true }).first()).toBeVisible();
  await expect(grid.getByRole('gridcell', { name: '12345678901234567890' }).first()).toBeVisible();
  await cellAt(grid, 1, 1).click();
  const inspector = inspectorOf(page);
  await inspector.getByRole('radio', { name: 'JSON' }).click();
  await inspector.getByRole('button', { name: 'Copy the JSON' }).click();
  await expect.poll(() => clipboardOf(page)).toBe(stored);
});

test('@page an object of a document is a group that folds to one line', async ({ shell }) => {
  const path = makeDatabase(join(shell.folder, 'people.sqlite'), (db) => {
    db.exec('CREATE TABLE people (_id TEXT PRIMARY KEY, doc TEXT NOT NULL)');
    const insert = db.prepare('INSERT INTO people VALUES (?, ?)');
    for (let id = 1; id <= 20; id += 1) {
      insert.run(`p${id}`, `{"home":{"street":"Mill Lane ${id}","city":"Cork"},"age":${id}}`);
    }
  });
  const { page } = await shell.start(path);
  const grid = await openRows(page, 'people');
  await cellAt(grid, 1, 1).click();
  const inspector = inspectorOf(page);
  await inspector.getByRole('radio', { name: 'Form' }).click();
  const home = inspector.getByRole('button', { name: /^home/ });
  await expect(home).toHaveAttribute('aria-expanded', 'true');
  await expect(inspector.getByText('street', { exact: true })).toBeVisible();
  await home.click();
  await expect(inspector.getByText('street', { exact: true })).toBeHidden();
  await expect(home).toHaveAccessibleName(/Mill Lane \d+, Cork/);
  await home.click();
  await expect(inspector.getByText('city', { exact: true })).toBeVisible();
});

/** Documents whose arrays are long, wide, nested, mixed and of plain values. */
function makeCarts(path: string): string {
  return makeDatabase(path, (db) => {
    db.exec('CREATE TABLE carts (_id TEXT PRIMARY KEY, doc TEXT NOT NULL)');
    const insert = db.prepare('INSERT INTO carts VALUES (?, ?)');
    const line = (index: number) =>
      `{"sku":"LP-${index}","qty":${index},"price":${index}.50,"tags":["a","b"],"note":${index % 2 === 0 ? 'null' : '""'}}`;
    const wide = `{${Array.from({ length: 12 }, (_, index) => `"a long key ${index}":"value ${index}"`).join(',')}}`;
    const long = Array.from({ length: 3000 }, (_, index) => line(index)).join(',');
    for (let id = 1; id <= 20; id += 1) {
      const lines =
        id === 2 ? long : Array.from({ length: 2 + (id % 2) * 10 }, (_, at) => line(at)).join(',');
      insert.run(
        `cart ${String(id).padStart(2, '0')}`,
        `{"lines":[${lines}],"wide":[${wide}],"flags":["new","gift"],"mixed":[{"a":1},2]}`,
      );
    }
  });
}

const carts = (folder: string) => makeCarts(join(folder, 'carts.sqlite'));

async function startCarts(shell: Shell) {
  const page = await shell.share(carts);
  const grid = await openRows(page, 'carts');
  await cellAt(grid, 1, 1).click();
  const inspector = inspectorOf(page);
  await inspector.getByRole('radio', { name: 'Form' }).click();
  return { page, grid, inspector, lines: inspector.getByRole('table', { name: 'lines', exact: true }) };
}

test('@page an array of objects is a small table in the form; other arrays are lists', async ({ shell }) => {
  const { inspector, lines } = await startCarts(shell);
  await expect(lines.getByRole('columnheader')).toHaveText(['sku', 'qty', 'price', 'tags', 'note']);
  // Ten of twelve items and the head.
  await expect(lines.getByRole('row')).toHaveCount(11);
  const second = lines.getByRole('row').nth(2);
  await expect(second.getByRole('textbox', { name: 'lines[1].sku' })).toHaveValue('LP-1');
  await expect(second.getByRole('textbox', { name: 'lines[1].price' })).toHaveValue('1.50');
  await expect(second.getByRole('cell').nth(3)).toHaveText('[ 2 ]');
  await expect(second.getByRole('textbox', { name: 'lines[1].note' })).toHaveValue('');
  await expect(lines.getByRole('textbox', { name: 'lines[0].note' })).toHaveAttribute('placeholder', 'null');
  await expect(inspector.getByText('array(12)')).toBeVisible();
  await expect(inspector.getByRole('table', { name: 'flags' })).toHaveCount(0);
  await expect(inspector.getByRole('textbox', { name: 'flags[1]' })).toHaveValue('gift');
  await expect(inspector.getByRole('textbox', { name: 'mixed[1]' })).toHaveValue('2');
});

test('@long axe finds nothing at the tables of arrays, folded or not, in both themes', async ({ shell }) => {
  const { page, inspector, lines } = await startCarts(shell);
  await expect(lines).toBeVisible();
  await page.evaluate(AXE);
  const look = async () => (await lookWithAxe(page, PANE)).violations;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await look()).toEqual([]);
  }
  await inspector.getByRole('button', { name: /^lines/ }).click();
  expect(await look()).toEqual([]);
});

test('@page the table of an array is unfolded, lengthened and scrolled by keyboard', async ({ shell }) => {
  const { page, inspector, lines } = await startCarts(shell);
  await inspector.getByRole('button', { name: /^lines/ }).focus();
  await page.keyboard.press('Enter');
  await expect(lines).toBeHidden();
  await expect(inspector.getByRole('button', { name: /^lines/ })).toHaveAccessibleName(/LP-0, 0, 0.50/);
  await page.keyboard.press('Enter');
  await inspector.getByRole('button', { name: 'Show 2 more' }).focus();
  await page.keyboard.press('Enter');
  await expect(lines.getByRole('row')).toHaveCount(13);
  await expect(inspector.getByRole('button', { name: 'Show fewer' })).toBeFocused();
  const wide = inspector.getByRole('region', { name: 'wide, scrolls sideways' });
  await wide.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => wide.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
  // The head of the tab order does not change for a table that fits.
  await expect(inspector.getByRole('region', { name: /^mixed/ })).toHaveCount(0);
});

test('@page a long array is shown in part, and says how much there is', async ({ shell }) => {
  const { inspector, grid, lines } = await startCarts(shell);
  await cellAt(grid, 2, 1).click();
  await expect(inspector.getByText('array(3,000)')).toBeVisible();
  await expect(inspector.getByText('10 of 3,000 items')).toBeVisible();
  await inspector.getByRole('button', { name: 'Show 190 more' }).click();
  await expect(lines.getByRole('row')).toHaveCount(201);
  await expect(inspector.getByText('200 of 3,000 items, all in Tree and JSON')).toBeVisible();
  await inspector.getByRole('button', { name: 'Show fewer' }).click();
  await expect(lines.getByRole('row')).toHaveCount(11);
});

test('@browser the pane is wider while it shows related rows, and each width is kept', async ({ shell }) => {
  const { page, inspector } = await start(shell);
  const widthOf = () => inspector.evaluate((pane) => Math.round(pane.getBoundingClientRect().width));
  const edge = page.getByRole('separator', { name: 'Width of the inspector' });
  // One pixel is the line at its left.
  await expect.poll(widthOf).toBe(335);
  await inspector.getByRole('radio', { name: 'Related' }).click();
  await expect.poll(widthOf).toBe(423);
  await edge.press('ArrowLeft');
  await expect.poll(widthOf).toBe(439);
  await inspector.getByRole('radio', { name: 'Form' }).click();
  await expect.poll(widthOf).toBe(335);
  await inspector.getByRole('radio', { name: 'Related' }).click();
  await expect.poll(widthOf).toBe(439);
  await edge.press('Enter');
  await expect.poll(widthOf).toBe(423);
});

test('@browser figures of related rows stand at the right, links and texts at the left', async ({
  shell,
}) => {
  const { inspector } = await start(shell);
  await inspector.getByRole('radio', { name: 'Related' }).click();
  const loans = inspector.getByRole('table', { name: 'loans' });
  await expect(loans.getByRole('columnheader')).toHaveText(['id', 'who', 'days']);
  for (const parts of [loans.getByRole('columnheader'), loans.getByRole('row').nth(1).getByRole('cell')]) {
    const alignments = parts.evaluateAll((all) => all.map((part) => getComputedStyle(part).textAlign));
    expect((await alignments).map((alignment) => alignment === 'right')).toEqual([false, false, true]);
  }
});

test('@browser the title names table and row whole, in a docked and in a floating pane', async ({
  shell,
}) => {
  const path = makeDatabase(join(shell.folder, 'shop.sqlite'), (db) => {
    db.exec(`
      CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT);
      CREATE TABLE a_table_with_quite_a_long_name_indeed (id INTEGER PRIMARY KEY);
      INSERT INTO customers VALUES (28, 'Ada');
      INSERT INTO a_table_with_quite_a_long_name_indeed VALUES (1234567);
    `);
  });
  const { page } = await shell.start(path);
  await cellAt(await openRows(page, 'customers'), 1, 1).click();
  const inspector = inspectorOf(page);
  const title = inspector.getByRole('heading', { level: 2 });
  const cut = () =>
    title
      .locator('span')
      .evaluateAll((all) => all.filter((part) => part.scrollWidth > part.clientWidth).length);
  await expect(title).toHaveText('customers#28');
  expect(await cut()).toBe(0);
  await page.setViewportSize({ width: 1000, height: 640 });
  await expect(inspector).toBeHidden();
  await page.keyboard.press('Control+j');
  await expect(inspector.getByRole('button', { name: 'Close the inspector' })).toBeVisible();
  expect(await cut()).toBe(0);
  await page.setViewportSize({ width: 1440, height: 900 });
  await cellAt(await openRows(page, 'a_table_with_quite_a_long_name_indeed'), 1, 1).click();
  await expect(title).toContainText('#1234567');
  // Too long for any pane: it ends in an ellipsis, its key does not, and the tooltip has both.
  expect(await cut()).toBe(1);
  await expect(title).toHaveAttribute('title', 'a_table_with_quite_a_long_name_indeed #1234567');
});

test('@browser a parent tells the key that opens it from the cursor; axe finds nothing at related rows', async ({
  shell,
}) => {
  const { page, grid, inspector } = await start(shell);
  await inspector.getByRole('radio', { name: 'Related' }).click();
  await expect(inspector.getByRole('table', { name: 'loans' })).toBeVisible();
  const open = inspector.getByRole('button', { name: 'Open', exact: true });
  await expect(open).not.toHaveAttribute('aria-keyshortcuts');
  await cellAt(grid, 1, 3).click();
  await expect(open).toHaveAttribute('aria-keyshortcuts', 'Alt+Enter');
  await page.evaluate(AXE);
  expect((await lookWithAxe(page, PANE)).violations).toEqual([]);
});
