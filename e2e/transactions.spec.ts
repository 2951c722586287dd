import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { makeDatabase } from './fixtures/make-database.ts';
import { clipboardOf, lineOf, openRows, statusOf, treeOf } from './parts.ts';
import { AXE, lookWithAxe } from './screens/look-with-axe.ts';
import { expect, type Shell, test } from './shell.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

function makeStore(path: string): string {
  return makeDatabase(path, (db) => {
    db.exec(`
      CREATE TABLE customers (
        customer_id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT, rep_id INTEGER CHECK (rep_id < 100));
      INSERT INTO customers VALUES
        (1, 'Mira', 'Bristol', 4), (2, 'Jonas', 'Uppsala', 5), (3, 'Rui', 'Porto', NULL), (7, 'Imogen', 'Galway', 4);
      CREATE TABLE notes (id INTEGER PRIMARY KEY, note TEXT) STRICT;
      INSERT INTO notes VALUES (1, 'first'), (2, 'second');
    `);
  });
}

/** Reads or writes as another program does, without waiting for a lock. */
function asOther<T>(path: string, work: (db: Database.Database) => T): T {
  const db = new Database(path, { timeout: 0 });
  try {
    return work(db);
  } finally {
    db.close();
  }
}

const valuesOf = (path: string, sql: string) => asOther(path, (db) => db.prepare(sql).pluck().all());
const citiesOf = (path: string) => valuesOf(path, 'SELECT city FROM customers ORDER BY customer_id');

const editorOf = (page: Page) => page.getByRole('textbox', { name: /^SQL of/ });
const timelineOf = (page: Page) => page.getByRole('region', { name: 'Open transaction' });
const nodeOf = (page: Page, text: string | RegExp) =>
  timelineOf(page).getByRole('listitem').filter({ hasText: text });
const changesOf = (page: Page) => page.getByRole('region', { name: /^Changes of the transaction/ });
const pillOf = (page: Page) => page.getByRole('button', { name: /^(Transaction open|Rolls back in)/ });
const toastOf = (page: Page, text: string) => page.getByRole('dialog').filter({ hasText: text });
const resultTab = (page: Page, name: string) =>
  page.getByRole('tablist', { name: 'What came of it' }).getByRole('tab', { name });

async function newConsole(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New console' }).click();
  await expect(editorOf(page)).toBeVisible();
}

/** Puts a text into the editor in place of what is there. */
async function type(page: Page, sql: string): Promise<void> {
  await editorOf(page).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(sql);
}

async function run(page: Page, sql: string): Promise<void> {
  await type(page, sql);
  await page.keyboard.press('ControlOrMeta+Enter');
}

/** Runs a first statement that writes, in a transaction. */
async function beginWith(page: Page, sql: string): Promise<void> {
  await run(page, sql);
  await page.getByRole('button', { name: 'Begin a transaction' }).click();
  await expect(timelineOf(page).getByRole('button', { name: 'Commit' })).toBeEnabled();
}

async function startStore(shell: Shell): Promise<{ readonly page: Page; readonly path: string }> {
  shell.allowWrites();
  const path = makeStore(join(shell.folder, 'store.sqlite'));
  const { page } = await shell.start(path);
  return { page, path };
}

async function expectNoViolation(page: Page): Promise<void> {
  await page.evaluate(AXE);
  const { passed, violations } = await lookWithAxe(page);
  expect(violations).toEqual([]);
  expect(passed).toBeGreaterThan(20);
}

function rowOf(page: Page, name: string): Locator {
  return changesOf(page)
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name, exact: true }) });
}

