import { expect, type Page } from '@playwright/test';
import { runCommand } from './run-command.ts';
import type { Screen } from './screen.ts';

/** A console with a result and a plan, and the pages of the database layer. */
export const layerScreens: readonly Screen[] = [
  {
    name: 'console',
    async show({ page }) {
      await page.getByRole('button', { name: 'New console' }).click();
      await page.getByRole('textbox', { name: /^SQL of/ }).click();
      await page.keyboard.press('Control+A');
      await page.keyboard.insertText(
        'SELECT city, count(*) AS customers\nFROM customers\nGROUP BY city\nORDER BY customers DESC;',
      );
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+Enter');
      await expect(page.getByRole('grid', { name: 'Result 1' })).toBeVisible();
    },
  },
  {
    name: 'console-history',
    async show({ page }) {
      const bar = page.getByRole('toolbar', { name: 'Console' });
      await bar.getByRole('button', { name: 'History' }).click();
      const history = page.getByRole('region', { name: 'History' });
      await expect(history.getByRole('list', { name: 'Statements' })).toContainText('SELECT city');
    },
    leave: ({ page }) =>
      page
        .getByRole('region', { name: 'History' })
        .getByRole('button', { name: 'Close', exact: true })
        .click(),
  },
  {
    name: 'plan',
    async show({ page }) {
      await page.getByRole('button', { name: 'Explain' }).click();
      await expect(tabOf(page, /^Plan/)).toHaveAttribute('aria-selected', 'true');
      await expect(page.getByText('SCAN').first()).toBeVisible();
    },
    leave: ({ page }) => page.keyboard.press('Alt+W'),
  },
  {
    name: 'pool',
    async show({ page }) {
      await runCommand(page, 'connections');
      await expect(page.getByRole('table', { name: 'Connections' }).getByRole('row').nth(1)).toBeVisible();
    },
  },
  {
    name: 'pool-limits',
    async show({ page }) {
      await page.getByRole('button', { name: 'Limits' }).click();
      await expect(page.getByRole('dialog', { name: 'Limits of connections' })).toBeVisible();
    },
    leave: ({ page }) => page.keyboard.press('Escape'),
  },
  {
    name: 'plugins',
    async show({ page }) {
      await page.getByRole('radio', { name: 'Plugins' }).click();
      await expect(page.getByRole('table', { name: 'Plugins' })).toBeVisible();
    },
  },
  {
    name: 'plugins-add',
    async show({ page }) {
      await page.getByRole('button', { name: 'Add plugin' }).click();
      await expect(page.getByRole('dialog', { name: 'Add a plugin' })).toBeVisible();
    },
    leave: ({ page }) => page.keyboard.press('Escape'),
  },
  {
    name: 'statistics',
    async show({ page }) {
      await page.getByRole('radio', { name: 'Statistics' }).click();
      await expect(page.getByRole('table', { name: 'Objects by size' })).toBeVisible();
    },
  },
];

function tabOf(page: Page, name: RegExp) {
  return page.getByRole('tablist', { name: 'What came of it' }).getByRole('tab', { name });
}
