import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDatabase } from './fixtures/make-database.ts';
import { cellAt, gridOf, lineOf, openRows, statusOf, treeOf } from './parts.ts';
import { expect, test } from './shell.ts';

function makeShop(path: string, rows = 3): string {
  return makeDatabase(path, (db) => {
    db.exec('CREATE TABLE goods (id INTEGER PRIMARY KEY, name TEXT)');
    const insert = db.prepare('INSERT INTO goods VALUES (?, ?)');
    for (let id = 1; id <= rows; id += 1) insert.run(id, `thing ${id}`);
  });
}

test('@any welcome says what to do, and opens the sample with a click', async ({ shell }) => {
  const { page } = await shell.start();
  await expect(page.getByRole('heading', { level: 1, name: 'Open a database' })).toBeVisible();
  await expect(page.getByText('No file opened yet')).toBeVisible();
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await expect(lineOf(page, 'tracks')).toBeVisible();
  const grid = await openRows(page, 'artists');
  await expect(cellAt(grid, 1, 1)).toHaveText('1');
  await expect(page).toHaveTitle(/artists · music-store\.sqlite · Cairn/);
});

test('@page welcome opens the sample by keyboard, and the palette a table of it', async ({ shell }) => {
  const { page } = await shell.start();
  await page.getByRole('button', { name: 'Open the sample' }).focus();
  await page.keyboard.press('Enter');
  await expect(lineOf(page, 'tracks')).toBeVisible();
  // As quick as hands can be: the palette comes after some of these keys.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('invoice_items');
  await page.keyboard.press('Enter');
  await expect(gridOf(page, 'invoice_items')).toBeVisible();
});

test('@browser a path is completed with Tab and opened with Enter', async ({ shell }) => {
  makeShop(join(shell.folder, 'first shop.sqlite'));
  makeShop(join(shell.folder, 'second.sqlite'));
  const { page } = await shell.start();
  const field = page.getByRole('combobox', { name: 'Path' });
  await field.fill(`${shell.folder}/fi`);
  await expect(page.getByRole('option', { name: 'first shop.sqlite' })).toBeVisible();
  await field.press('Tab');
  await expect(field).toHaveValue(/\/first shop\.sqlite$/);
  await field.press('Enter');
  await expect(lineOf(page, 'goods')).toBeVisible();
});

test('@browser completions are chosen with arrows or a click', async ({ shell }) => {
  mkdirSync(join(shell.folder, 'inner'));
  makeShop(join(shell.folder, 'inner', 'a.sqlite'));
  makeShop(join(shell.folder, 'inner', 'b.sqlite'));
  const { page } = await shell.start();
  const field = page.getByRole('combobox', { name: 'Path' });
  await field.fill(`${shell.folder}/in`);
  await page.getByRole('option', { name: 'inner' }).click();
  await expect(page.getByRole('option', { name: 'b.sqlite' })).toBeVisible();
  await field.press('ArrowDown');
  await field.press('ArrowDown');
  await expect(page.getByRole('option', { name: 'b.sqlite', selected: true })).toBeVisible();
  await field.press('Enter');
  await expect(treeOf(page).getByRole('treeitem', { name: /b\.sqlite/ })).toBeVisible();
});

test('@any recent files are there after a reload, and one that is gone says so', async ({ shell }) => {
  shell.allowWrites();
  const path = makeShop(join(shell.folder, 'shop.sqlite'));
  const gone = makeShop(join(shell.folder, 'gone.sqlite'));
  const { page, openFile } = await shell.start();
  await openFile(path);
  await expect(treeOf(page).getByRole('treeitem', { name: /shop\.sqlite/ })).toBeVisible();
  await openFile(gone);
  const line = treeOf(page).getByRole('treeitem', { name: /gone\.sqlite/ });
  await expect(line).toBeVisible();
  for (const name of ['shop.sqlite', 'gone.sqlite']) {
    await treeOf(page).getByRole('treeitem', { name }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: `Close ${name}` }).click();
  }
  rmSync(gone);
  await page.reload();
  const recents = page.getByRole('region', { name: 'Recent' });
  await expect(recents.getByRole('button', { name: /gone\.sqlite.*File not found/ })).toBeVisible();
  await recents.getByRole('textbox', { name: 'Filter recent files' }).fill('shop');
  await expect(recents.getByRole('button', { name: /gone\.sqlite/ })).toBeHidden();
  await recents.getByRole('button', { name: /shop\.sqlite/ }).click();
  await expect(lineOf(page, 'goods')).toBeVisible();
});