test('a transaction is begun, looked at, rolled back in part, and committed @any', async ({ shell }) => {
  const { page, path } = await startStore(shell);
  await newConsole(page);
  await beginWith(page, "UPDATE customers SET city = 'Cork' WHERE customer_id = 7");

  await expect(nodeOf(page, 'BEGIN IMMEDIATE')).toBeVisible();
  await expect(nodeOf(page, 'UPDATE customers')).toContainText('1 updated');
  await expect(pillOf(page)).toContainText('Transaction open');
  await expect(statusOf(page)).toContainText('Transaction open');
  await expect(lineOf(page, 'customers').getByLabel('1 row changed by the open transaction')).toBeVisible();
  await expect(lineOf(page, 'notes').getByLabel(/changed by the open transaction/)).toBeHidden();
  // Others read what is committed, and cannot write.
  expect(citiesOf(path)).toEqual(['Bristol', 'Uppsala', 'Porto', 'Galway']);
  expect(() => asOther(path, (db) => db.exec('DELETE FROM notes'))).toThrow(/locked/);
  // Its pane was closed: the pill shows it again.
  await page.getByRole('button', { name: 'Pane at the right' }).click();
  await expect(timelineOf(page)).toBeHidden();
  await pillOf(page).click();
  await expect(timelineOf(page)).toBeVisible();

  await page.keyboard.press('ControlOrMeta+Shift+s');
  await page.getByRole('textbox', { name: 'Name of the savepoint' }).fill('before notes');
  await page.keyboard.press('Enter');
  await expect(nodeOf(page, 'before notes')).toBeVisible();
  await run(page, "INSERT INTO notes VALUES (3, 'third')");
  await expect(nodeOf(page, 'INSERT INTO notes')).toContainText('1 inserted');
  await run(page, 'UPDATE customers SET rep_id = 200');
  await expect(nodeOf(page, 'Failed:')).toContainText('Nothing changed.');

  // The tree and open tables follow its schema, and come back with the roll back.
  const console = page.getByRole('tab', { name: /^Console 1/ });
  await openRows(page, 'customers');
  await console.click();
  await run(page, 'CREATE TABLE drafts (id INTEGER PRIMARY KEY, text)');
  await expect(lineOf(page, 'drafts').getByLabel(/^Created by the open transaction/)).toBeVisible();
  await run(page, 'DROP TABLE customers');
  await expect(lineOf(page, 'customers')).toBeHidden();
  await page.getByRole('tab', { name: /^customers/ }).click();
  await expect(page.getByText('The open transaction has dropped or renamed customers.')).toBeVisible();
  await console.click();
  await page.getByRole('button', { name: 'Roll back to here, before notes' }).click();
  await expect(lineOf(page, 'drafts')).toBeHidden();
  await expect(lineOf(page, 'customers')).toBeVisible();
  await expect(nodeOf(page, 'Undone: INSERT INTO notes')).toBeVisible();
  await run(page, "UPDATE notes SET note = 'one' WHERE id = 1");
  await expect(nodeOf(page, 'UPDATE notes')).toContainText('1 updated');

  await resultTab(page, 'Changes').click();
  await expect(rowOf(page, 'customer_id 7')).toContainText('Galway');
  await expect(rowOf(page, 'customer_id 7')).toContainText('Cork');
  await expect(rowOf(page, 'id 1')).toContainText('first');
  await expect(changesOf(page)).not.toContainText('third');
  await changesOf(page).getByRole('button', { name: 'Revert id 1' }).click();
  await expect(rowOf(page, 'id 1')).toBeHidden();
  await page.getByRole('radio', { name: 'By statement' }).click();
  await expect(changesOf(page).getByRole('button', { name: /UPDATE customers/ })).toBeVisible();

  // The table shows the view of the transaction, and says so.
  await expect(await openRows(page, 'customers')).toContainText('Cork');
  await expect(page.getByText('This is the view of the open transaction of Console 1')).toBeVisible();
  await page.getByRole('button', { name: 'Show transaction' }).click();
  await timelineOf(page).getByRole('button', { name: 'Commit' }).click();
  await expect(toastOf(page, '1 change committed')).toBeVisible();
  await expect(pillOf(page)).toBeHidden();
  expect(citiesOf(path)).toEqual(['Bristol', 'Uppsala', 'Porto', 'Cork']);
  expect(valuesOf(path, 'SELECT note FROM notes ORDER BY id')).toEqual(['first', 'second']);
  // It is in the history; one that is committed by a word is, too, and is taken back at once.
  await toastOf(page, '1 change committed').getByRole('button', { name: 'Show' }).click();
  await expect(page.getByRole('tab', { name: 'History', selected: true })).toBeVisible();
  await page.getByRole('tab', { name: 'Console 1' }).click();
  await resultTab(page, 'Results').click();
  await type(page, "DELETE FROM notes; UPDATE customers SET city = 'Derry' WHERE customer_id = 7");
  await page.keyboard.press('ControlOrMeta+Shift+Enter');
  await expect(nodeOf(page, 'UPDATE customers')).toBeVisible();
  await run(page, 'COMMIT');
  await toastOf(page, '3 changes committed').getByRole('button', { name: 'Undo' }).click();
  await expect(toastOf(page, 'Commit undone')).toBeVisible();
  expect(citiesOf(path)).toEqual(['Bristol', 'Uppsala', 'Porto', 'Cork']);
  expect(valuesOf(path, 'SELECT note FROM notes ORDER BY id')).toEqual(['first', 'second']);
});

