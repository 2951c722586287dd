import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { makeDatabase } from './fixtures/make-database.ts';
import { cellAt, clipboardOf, gridOf, headOf, openRows } from './parts.ts';
import { AXE, lookWithAxe } from './screens/look-with-axe.ts';
import { expect, type RunningCairn, type Shell, test } from './shell.ts';
import { ROOT } from './shells/choose-shells.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

function makeStore(path: string): string {
  return makeDatabase(path, (db) => {
    db.exec(`
      CREATE TABLE customers (
        customer_id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT, phone TEXT UNIQUE, rep_id INTEGER CHECK (rep_id < 100));
      INSERT INTO customers VALUES
        (1, 'Mira', 'Bristol', '100', 4), (2, 'Jonas', 'Uppsala', '200', 5), (3, 'Rui', 'Porto', '300', NULL),
        (4, 'Akira', 'Sapporo', '400', 5), (7, 'Imogen', 'Galway', '700', 4);
      CREATE TABLE notes (id INTEGER PRIMARY KEY, note TEXT, stars INTEGER) STRICT;
      INSERT INTO notes VALUES (1, 'first', 1), (2, 'second', 2);
    `);
  });
}

/** Reads or writes as another program does. */
function asOther<T>(path: string, work: (db: Database.Database) => T): T {
  const db = new Database(path);
  try {
    return work(db);
  } finally {
    db.close();
  }
}

const write = (path: string, sql: string) => asOther(path, (db) => db.exec(sql) && undefined);
const rowsOf = (path: string, sql: string) => asOther(path, (db) => db.prepare(sql).raw().all());
const CITIES = 'SELECT customer_id, city FROM customers ORDER BY 1';

/** Types a value into the cell of a column, as a user does. */
async function edit(grid: Locator, row: number, column: string, text: string): Promise<void> {
  const place = Number(await headOf(grid, column).getAttribute('aria-colindex'));
  // A staged row has its sign before its number.
  const head = grid.page().getByRole('rowheader', { name: new RegExp(`(^|\\D)${row}$`) });
  await grid
    .getByRole('row')
    .filter({ has: head })
    .getByRole('gridcell')
    .nth(place - 2)
    .click();
  const { keyboard } = grid.page();
  await keyboard.press('F2');
  await keyboard.press('ControlOrMeta+a');
  await keyboard.type(text);
  await keyboard.press('Enter');
}

async function openChanges(page: Page, staged: string): Promise<Locator> {
  await expect(barOf(page)).toContainText(staged);
  await page.keyboard.press('ControlOrMeta+e');
  await expect(page.getByRole('tab', { name: 'Changes' })).toHaveAttribute('aria-selected', 'true');
  return changesOf(page);
}

const barOf = (page: Page) => page.getByRole('region', { name: 'Staged changes' });
const changesOf = (page: Page) => page.getByRole('region', { name: /^Changes of/ });
const commitButton = (page: Page) => barOf(page).getByRole('button', { name: 'Commit' });
const blockOf = (page: Page, name: string) =>
  changesOf(page)
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name, exact: true }) });
const toastOf = (page: Page, text: string) => page.getByRole('dialog').filter({ hasText: text });

async function expectNoViolation(page: Page): Promise<void> {
  await page.evaluate(AXE);
  const { passed, violations } = await lookWithAxe(page);
  expect(violations).toEqual([]);
  expect(passed).toBeGreaterThan(20);
}

async function startStore(
  shell: Shell,
): Promise<{ readonly cairn: RunningCairn; readonly page: Page; readonly path: string }> {
  shell.allowWrites();
  const path = makeStore(join(shell.folder, 'store.sqlite'));
  const cairn = await shell.start(path);
  return { cairn, page: cairn.page, path };
}

