import { expect, type Locator, type Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { cellAt, gridOf, openRows } from '../parts.ts';
import { runCommand } from './run-command.ts';
import type { Place, Screen } from './screen.ts';

/** Edits of the sample: staged, reviewed, committed, in the history, and in conflict with another program. */
export const editScreens: readonly Screen[] = [
  {
    name: 'staged',
    async show({ page }) {
      await cellAt(await openRows(page, 'invoice_items'), 5, 2).click();
      await page.keyboard.press('Delete');
      const grid = await openRows(page, 'customers');
      await stageCell(grid, 7, 'Cork');
      await stageCell(grid, 9, 'Bergen');
      await expect(stagedBar(page)).toContainText('3 staged changes');
      await page.getByRole('region', { name: 'Row inspector' }).getByRole('radio', { name: 'Form' }).click();
      await cellAt(grid, 10, 3).click();
      // Back to the first of them: its row has a sign before its number now.
      for (let row = 10; row > 7; row -= 1) await page.keyboard.press('ArrowUp');
      await expect(page.getByText(/^Row 7 of/)).toBeVisible();
    },
  },
  {
    name: 'changes',
    async show({ page }) {
      await page.keyboard.press('Control+E');
      await expect(page.getByRole('main').getByRole('insertion').first()).toHaveText('Cork');
    },
    leave: closeTab,
  },
  {
    name: 'toast',
    async show({ page }) {
      await expect(gridOf(page, 'customers')).toBeVisible();
      await page.keyboard.press('Control+S');
      // It stays as long as the pointer is on it.
      await page.getByText('3 changes committed').hover();
      await expect(stagedBar(page)).toBeHidden();
    },
    leave: ({ page }) => closeToast(page, '3 changes committed'),
  },
  {
    name: 'history',
    async show({ page }) {
      await runCommand(page, 'history of commits');
      const history = page.getByRole('region', { name: /^History of/ });
      await history
        .getByRole('button', { name: /^Rows of the commit/ })
        .first()
        .click();
      await expect(history.getByRole('insertion').first()).toBeVisible();
    },
    leave: closeTab,
  },
  {
    name: 'conflict',
    async show({ page, files }) {
      const grid = gridOf(page, 'customers');
      await stageCell(grid, 7, 'Galway');
      await stageCell(grid, 9, 'Oslo');
      await expect(stagedBar(page)).toContainText('2 staged changes');
      asOther(files.sample, `UPDATE customers SET city = 'Limerick' WHERE city = 'Cork'`);
      await page.keyboard.press('Control+S');
      await expect(page.getByRole('alert')).toContainText('Nothing was written');
      await expect(page.getByRole('radio', { name: 'In the file, Limerick' })).toBeVisible();
    },
    async leave({ page }) {
      // The bar has other buttons while something is to be decided.
      await runCommand(page, 'discard staged changes');
      await expect(stagedBar(page)).toBeHidden();
      await closeToast(page, '2 staged changes discarded');
      await closeTab({ page });
      await expect(gridOf(page, 'customers')).toBeVisible();
    },
  },
];

function stagedBar(page: Page): Locator {
  return page.getByRole('region', { name: 'Staged changes' });
}

function closeTab({ page }: Pick<Place, 'page'>): Promise<void> {
  return page.keyboard.press('Alt+W');
}

/** The button that closes a message can be found only while the pointer, or the focus, is on the messages. */
async function closeToast(page: Page, title: string): Promise<void> {
  await page.getByText(title).hover();
  await page.getByRole('button', { name: 'Close the message' }).click();
  await expect(page.getByText(title)).toBeHidden();
}

/** Types into the third column of a row. */
async function stageCell(grid: Locator, row: number, text: string): Promise<void> {
  await cellAt(grid, row, 3).click();
  await grid.page().keyboard.type(text);
  await grid.page().keyboard.press('Enter');
}

/** Writes as another program does. */
function asOther(path: string, sql: string): void {
  const db = new Database(path);
  try {
    db.exec(sql);
  } finally {
    db.close();
  }
}