test('what holds an open transaction asks before it closes @page', async ({ shell }) => {
  const { page, path } = await startStore(shell);
  await newConsole(page);
  await beginWith(page, "UPDATE customers SET city = 'Cork' WHERE customer_id = 7");
  const asked = (name: string) => page.getByRole('dialog', { name: `Close ${name}?` });

  // The console: Esc stays.
  await page.getByRole('tab', { name: 'Console 1' }).press('Delete');
  await expect(asked('Console 1')).toContainText('Console 1 has a transaction open: 1 row updated.');
  await expect(asked('Console 1').getByRole('button', { name: 'Stay' })).toBeFocused();
  await expectNoViolation(page);
  await page.keyboard.press('Escape');
  await expect(asked('Console 1')).toBeHidden();
  await expect(timelineOf(page)).toBeVisible();

  // The window: a browser asks in its own words first.
  const question = page.waitForEvent('dialog');
  const closing = page.close({ runBeforeUnload: true });
  const dialog = await question;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await closing;
  await asked('Cairn').getByRole('button', { name: 'Stay' }).click();
  await expect(pillOf(page)).toBeVisible();

  // A page that is loaded again goes on with what it had open.
  page.once('dialog', (reload) => void reload.accept());
  await page.reload();
  await expect(pillOf(page)).toBeVisible();
  await expect(timelineOf(page)).toContainText('UPDATE customers');

  // The file: rolled back, and closed.
  await treeOf(page).getByRole('treeitem', { name: 'store.sqlite' }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Close/ }).click();
  await asked('store.sqlite').getByRole('button', { name: 'Roll back' }).click();
  await expect(toastOf(page, 'Transaction rolled back')).toBeVisible();
  await expect(treeOf(page)).toBeHidden();
  expect(citiesOf(path)).toEqual(['Bristol', 'Uppsala', 'Porto', 'Galway']);
});