test('@page what is staged is listed before and after, and taken back by value and by row', async ({
  shell,
}) => {
  const { page, path } = await startStore(shell);
  const grid = await openRows(page, 'customers');
  await edit(grid, 5, 'city', 'Cork');
  await edit(grid, 5, 'rep_id', '9');
  await edit(grid, 1, 'city', 'Bath');
  const notes = await openRows(page, 'notes');
  await cellAt(notes, 2, 1).click();
  await page.keyboard.press('Delete');
  const changes = await openChanges(page, '3 staged changes');
  await expect(blockOf(page, 'customer_id 7')).toContainText(/city\s*Galway\s*Cork/);
  await expect(blockOf(page, 'customer_id 7').getByRole('deletion').first()).toHaveText('Galway');
  await expect(blockOf(page, 'customer_id 7').getByRole('insertion').last()).toHaveText('9');
  await expect(blockOf(page, 'id 2')).toContainText('second');
  await expect(changes).toContainText('1 deleted');
  await expectNoViolation(page);

  await changes.getByRole('button', { name: 'Revert rep_id of customer_id 7' }).click();
  await expect(blockOf(page, 'customer_id 7')).not.toContainText('rep_id');
  await changes.getByRole('button', { name: 'Revert customer_id 1' }).click();
  await expect(blockOf(page, 'customer_id 1')).toBeHidden();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(blockOf(page, 'customer_id 1')).toContainText('Bath');

  // Up and down go from row to row, to the same button.
  await changes.getByRole('button', { name: 'Revert customer_id 7' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(changes.getByRole('button', { name: 'Revert customer_id 1' })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(changes.getByRole('button', { name: 'Revert customer_id 7' })).toBeFocused();

  await page.getByRole('radio', { name: 'By time' }).click();
  await expect(changes.getByRole('listitem').nth(1)).toContainText(/^customers 7\d/);
  await page.getByRole('radio', { name: 'By table' }).click();
  await changes.getByRole('button', { name: 'customers', expanded: true }).click();
  await expect(blockOf(page, 'customer_id 7')).toBeHidden();
  await changes.getByRole('button', { name: 'customers', expanded: false }).click();

  await page.getByRole('button', { name: 'Copy as SQL' }).click();
  await expect.poll(() => clipboardOf(page)).toContain(`UPDATE main."customers" SET "city" = 'Cork'`);
  const script = await clipboardOf(page);
  const copy = join(shell.dataFolder, 'copy.sqlite');
  copyFileSync(path, copy);
  write(copy, script);
  expect(rowsOf(copy, CITIES)).toContainEqual([7, 'Cork']);

  await blockOf(page, 'customer_id 7').getByRole('button', { name: 'customer_id 7', exact: true }).click();
  await expect(gridOf(page, 'customers')).toBeVisible();
  expect(rowsOf(path, CITIES)).toContainEqual([7, 'Galway']);
});

test('@page a commit can be taken back from its toast, and from the history after a restart', async ({
  shell,
}) => {
  const { cairn, page, path } = await startStore(shell);
  const grid = await openRows(page, 'customers');
  await edit(grid, 5, 'city', 'Cork');
  await edit(grid, 1, 'city', 'Bath');
  await expect(barOf(page)).toContainText('2 staged changes');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(toastOf(page, '2 changes committed')).toContainText('customers: 2 updated');
  expect(rowsOf(path, CITIES)).toContainEqual([7, 'Cork']);
  await toastOf(page, '2 changes committed').getByRole('button', { name: 'Undo' }).click();
  await expect(toastOf(page, 'Commit undone')).toBeVisible();
  expect(rowsOf(path, CITIES)).toContainEqual([7, 'Galway']);

  await edit(grid, 5, 'city', 'Kerry');
  await expect(barOf(page)).toContainText('1 staged change');
  await page.keyboard.press('ControlOrMeta+s');
  await toastOf(page, '1 change committed').getByRole('button', { name: 'Show' }).click();
  const history = page.getByRole('region', { name: /^History of/ });
  await expect(history.getByRole('deletion')).toHaveText('Galway');
  await expect(history.getByRole('insertion')).toHaveText('Kerry');
  await expect(history.getByRole('row').filter({ hasText: 'Undo of' })).toBeVisible();
  await expect(history.getByRole('row').filter({ hasText: 'undone at' })).toBeVisible();
  await expectNoViolation(page);
  write(path, 'UPDATE customers SET phone = 701 WHERE customer_id = 7');
  await page.keyboard.press('Escape');

  const again = await startAgain(shell, cairn, path);
  const kept = again.getByRole('region', { name: /^History of/ });
  await expect(again.getByRole('tab', { name: 'History' })).toHaveAttribute('aria-selected', 'true');
  const search = again.getByRole('textbox', { name: 'Search the history' });
  await search.fill('kerry');
  await expect(kept.getByRole('button', { name: /^Undo commit of/ })).toHaveCount(1);
  await search.fill('nowhere');
  await expect(kept).toContainText('No commit matches');
  await kept.getByRole('button', { name: 'Clear filter' }).click();
  await kept
    .getByRole('button', { name: /^Undo commit of/ })
    .first()
    .click();
  await expect(blockOf(again, 'customer_id 7')).toContainText(/Kerry\s*Galway/);
  expect(rowsOf(path, CITIES)).toContainEqual([7, 'Kerry']);
  await again.keyboard.press('ControlOrMeta+s');
  await expect.poll(() => rowsOf(path, CITIES)).toContainEqual([7, 'Galway']);
  // What another program wrote beside it stays.
  expect(rowsOf(path, 'SELECT phone FROM customers WHERE customer_id = 7')).toEqual([['701']]);
});

test('@page a conflict writes nothing, and is decided field by field by keyboard alone', async ({
  shell,
}) => {
  const { page, path } = await startStore(shell);
  const grid = await openRows(page, 'customers');
  await edit(grid, 5, 'city', 'Cork');
  await edit(grid, 5, 'rep_id', '5');
  await edit(grid, 1, 'city', 'Bath');
  await edit(grid, 2, 'name', 'Jon');
  await expect(barOf(page)).toContainText('3 staged changes');
  write(path, `UPDATE customers SET city = 'Limerick', phone = '701' WHERE customer_id = 7`);
  write(path, `UPDATE customers SET city = 'Wells' WHERE customer_id = 1`);
  await page.keyboard.press('ControlOrMeta+s');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText(
    'Nothing was written. Another program changed 2 of your 3 rows since you staged them. Decide 2 fields, then commit again.',
  );
  expect(rowsOf(path, 'SELECT name FROM customers WHERE customer_id = 2')).toEqual([['Jonas']]);
  await expect(barOf(page)).toContainText(/1 ready\s*2 to decide/);
  await expect(commitButton(page)).toBeDisabled();
  await expect(page.getByRole('region', { name: 'What happened' })).toContainText('stopped');
  await expect(changesOf(page)).toContainText('1 more row is as you saw it');
  await expectNoViolation(page);

  const picks = (name: string) => page.getByRole('radiogroup', { name });
  await page.keyboard.press('F8');
  await expect(picks('city of customer_id 7').getByRole('radio', { name: 'Yours, Cork' })).toBeFocused();
  await expect(picks('city of customer_id 7').getByRole('radio', { checked: true })).toHaveCount(0);
  await page.keyboard.press('ArrowRight');
  await expect(
    picks('city of customer_id 7').getByRole('radio', { name: 'In the file, Limerick' }),
  ).toBeChecked();
  await expect(alert).toContainText('Decide 1 field, then commit again.');
  await page.keyboard.press('F8');
  await expect(picks('city of customer_id 1').getByRole('radio', { name: 'Yours, Bath' })).toBeFocused();
  // Another value than either side has.
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'New value of city of customer_id 1' })).toBeFocused();
  await page.keyboard.type('Frome');
  await page.keyboard.press('Enter');
  await expect(picks('city of customer_id 1').getByRole('radio', { name: 'Yours, Frome' })).toBeChecked();
  await expect(page.getByRole('status').filter({ hasText: 'All is decided' })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+s');
  await expect(toastOf(page, '3 changes committed')).toBeVisible();
  expect(rowsOf(path, 'SELECT * FROM customers WHERE customer_id IN (1, 2, 7) ORDER BY 1')).toEqual([
    [1, 'Mira', 'Frome', '100', 4],
    [2, 'Jon', 'Uppsala', '200', 5],
    [7, 'Imogen', 'Limerick', '701', 5],
  ]);
});

test('@page a decision about a value that was changed once more is asked again', async ({ shell }) => {
  const { page, path } = await startStore(shell);
  const grid = await openRows(page, 'customers');
  await edit(grid, 5, 'city', 'Cork');
  await expect(barOf(page)).toContainText('1 staged change');
  write(path, `UPDATE customers SET city = 'Limerick' WHERE customer_id = 7`);
  await page.keyboard.press('ControlOrMeta+s');
  await page.getByRole('button', { name: 'Take all mine' }).click();
  await expect(commitButton(page)).toBeEnabled();
  write(path, `UPDATE customers SET city = 'Sligo' WHERE customer_id = 7`);
  await expect(page.getByRole('radio', { name: 'In the file, Sligo' })).not.toBeChecked();
  await expect(commitButton(page)).toBeDisabled();
  expect(rowsOf(path, CITIES)).toContainEqual([7, 'Sligo']);
  // The other program takes it back: nothing is left to decide.
  write(path, `UPDATE customers SET city = 'Galway' WHERE customer_id = 7`);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+s');
  await expect.poll(() => rowsOf(path, CITIES)).toContainEqual([7, 'Cork']);
});

test('@page what goes together is written without a question; an undo that meets others asks', async ({
  shell,
}) => {
  const { page, path } = await startStore(shell);
  const grid = await openRows(page, 'customers');
  await edit(grid, 5, 'city', 'Cork');
  await openChanges(page, '1 staged change');
  write(path, `UPDATE customers SET phone = '701' WHERE customer_id = 7`);
  await page.keyboard.press('ControlOrMeta+s');
  await expect(toastOf(page, '1 change committed')).toBeVisible();
  expect(rowsOf(path, 'SELECT city, phone FROM customers WHERE customer_id = 7')).toEqual([['Cork', '701']]);
  write(path, `UPDATE customers SET city = 'Sligo' WHERE customer_id = 7`);
  await toastOf(page, '1 change committed').getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('alert')).toContainText('Nothing was written.');
  await expect(page.getByRole('radio', { name: 'Yours, Galway' })).toBeVisible();
  expect(rowsOf(path, CITIES)).toContainEqual([7, 'Sligo']);
  await changesOf(page)
    .getByRole('button', { name: /^Take mine/ })
    .click();
  await page.keyboard.press('ControlOrMeta+s');
  await expect.poll(() => rowsOf(path, CITIES)).toContainEqual([7, 'Galway']);
});

