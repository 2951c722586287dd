import { expect, type Page } from '@playwright/test';
import { lineOf, openRows } from '../parts.ts';
import { runCommand } from './run-command.ts';
import type { Screen } from './screen.ts';

/** The open transaction of a console: its timeline, what it would write, the question before it closes; and a dry run. */
export const transactionScreens: readonly Screen[] = [
  {
    name: 'transaction',
    async show({ page }) {
      await page.getByRole('button', { name: 'New console' }).click();
      await run(page, "UPDATE customers SET city = 'Cork' WHERE customer_id = 7");
      await page.getByRole('button', { name: 'Begin a transaction' }).click();
      await expectNode(page, '1 updated');
      await runCommand(page, 'add a savepoint');
      await page.getByRole('textbox', { name: 'Name of the savepoint' }).fill('before price fix');
      await page.keyboard.press('Enter');
      await expectNode(page, 'before price fix');
      await run(page, 'UPDATE invoice_items SET unit_price = 1.29 WHERE item_id < 400');
      await expectNode(page, 'UPDATE invoice_items');
      await run(page, 'DELETE FROM customers WHERE nme = 1');
      await expectNode(page, 'Failed:');
      await run(page, 'SELECT city, count(*) FROM customers GROUP BY city');
      await expectNode(page, 'SELECT city');
      await expect(timeline(page).getByRole('button', { name: 'Commit' })).toBeEnabled();
    },
  },
  {
    name: 'transaction-changes',
    async show({ page }) {
      await page
        .getByRole('tablist', { name: 'What came of it' })
        .getByRole('tab', { name: 'Changes' })
        .click();
      await expect(page.getByRole('main').getByRole('insertion').first()).toHaveText('Cork');
    },
  },
  {
    name: 'transaction-schema',
    async show({ page }) {
      await openRows(page, 'playlist_track');
      await consoleTab(page).click();
      // The editor is folded above what would be written.
      await page
        .getByRole('tablist', { name: 'What came of it' })
        .getByRole('tab', { name: /^Results/ })
        .click();
      await run(page, 'CREATE TABLE price_drafts (id INTEGER PRIMARY KEY, price)');
      await expect(lineOf(page, 'price_drafts')).toBeVisible();
      await run(page, 'DROP TABLE playlist_track');
      await expect(lineOf(page, 'playlist_track')).toBeHidden();
      await page.getByRole('tab', { name: /^playlist_track/ }).click();
      await expect(page.getByText('has dropped or renamed playlist_track')).toBeVisible();
    },
    async leave({ page }) {
      await page.keyboard.press('Alt+W');
      await consoleTab(page).click();
      await page.getByRole('button', { name: 'Roll back to here, before price fix' }).click();
      await expect(lineOf(page, 'price_drafts')).toBeHidden();
    },
  },
  {
    name: 'closing',
    async show({ page }) {
      await runCommand(page, 'close the tab');
      await expect(page.getByRole('dialog', { name: /^Close Console/ })).toBeVisible();
    },
    async leave({ page }) {
      await page.keyboard.press('Escape');
      await timeline(page).getByRole('button', { name: 'Roll back', exact: true }).click();
      await expect(timeline(page)).toBeHidden();
      // It goes by itself, but not while the pointer is on it.
      await page.mouse.move(600, 300);
      await expect(page.getByRole('region', { name: 'Notifications' })).toHaveText('');
    },
  },
  {
    name: 'dry-run',
    async show({ page }) {
      await type(
        page,
        "UPDATE customers SET city = 'Cork' WHERE city IS NULL;\nDELETE FROM customers;\nVACUUM;\nDELETE FROM invoice_items WHERE item_id = 579",
      );
      await page.keyboard.press('Control+Alt+Enter');
      await expect(page.getByText('Nothing was written.')).toBeVisible();
      await expect(page.getByRole('button', { name: /^Show row: invoices/ }).first()).toBeVisible();
    },
  },
  {
    name: 'console-query',
    async show({ page }) {
      await run(
        page,
        "orders.where('status').eq('paid')\n  .or((order) => order.where('ship.country').eq('IE'))\n  .orderBy('total', 'desc').limit(10)",
      );
      const tabs = page.getByRole('tablist', { name: 'What came of it' });
      await expect(tabs.getByRole('tab', { name: /^Results 10/ })).toBeVisible();
      await tabs.getByRole('tab', { name: /^Messages/ }).click();
      await expect(page.getByRole('button', { name: 'Copy SQL' })).toBeVisible();
    },
    leave: ({ page }) => page.keyboard.press('Alt+W'),
  },
];

const consoleTab = (page: Page) => page.getByRole('tab', { name: /^Console 1/ });

const timeline = (page: Page) => page.getByRole('region', { name: 'Open transaction' });

function expectNode(page: Page, text: string): Promise<void> {
  return expect(timeline(page).getByRole('listitem').filter({ hasText: text }).first()).toBeVisible();
}

async function type(page: Page, sql: string): Promise<void> {
  await page.getByRole('textbox', { name: /^SQL of/ }).click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(sql);
  // What completes it would lie over the page.
  await page.keyboard.press('Escape');
}

async function run(page: Page, sql: string): Promise<void> {
  await type(page, sql);
  await page.keyboard.press('Control+Enter');
}
