import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { makeDatabase } from './fixtures/make-database.ts';
import { cellAt, lineOf, openRows, rowAt, statusOf, treeOf } from './parts.ts';
import { expect, test } from './shell.ts';
import { childrenOf } from './shells/children-of.ts';

function makeLedger(path: string, text = 'first'): string {
  return makeDatabase(path, (db) => {
    db.exec('CREATE TABLE ledger (id INTEGER PRIMARY KEY, note TEXT)');
    const insert = db.prepare('INSERT INTO ledger VALUES (?, ?)');
    for (let id = 1; id <= 20; id += 1) insert.run(id, `${text} ${id}`);
  });
}

/** Writes as another program does. */
function write(path: string, sql: string): void {
  const db = new Database(path);
  try {
    db.exec(sql);
  } finally {
    db.close();
  }
}

for (const { journal, tag } of [
  { journal: 'delete', tag: '@page' },
  { journal: 'wal', tag: '@any' },
]) {
  test(`${tag} what another program writes is shown in place (${journal})`, async ({ shell }) => {
    shell.allowWrites();
    const path = makeLedger(join(shell.folder, 'ledger.sqlite'));
    write(path, `PRAGMA journal_mode = ${journal}`);
    const { page } = await shell.start(path);
    const grid = await openRows(page, 'ledger');
    await expect(cellAt(grid, 3, 2)).toHaveText('first 3');
    await cellAt(grid, 5, 2).click();
    write(path, "UPDATE ledger SET note = 'changed' WHERE id = 3; INSERT INTO ledger VALUES (21, 'new')");
    await expect(cellAt(grid, 3, 2)).toHaveText('changed');
    await expect(statusOf(page)).toContainText('21 rows');
    await expect(cellAt(grid, 21, 2)).toHaveText('new');
    await expect(rowAt(grid, 5)).toHaveAttribute('aria-selected', 'true');
    write(path, 'DELETE FROM ledger WHERE id > 4');
    await expect(statusOf(page)).toContainText('4 rows');
    await expect(rowAt(grid, 5)).toBeHidden();
  });
}

test('@page a table that another program adds appears in the tree; one that goes passes the focus on', async ({
  shell,
}) => {
  shell.allowWrites();
  const path = makeLedger(join(shell.folder, 'ledger.sqlite'));
  const { page } = await shell.start(path);
  await openRows(page, 'ledger');
  write(path, "CREATE TABLE fresh (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO fresh VALUES (1, 'here')");
  const grid = await openRows(page, 'fresh');
  await expect(cellAt(grid, 1, 2)).toHaveText('here');
  await lineOf(page, 'fresh').focus();
  write(path, 'DROP TABLE fresh');
  await expect(lineOf(page, 'ledger')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(treeOf(page).getByRole('treeitem', { name: /^Tables/ })).toBeFocused();
});

test('@page a file that was replaced says so and shows the new one', async ({ shell }) => {
  shell.allowWrites();
  const path = makeLedger(join(shell.folder, 'ledger.sqlite'));
  const next = makeLedger(join(shell.folder, 'next.sqlite'), 'second');
  const { page } = await shell.start(path);
  const grid = await openRows(page, 'ledger');
  await expect(cellAt(grid, 1, 2)).toHaveText('first 1');
  renameSync(next, path);
  const message = page.getByText('Another file stands at the place of ledger.sqlite now');
  await expect(message).toBeVisible();
  await expect(cellAt(grid, 1, 2)).toHaveText('second 1');
  await page.getByRole('button', { name: 'Hide this message' }).click();
  await expect(message).toBeHidden();
  await expect(cellAt(grid, 20, 2)).toHaveText('second 20');
});

test('@page a file that was deleted says so, and closes', async ({ shell }) => {
  shell.allowWrites();
  const path = makeLedger(join(shell.folder, 'ledger.sqlite'));
  const { page } = await shell.start(path);
  await openRows(page, 'ledger');
  rmSync(path);
  await expect(page.getByText('ledger.sqlite was deleted or moved.')).toBeVisible();
  await page.getByRole('button', { name: 'Close the file' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Open a database' })).toBeVisible();
});

test('@page a locked file says so and opens by itself or when tried again', async ({ shell }) => {
  shell.allowWrites();
  const path = makeLedger(join(shell.folder, 'ledger.sqlite'));
  const { page } = await shell.start(path);
  const grid = await openRows(page, 'ledger');
  await expect(cellAt(grid, 1, 2)).toHaveText('first 1');
  const other = new Database(path);
  try {
    other.exec("BEGIN EXCLUSIVE; UPDATE ledger SET note = 'after' WHERE id = 1");
    await page.getByRole('button', { name: 'Refresh' }).click();
    other.exec('COMMIT');
  } finally {
    other.close();
  }
  await expect(cellAt(grid, 1, 2)).toHaveText('after');
});

test('@browser the engine may die: the page says so and goes on by itself', async ({ shell }) => {
  const path = makeLedger(join(shell.folder, 'ledger.sqlite'));
  const { page, pid } = await shell.start(path);
  const grid = await openRows(page, 'ledger');
  await expect(cellAt(grid, 1, 2)).toHaveText('first 1');
  const engine = childrenOf(pid).find(({ command }) => command.includes('engine-process'));
  expect(engine).toBeDefined();
  process.kill(engine?.pid ?? 0, 'SIGKILL');
  await expect(page.getByText('The engine of Cairn was started again.').first()).toBeVisible();
  await expect(treeOf(page).getByRole('treeitem', { name: /ledger\.sqlite/ })).toBeVisible();
  await expect(cellAt(grid, 20, 2)).toHaveText('first 20');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(statusOf(page)).toContainText('20 rows');
  await grid.getByRole('button', { name: /^note/ }).click();
  await expect(cellAt(grid, 2, 2)).toHaveText('first 10');
});