test('@browser the chooser shows what can be opened and why not, by mouse and by keyboard', async ({
  shell,
}) => {
  makeShop(join(shell.folder, 'good.sqlite'));
  writeFileSync(join(shell.folder, 'wrong.sqlite'), 'this is only a text\n'.repeat(100));
  mkdirSync(join(shell.folder, 'sub'));
  makeShop(join(shell.folder, 'sub', 'deep.sqlite'));
  const { page } = await shell.start();
  await page.getByRole('button', { name: 'Open a file' }).click();
  const dialog = page.getByRole('dialog', { name: 'Open a database' });
  const list = dialog.getByRole('listbox', { name: /^Files in/ });
  await list.getByRole('option', { name: /wrong\.sqlite/ }).click();
  await expect(dialog.getByText('wrong.sqlite cannot be opened')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Open', exact: true })).toBeDisabled();
  await list.getByRole('option', { name: /good\.sqlite/ }).click();
  await expect(dialog.getByText('good.sqlite can be opened')).toBeVisible();
  await expect(dialog.getByText('rollback, none left over')).toBeVisible();
  await list.getByRole('option', { name: /^sub/ }).dblclick();
  await expect(list.getByRole('option', { name: /deep\.sqlite/ })).toBeVisible();
  await dialog.getByRole('button', { name: 'Up one folder' }).click();
  await expect(list.getByRole('option', { name: /good\.sqlite/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.keyboard.press('Control+o');
  await expect(dialog.getByRole('combobox', { name: 'Path' })).toBeFocused();
  await list.getByRole('option').first().focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  await expect(list.getByRole('option', { name: /good\.sqlite/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(lineOf(page, 'goods')).toBeVisible();
});

test('@browser a file opened read-only from the chooser says so', async ({ shell }) => {
  makeShop(join(shell.folder, 'good.sqlite'));
  const { page } = await shell.start();
  await page.getByRole('button', { name: 'Open a file' }).click();
  const dialog = page.getByRole('dialog', { name: 'Open a database' });
  await dialog.getByRole('option', { name: /good\.sqlite/ }).click();
  await dialog.getByRole('button', { name: 'Open read-only' }).click();
  await expect(treeOf(page).getByRole('img', { name: 'Read-only' })).toBeVisible();
});

const refused: readonly {
  readonly what: string;
  readonly name: string;
  readonly make: (path: string) => void;
  readonly title: string;
}[] = [
  {
    what: 'an empty file',
    name: 'nothing.sqlite',
    make: (path) => writeFileSync(path, ''),
    title: 'nothing.sqlite is empty',
  },
  { what: 'a folder', name: 'a folder', make: (path) => mkdirSync(path), title: 'a folder is a folder' },
  { what: 'a missing file', name: 'lost.sqlite', make: () => {}, title: 'lost.sqlite was not found' },
  {
    what: 'a text',
    name: 'letter.sqlite',
    make: (path) => writeFileSync(path, 'Dear all,\n'.repeat(300)),
    title: 'letter.sqlite is not a SQLite database',
  },
  {
    what: 'an encrypted file',
    name: 'secret.sqlite',
    make: (path) => writeFileSync(path, randomBytes(8192)),
    title: 'secret.sqlite is encrypted',
  },
  {
    what: 'a PDF',
    name: 'manual.pdf',
    make: (path) =>
      writeFileSync(path, `%PDF-1.7\n${'1 0 obj << /Type /Catalog >> endobj\n'.repeat(50)}%%EOF`),
    title: 'manual.pdf is not a SQLite database',
  },
];

test('@page what cannot be opened says why, and the app goes on', async ({ shell }) => {
  for (const { name, make } of refused) make(join(shell.folder, name));
  const good = makeShop(join(shell.folder, 'good.sqlite'));
  const { page, openFile } = await shell.start();
  for (const { what, name, title } of refused) {
    await test.step(what, async () => {
      const path = join(shell.folder, name);
      await openFile(path);
      const box = page.getByRole('alert').filter({ hasText: title });
      await expect(box).toBeVisible();
      await expect(box.getByText(path, { exact: true })).toBeVisible();
      await expect(box.getByRole('button', { name: /Choose another file|Locate…/ })).toBeVisible();
    });
  }
  await openFile(good);
  await openRows(page, 'goods');
  await expect(statusOf(page)).toContainText('3 rows');
});

test('@page a file that says why it cannot be opened is opened once that is mended', async ({ shell }) => {
  shell.allowWrites();
  const path = join(shell.folder, 'late.sqlite');
  const { page, openFile } = await shell.start();
  await openFile(path);
  const box = page.getByRole('alert').filter({ hasText: 'late.sqlite was not found' });
  await expect(box).toBeVisible();
  makeShop(path);
  await box.getByRole('button', { name: 'Try again' }).click();
  await expect(lineOf(page, 'goods')).toBeVisible();
  await expect(box).toBeHidden();
});

test('@page several files are open at a time, each with its own tables', async ({ shell }) => {
  const first = makeShop(join(shell.folder, 'first.sqlite'), 2);
  const second = makeDatabase(join(shell.folder, 'second.sqlite'), (db) => {
    db.exec("CREATE TABLE places (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO places VALUES (1, 'Cork')");
  });
  const { page } = await shell.start(first, second);
  await openRows(page, 'goods');
  await expect(statusOf(page)).toContainText('2 rows');
  await lineOf(page, 'places').dblclick();
  await expect(cellAt(gridOf(page, 'places'), 1, 2)).toHaveText('Cork');
  await lineOf(page, 'goods').dblclick();
  await expect(gridOf(page, 'goods')).toBeVisible();
  await page.getByRole('tab', { name: 'places' }).click();
  await expect(gridOf(page, 'places')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(gridOf(page, 'goods')).toBeVisible();
  await treeOf(page).getByRole('treeitem', { name: 'second.sqlite' }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Close second.sqlite' }).click();
  await expect(page.getByRole('tab', { name: 'places' })).toBeHidden();
  await expect(page.getByRole('tab', { name: 'goods' })).toBeVisible();
  await expect(lineOf(page, 'places')).toBeHidden();
});
