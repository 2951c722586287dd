import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { makeShop } from './fixtures/make-shop.ts';
import { openRows, rowAt, statusOf } from './parts.ts';
import { expect, type Shell } from './shell.ts';

/* Columns of `customers`. */
export const NAME = 2;
export const EMAIL = 3;
export const CITY = 4;
export const REP = 6;
export const STATUS = 7;
export const SINCE = 8;
export const SCORE = 9;
export const NOTES = 10;

/** Opens the rows of `customers`, with room for all columns. */
export async function openShop(shell: Shell, customers = 59) {
  shell.allowWrites();
  const path = makeShop(join(shell.folder, 'shop.sqlite'), customers);
  const { page, pid } = await shell.start(path);
  const grid = await openCustomers(page, customers);
  // All columns have room.
  await page.getByRole('button', { name: 'Inspector' }).click();
  await page.getByRole('button', { name: 'Hide the sidebar' }).click();
  return { page, pid, path, grid };
}

/** The rows of `customers`, once they are counted. */
export async function openCustomers(page: Page, customers = 59): Promise<Locator> {
  const grid = await openRows(page, 'customers');
  await expect(statusOf(page)).toContainText(`${customers.toLocaleString('en-US')} rows`);
  return grid;
}

/** A staged row says so in its head. */
export function stagedRow(grid: Locator, name: string): Locator {
  return grid.getByRole('row').filter({ has: grid.page().getByRole('rowheader', { name, exact: true }) });
}

/** A cell of a staged row, by its column. */
export function stagedCell(grid: Locator, row: string, column: number): Locator {
  return cellOf(stagedRow(grid, row), column);
}

/** A cell by its column: those out of sight are not in the document. The row number has the first place. */
export function cellOf(row: Locator, column: number): Locator {
  return row.getByRole('gridcell').and(row.page().locator(`[aria-colindex="${column + 1}"]`));
}

/** A cell by its row number and its column. */
export function cellAt(grid: Locator, row: number, column: number): Locator {
  return cellOf(rowAt(grid, row), column);
}

/** The bar that says what is staged. */
export function barOf(page: Page): Locator {
  return page.getByRole('region', { name: 'Staged changes' });
}

/** The key of a new row. */
export function newRow(shell: Shell): string {
  return shell.name === 'browser' ? 'Alt+Insert' : 'Control+Shift+N';
}

/** Pastes a text, as a spreadsheet copies it. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((value) => navigator.clipboard.writeText(value), text);
  await page.keyboard.press('Control+V');
}

/** What the file has, read by another program. */
export function stored(path: string, sql: string): unknown[] {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare(sql).raw().all() as unknown[];
  } finally {
    db.close();
  }
}
