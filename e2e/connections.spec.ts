import { join } from 'node:path';
import type { Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { makeDatabase } from './fixtures/make-database.ts';
import { openRows, statusOf } from './parts.ts';
import { AXE, lookWithAxe } from './screens/look-with-axe.ts';
import { runCommand } from './screens/run-command.ts';
import { expect, test } from './shell.ts';

function makeLoans(path: string): string {
  makeDatabase(path, (db) => {
    db.exec(`
      CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT);
      CREATE TABLE loans (id INTEGER PRIMARY KEY, book INTEGER REFERENCES books(id), note TEXT);
      CREATE INDEX by_note ON loans(note);
      INSERT INTO books VALUES (1, 'Rain');
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5000)
        INSERT INTO loans SELECT i, 1, 'note ' || i FROM n;
      DELETE FROM loans WHERE id > 1000;
    `);
  });
  const careless = new Database(path);
  careless.pragma('foreign_keys = OFF');
  careless.exec("INSERT INTO loans VALUES (9001, 77, 'nobody knows the book')");
  careless.close();
  return path;
}

async function look(page: Page): Promise<void> {
  await page.evaluate(AXE);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect((await lookWithAxe(page)).violations).toEqual([]);
  }
}

test('@any the connections of a file are shown at work, one that is held is named, and taken back after a question', async ({
  shell,
}) => {
  const { page } = await shell.start(makeLoans(join(shell.folder, 'loans.sqlite')));
  await openRows(page, 'loans');
  await page.getByRole('button', { name: /^Connections/ }).click();
  const table = page.getByRole('table', { name: 'Connections' });
  await expect(table.getByRole('row').nth(1)).toContainText('reader');
  await page.getByRole('button', { name: 'Check all' }).click();
  await expect(table.getByRole('row', { name: /idle.*healthy/ }).first()).toBeVisible();
  // The stand-in's system theme changes in steps of its own.
  if (shell.name === 'browser') await look(page);

  // Nothing ends this statement by itself; the page of connections does.
  await runCommand(page, 'New console');
  const editor = page.getByRole('textbox', { name: /SQL/ });
  await editor.click();
  await page.keyboard.type(
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n',
  );
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Enter');
  await runCommand(page, 'Connections');
  const held = page.getByRole('status').filter({ hasText: 'has been held for' });
  await expect(held).toContainText(/Console 1.*, taken in /);
  await expect(table.getByRole('row', { name: /leased.*held long/ })).toBeVisible();
  await held.getByRole('button').click();
  const question = page.getByRole('dialog', { name: /is in use$/ });
  await question.getByRole('button', { name: 'Close connection' }).click();
  await expect(held).toBeHidden();
  const events = page.getByRole('table', { name: 'Pool events' });
  await expect(events).toContainText('its process is gone');
  await page.getByRole('tab', { name: 'Console 1' }).click();
  await expect(
    page
      .getByRole('tabpanel')
      .getByText(/connection/i)
      .first(),
  ).toBeVisible();

  // Fewer readers from now on: the limits say what they may be, and are in force at once.
  await page.getByRole('tab', { name: 'Connections' }).click();
  await page.getByRole('button', { name: 'Limits' }).click();
  const limits = page.getByRole('dialog', { name: 'Limits of connections' });
  const readers = limits.getByRole('textbox', { name: 'Readers of loans.sqlite' });
  await readers.fill('0');
  await expect(limits).toContainText('A whole number from 1 to 8.');
  await expect(limits.getByRole('button', { name: 'Change limits' })).toBeDisabled();
  if (shell.name === 'browser') await look(page);
  await readers.fill('2');
  await limits.getByRole('textbox', { name: 'Connections of all files' }).fill('6');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Notifications' })).toContainText('The limits were changed');
  const max = page.getByRole('term').filter({ hasText: 'Max' }).locator('xpath=..');
  await expect(max).toContainText(/6 2 readers a file/);
  await expect(page.getByText(/Statement cache \d+% hits/)).toBeVisible();
  await page.getByRole('button', { name: 'loans.sqlite', exact: true }).click();
  await page.getByRole('menuitemradio', { name: 'All files' }).click();
  await page.getByRole('button', { name: 'Limits' }).click();
  await expect(limits.getByRole('textbox', { name: 'Readers of each file' })).toHaveValue('4');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'All files', exact: true }).click();
  await page.getByRole('menuitemradio', { name: 'loans.sqlite' }).click();

  // The rows are read by another connection.
  await openRows(page, 'books');
  await runCommand(page, 'Connections');
  await page.getByRole('button', { name: 'Close idle' }).click();
  await expect(page.getByRole('region', { name: 'Notifications' })).toContainText(/idle connections? closed/);
});

test('@page the space of a file is measured, checked and tidied', async ({ shell }) => {
  const path = makeLoans(join(shell.folder, 'loans.sqlite'));
  shell.allowWrites();
  const { page } = await shell.start(path);
  await openRows(page, 'loans');
  await runCommand(page, 'Statistics');
  const objects = page.getByRole('table', { name: 'Objects by size' });
  await expect(objects.getByRole('row', { name: /^loans table/ })).toBeVisible();
  await expect(objects.getByRole('row', { name: /^by_note index/ })).toBeVisible();
  await expect(statusOf(page)).toContainText(/\d+ pages/);
  await page.getByRole('option', { name: /^by_note/ }).click();
  await expect(objects.getByRole('button', { name: 'by_note' })).toHaveAttribute('aria-pressed', 'true');
  await look(page);

  const jobs = page.getByRole('complementary', { name: 'Jobs' });
  await jobs.getByRole('button', { name: 'Run Foreign-key check' }).click();
  await expect(jobs).toContainText('Row 9001 of loans has no parent in books.');
  await jobs.getByRole('button', { name: 'Run Integrity check' }).click();
  await expect(jobs).toContainText('2 tables, no problem');
  await jobs.getByRole('button', { name: 'Run VACUUM' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Run VACUUM' }).click();
  await expect(jobs).toContainText('The file was written anew, without free pages.');
  const db = new Database(path, { readonly: true });
  expect(db.pragma('freelist_count', { simple: true })).toBe(0);
  db.close();
  await expect(objects.getByRole('row', { name: /^free pages/ })).toContainText('0 bytes');
});