test('a transaction that ends by itself says why @page', async ({ shell }) => {
  const { page, path } = await startStore(shell);
  await newConsole(page);
  await page.clock.install();
  await beginWith(page, "UPDATE customers SET city = 'Cork' WHERE customer_id = 7");
  await page.clock.fastForward('01:05');
  await expect(pillOf(page)).toContainText('others cannot write');
  await page.clock.fastForward('08:20');
  const bar = page.getByRole('status').filter({ hasText: /Console 1 rolls back in \d+ s/ });
  await expect(bar).toContainText('1 row updated. Other programs cannot write until it ends.');
  await expect(pillOf(page)).toContainText('Rolls back in');
  // The page's clock runs ahead of the engine's, so that only a longer time is more than is left.
  await page.keyboard.press('ControlOrMeta+,');
  await page.getByRole('textbox', { name: 'Roll back an open transaction after, min' }).fill('30');
  const kept = join(shell.dataFolder, 'settings.json');
  await expect
    .poll(() => existsSync(kept) && readFileSync(kept, 'utf8'))
    .toMatch(/"transactionMinutes":\s*30/);
  await page.getByRole('tab', { name: 'Console 1' }).click();
  await expect(pillOf(page)).toContainText('Rolls back in');
  await bar.getByRole('button', { name: 'Keep it open' }).click();
  await expect(bar).toBeHidden();
  await expect(pillOf(page)).toContainText('Transaction open');
  await page.getByRole('button', { name: 'Transaction menu' }).click();
  await expect(page.getByRole('menuitem', { name: /^Keep it open longer \(20 min/ })).toBeVisible();
  await page.keyboard.press('Escape');

  // SQLite rolls back what it was in the middle of; with that the transaction is over.
  await run(
    page,
    'INSERT INTO notes (note) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n',
  );
  await expect(nodeOf(page, 'INSERT INTO notes')).toContainText('running');
  await page.keyboard.press('Escape');
  const lost = page.getByRole('status').filter({ hasText: 'has ended without a commit.' });
  await expect(lost).toBeVisible();
  await expect(pillOf(page)).toBeHidden();
  await lost.getByRole('button', { name: 'Hide this message' }).click();
  await expect(lost).toBeHidden();
  expect(citiesOf(path)).toEqual(['Bristol', 'Uppsala', 'Porto', 'Galway']);
});

test('staged edits are applied into the open transaction @page', async ({ shell }) => {
  const { page, path } = await startStore(shell);
  await newConsole(page);
  await beginWith(page, "UPDATE notes SET note = 'one' WHERE id = 1");
  const grid = await openRows(page, 'customers');
  await grid.getByRole('gridcell', { name: 'Porto' }).click();
  await page.keyboard.press('F2');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('Braga');
  await page.keyboard.press('Enter');
  const staged = page.getByRole('region', { name: 'Staged changes' });
  await expect(staged).toContainText('1 staged change');
  await expect(staged.getByRole('button', { name: 'Commit' })).toBeDisabled();
  await staged.getByRole('button', { name: 'Apply into transaction' }).click();
  await expect(toastOf(page, 'Staged changes applied')).toBeVisible();
  await pillOf(page).click();
  await expect(nodeOf(page, /staged edits applied/i)).toContainText('1 updated');
  expect(citiesOf(path)).toContain('Porto');
  await page.keyboard.press('F6');
  await editorOf(page).click();
  await page.keyboard.press('ControlOrMeta+s');
  await expect(toastOf(page, '2 changes committed')).toBeVisible();
  await expect(staged).toBeHidden();
  expect(citiesOf(path)).toEqual(['Bristol', 'Uppsala', 'Braga', 'Galway']);
});

test('a beginning waits for another program, and says so @page', async ({ shell }) => {
  const { page, path } = await startStore(shell);
  await newConsole(page);
  const other = new Database(path, { timeout: 0 });
  try {
    other.exec('BEGIN IMMEDIATE');
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.insertText('> Begin a transaction');
    await page.keyboard.press('Enter');
    const waiting = page.getByRole('status').filter({ hasText: 'Waiting to begin a transaction' });
    await expect(waiting).toBeVisible();
    await waiting.getByRole('button', { name: 'Retry' }).click();
    await expect(waiting).toBeVisible();
    await waiting.getByRole('button', { name: 'Stop' }).click();
    await expect(waiting).toBeHidden();
    await expect(pillOf(page)).toBeHidden();
  } finally {
    other.close();
  }
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.insertText('> Begin a transaction');
  await page.keyboard.press('Enter');
  await expect(nodeOf(page, 'BEGIN IMMEDIATE')).toBeVisible();
});

test('a dry run tells what a script would do, and writes nothing @page', async ({ shell }) => {
  const { page, path } = await startStore(shell);
  const before = readFileSync(path);
  await newConsole(page);
  await type(
    page,
    `UPDATE customers SET city = upper(city) WHERE customer_id < 3;
INSERT INTO notes (note) VALUES ('third');
UPDATE customers SET rep_id = 200 WHERE customer_id = 7;
VACUUM;
DELETE FROM notes WHERE id = 2`,
  );
  await page.keyboard.press('ControlOrMeta+Alt+Enter');
  await expect(page.getByText('Nothing was written.')).toBeVisible();
  await expect(resultTab(page, 'Dry run')).toContainText('1 problem');
  const report = page.getByRole('region', { name: 'Report of the dry run' });
  await expect(report).toContainText('3 ran');
  await expect(report).toContainText('1 failed');
  await expect(report).toContainText('1 left out');
  await expect(report).toContainText('CHECK');
  await report.getByRole('button', { name: /^customers/ }).click();
  await expect(report).toContainText('BRISTOL');
  await expectNoViolation(page);
  const figures = page.getByRole('region', { name: 'Dry run', exact: true });
  await expect(figures).toContainText('2 updated');
  await expect(figures).toContainText('1 inserted');
  await expect(figures).toContainText('1 deleted');
  await page.getByRole('button', { name: 'Copy report' }).click();
  expect(await clipboardOf(page)).toContain('It would change: 2 updated, 1 inserted, 1 deleted.');
  // The row by which it failed.
  await report.getByRole('button', { name: 'Show row: customers, customer_id 7' }).click();
  await expect(page.getByRole('tab', { name: 'customers', selected: true })).toBeVisible();
  await expect(page.getByRole('gridcell', { name: 'Imogen' })).toBeVisible();
  await page.getByRole('tab', { name: 'Console 1' }).click();
  // Nothing after the failure.
  await figures.getByRole('radio', { name: 'Stop there' }).check();
  await figures.getByRole('button', { name: 'Dry run again' }).click();
  await expect(figures).not.toContainText('1 deleted');
  await expect(figures).toContainText('1 inserted');
  await expect(pillOf(page)).toBeHidden();
  expect(readFileSync(path).equals(before)).toBe(true);

  await type(page, "INSERT INTO notes (note) VALUES ('third')");
  await figures.getByRole('button', { name: 'Begin and run' }).click();
  await expect(nodeOf(page, 'INSERT INTO notes')).toContainText('1 inserted');
  expect(valuesOf(path, 'SELECT count(*) FROM notes')).toEqual([2]);
});

test('the timeline goes by keyboard alone, and another window sees it @page', async ({ shell }) => {
  shell.allowWrites();
  const path = makeStore(join(shell.folder, 'store.sqlite'));
  const cairn = await shell.start(path);
  const { page } = cairn;
  await newConsole(page);
  await beginWith(page, "UPDATE customers SET city = 'Cork' WHERE customer_id = 7");
  await page.keyboard.press('ControlOrMeta+Shift+s');
  await page.getByRole('textbox', { name: 'Name of the savepoint' }).press('Enter');
  await expect(nodeOf(page, 'savepoint 1')).toBeVisible();

  const other = await cairn.anotherPage();
  await expect(pillOf(other)).toHaveAccessibleName(/Console 1 of another window, store.sqlite/);
  await openRows(other, 'customers');
  await expect(other.getByText('What it changed is not shown here.')).toBeVisible();
  await pillOf(other).click();
  await expect(timelineOf(other)).toContainText('Console 1 of another window has begun it.');
  await expect(timelineOf(other).getByRole('button', { name: 'Commit' })).toBeHidden();
  await other.close();

  await editorOf(page).press('F6');
  await page.keyboard.press('F6');
  await expect(page.getByRole('button', { name: 'Transaction menu' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(nodeOf(page, 'Now')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(nodeOf(page, 'savepoint 1')).toBeFocused();
  await page.keyboard.press('Home');
  await expect(nodeOf(page, 'BEGIN IMMEDIATE')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Copy statement' }).press('Enter');
  expect(await clipboardOf(page)).toContain("SET city = 'Cork'");
  await expect(nodeOf(page, 'UPDATE customers')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Release savepoint' }).press('Enter');
  await expect(nodeOf(page, 'savepoint 1')).toContainText('released');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(toastOf(page, '1 change committed')).toBeVisible();
  expect(citiesOf(path)).toContain('Cork');
});