test('@page a text that is no value is listed, leads to its cell and blocks the commit', async ({
  shell,
}) => {
  const { page, path } = await startStore(shell);
  const notes = await openRows(page, 'notes');
  await edit(notes, 1, 'note', 'changed');
  await edit(notes, 2, 'stars', 'many');
  await page.keyboard.press('Tab');
  const changes = await openChanges(page, 'staged change');
  await expect(changes).toContainText(/stars\s*many/);
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByRole('alert')).toContainText('1 change has a problem');
  expect(rowsOf(path, 'SELECT note FROM notes WHERE id = 1')).toEqual([['first']]);
  await changes.getByRole('button', { name: /^Show stars of/ }).click();
  await expect(gridOf(page, 'notes')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+e');
  await changes.getByRole('button', { name: 'Revert id 2' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+s');
  await expect
    .poll(() => rowsOf(path, 'SELECT note, stars FROM notes'))
    .toEqual([
      ['changed', 1],
      ['second', 2],
    ]);
});

test('@page rows and documents that others deleted or changed, and rows that are only unstaged', async ({
  shell,
}) => {
  shell.allowWrites();
  const path = join(shell.folder, 'music-store.sqlite');
  copyFileSync(join(ROOT, 'resources', 'music-store.sqlite'), path);
  const { page } = await shell.start(path);
  const orders = await openRows(page, 'orders');
  await edit(orders, 2, 'status', 'shipped');
  await edit(orders, 3, 'ship.city', 'Torino');
  const customers = await openRows(page, 'customers');
  await edit(customers, 7, 'city', 'Cork');
  await cellAt(customers, 8, 1).click();
  await page.keyboard.press('Delete');
  await expect(barOf(page)).toContainText('4 staged changes');
  const key = (row: number) =>
    String(rowsOf(path, `SELECT rowid FROM orders ORDER BY rowid LIMIT 1 OFFSET ${row - 1}`)[0]);
  const [changed, deleted] = [key(2), key(3)];
  write(
    path,
    `PRAGMA foreign_keys = OFF; UPDATE orders SET doc = jsonb_set(doc, '$.status', 'refunded', '$.total', 99) WHERE rowid = ${changed};
     DELETE FROM orders WHERE rowid = ${deleted}; DELETE FROM customers WHERE customer_id = 7;
     UPDATE customers SET city = 'Elsewhere' WHERE customer_id = 8`,
  );
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByRole('alert')).toContainText(
    'Decide 1 field, 2 rows and 1 document, then commit again.',
  );
  const changes = changesOf(page);
  await expect(changes).toContainText('merged by path');
  await expect(changes).toContainText('no document');
  await changes.getByRole('radio', { name: 'In the file, refunded' }).click();
  await changes.getByRole('button', { name: 'Insert it again', exact: false }).first().click();
  await expect(barOf(page)).toContainText(/2 ready\s*2 to decide/);
  await changes
    .getByRole('button', { name: /^Drop my change/ })
    .last()
    .click();
  await barOf(page).getByRole('button', { name: 'Unstage this row' }).click();
  await expect(barOf(page)).toContainText('3 staged changes');
  await expect(commitButton(page)).toBeEnabled();
  await commitButton(page).click();
  await expect(toastOf(page, 'committed')).toBeVisible();
  expect(
    rowsOf(path, `SELECT doc ->> 'status', doc ->> 'total' FROM orders WHERE rowid = ${changed}`),
  ).toEqual([['refunded', 99]]);
  expect(rowsOf(path, 'SELECT city FROM customers WHERE customer_id = 8')).toEqual([['Elsewhere']]);
});

test('@page what a constraint refuses is said at its row, and everything stays staged', async ({ shell }) => {
  const { page, path } = await startStore(shell);
  const grid = await openRows(page, 'customers');
  await edit(grid, 1, 'city', 'Bath');
  await edit(grid, 2, 'phone', '700');
  await edit(grid, 4, 'rep_id', '500');
  await expect(barOf(page)).toContainText('3 staged changes');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByRole('alert')).toContainText('Nothing was written');
  const changes = await openChanges(page, '3 staged changes');
  await expect(blockOf(page, 'customer_id 2')).toContainText(/phone .*already/);
  await expectNoViolation(page);
  expect(rowsOf(path, CITIES)).toContainEqual([1, 'Bristol']);
  await page.keyboard.press('F8');
  const show = changes.getByRole('button', { name: /^Show phone of customer_id 2/ });
  await expect(show).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(gridOf(page, 'customers').getByRole('gridcell', { name: /^700/ })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+e');
  await changes.getByRole('button', { name: 'Revert customer_id 2' }).click();
  await page.keyboard.press('ControlOrMeta+s');
  // Asked for while another is under way, a commit is none.
  await expect(blockOf(page, 'customer_id 4')).toContainText('does not take this');
  await changes.getByRole('button', { name: 'Revert customer_id 4' }).click();
  await page.keyboard.press('ControlOrMeta+s');
  await expect.poll(() => rowsOf(path, CITIES)).toContainEqual([1, 'Bath']);
});

test('@page a safety copy is compared with the file, and restored after a question', async ({ shell }) => {
  const { page, path } = await startStore(shell);
  const grid = await openRows(page, 'customers');
  await edit(grid, 5, 'city', 'Cork');
  await page.keyboard.press('ControlOrMeta+s');
  await toastOf(page, '1 change committed').getByRole('button', { name: 'Show' }).click();
  await page.getByRole('button', { name: 'Safety copies' }).click();
  const copies = page.getByRole('region', { name: 'Safety copies' });
  await copies.getByRole('button', { name: /^Compare with the copy/ }).click();
  const differing = copies.getByRole('table', { name: 'What differs from the copy' });
  await expect(differing.getByRole('row', { name: /^customers 0 0 1$/ })).toBeVisible();
  await expectNoViolation(page);
  await copies.getByRole('button', { name: /^Restore the copy/ }).click();
  const question = page.getByRole('dialog', { name: /^Restore the copy of/ });
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await expect(question).toContainText('the file as it is now is copied too');
  await page.keyboard.press('Escape');
  expect(rowsOf(path, CITIES)).toContainEqual([7, 'Cork']);
  write(path, `UPDATE customers SET city = 'Sligo' WHERE customer_id = 7`);
  await expect(page.getByRole('region', { name: /^History of/ })).toContainText('1 row changed since');
  await copies.getByRole('button', { name: /^Restore the copy/ }).click();
  await question.getByRole('button', { name: 'Restore' }).click();
  await expect(question).toBeHidden();
  expect(rowsOf(path, CITIES)).toContainEqual([7, 'Galway']);
});

test('@long of 10,000 staged rows those in sight are drawn, and one is taken back', async ({ shell }) => {
  shell.allowWrites();
  const path = makeDatabase(join(shell.folder, 'many.sqlite'), (db) => {
    db.exec(`CREATE TABLE many (id INTEGER PRIMARY KEY, text TEXT);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
      INSERT INTO many SELECT i, 'old ' || i FROM n`);
  });
  const { page } = await shell.start(path);
  const grid = await openRows(page, 'many');
  await edit(grid, 1, 'text', 'new');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ControlOrMeta+Shift+End');
  await page.keyboard.press('ControlOrMeta+d');
  const changes = await openChanges(page, '10,000 staged changes');
  const blocks = changes.getByRole('listitem');
  // The head, 50 rows, and what shows the others.
  await expect(blocks.first()).toHaveAttribute('aria-setsize', '52');
  await changes.focus();
  await page.keyboard.press('End');
  await changes.getByRole('button', { name: 'Show all' }).click();
  await expect(blocks.first()).toHaveAttribute('aria-setsize', '10001');
  await expect(async () => {
    await changes.focus();
    await page.keyboard.press('End');
    await expect(blockOf(page, 'id 10000')).toBeVisible({ timeout: 500 });
  }).toPass();
  expect(await blocks.count()).toBeLessThan(60);
  await changes.getByRole('button', { name: 'Revert id 10000' }).click();
  await expect(barOf(page)).toContainText('9,999 staged changes');
  await expect(blockOf(page, 'id 9999')).toContainText(/old 9999\s*new/);
});

/** Ends Cairn and starts it anew, in a page that knows nothing of the one before. */
async function startAgain(shell: Shell, { page, pid }: RunningCairn, path: string): Promise<Page> {
  // What the window shows is kept a moment after it changed.
  await page.waitForTimeout(1_000);
  await page.goto('about:blank');
  process.kill(pid, 'SIGTERM');
  await expect.poll(() => isRunning(pid)).toBe(false);
  return (await shell.start(path)).page;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
