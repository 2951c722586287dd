import { expect, type Locator, type Page } from '@playwright/test';
import { cellAt, gridOf, headOf, openRows, statusOf, toolbarOf, treeOf } from '../parts.ts';
import { editScreens } from './edit-screens.ts';
import { layerScreens } from './layer-screens.ts';
import { runCommand } from './run-command.ts';
import { schemaScreens } from './schema-screens.ts';
import type { Place, Screen } from './screen.ts';
import { transactionScreens } from './transaction-screens.ts';

const NARROW = { width: 1000, height: 640 };
const pressEscape = ({ page }: Place) => page.keyboard.press('Escape');

/** Those that begin at the documents of the orders: they write, and can be walked alone. */
export const writingScreens: readonly Screen[] = [
  ...schemaScreens,
  ...editScreens,
  ...transactionScreens,
  ...layerScreens,
];

/**
 * Every screen and state of the app in the order in which one leads to the next: nothing is open at the start. The
 * pictures, the measured face and axe all walk through them.
 */
export const allScreens: readonly Screen[] = [
  {
    name: 'welcome',
    show: ({ page }) => expect(page.getByRole('heading', { name: 'Open a database' })).toBeVisible(),
  },
  {
    name: 'open',
    async show({ page }) {
      await page.keyboard.press('Control+o');
      const dialog = page.getByRole('dialog', { name: 'Open a database' });
      await dialog.getByRole('option', { name: /music-store/ }).click();
      await expect(dialog.getByText('music-store.sqlite can be opened')).toBeVisible();
      await expect(dialog.getByRole('option', { name: /holiday-list.*\w/ })).toBeVisible();
    },
    leave: pressEscape,
  },
  {
    name: 'unopenable',
    async show({ page, files, openFile }) {
      await openFile(files.wrong);
      await expect(page.getByRole('alert')).toContainText('holiday-list.sqlite');
    },
    leave: ({ page }) => page.keyboard.press('Alt+W'),
  },
  {
    name: 'overview',
    async show({ page, files, openFile }) {
      await openFile(files.sample);
      await treeOf(page).getByRole('treeitem', { level: 1 }).dblclick();
      const overview = page.getByRole('region', { name: 'Overview of music-store.sqlite' });
      await expect(overview.getByText('1,678').first()).toBeVisible();
      // Each count is there, in the tree as well.
      await expect(page.getByRole('img', { name: 'Counting rows' })).toHaveCount(0);
    },
  },
  {
    name: 'browse',
    async show({ page }) {
      const grid = await openRows(page, 'customers');
      await cellAt(grid, 3, 2).click();
      await headOf(grid, 'city').getByRole('button', { name: /^city/ }).click();
      await expect(headOf(grid, 'city')).toHaveAttribute('aria-sort', 'ascending');
      await toolbarOf(page).getByRole('button', { name: 'Filter', exact: true }).click();
      await grid.getByRole('textbox', { name: 'Filter country', exact: true }).fill('land');
      await page.keyboard.press('Enter');
      await expect(statusOf(page)).toContainText('match');
      await cellAt(grid, 3, 2).click();
      await expect(inspector(page).getByText(/^Row 3 of/)).toBeVisible();
      // The names of the rows that foreign keys point to come after the rows.
      await expect(cellAt(grid, 3, 5)).toHaveAccessibleName(/, /);
    },
  },
  {
    name: 'no-match',
    async show({ page }) {
      const field = gridOf(page, 'customers').getByRole('textbox', { name: 'Filter country', exact: true });
      await field.fill('Atlantis');
      await field.press('Enter');
      await expect(page.getByRole('button', { name: 'Clear filter' })).toBeVisible();
    },
    async leave({ page }) {
      await page.getByRole('button', { name: 'Clear filter' }).click();
      await expect(cellAt(gridOf(page, 'customers'), 1, 1)).toBeVisible();
    },
  },
  {
    name: 'menu',
    isLeftByTab: true,
    async show({ page }) {
      await cellAt(gridOf(page, 'customers'), 2, 2).click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Copy as' }).press('ArrowRight');
      await expect(page.getByRole('menuitem', { name: 'JSON', exact: true })).toBeVisible();
    },
    async leave({ page }) {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await expect(page.getByRole('menu')).toHaveCount(0);
    },
  },
  {
    name: 'find',
    async show({ page }) {
      const grid = await openRows(page, 'tracks');
      await cellAt(grid, 1, 2).click();
      await page.keyboard.press('Control+G');
      await page.keyboard.type('lantern');
      const bar = page.getByRole('search', { name: 'Find in the rows' });
      await expect(bar).toContainText(/1 of \d+/);
      await expect(bar.getByRole('button', { name: 'Stop' })).toBeHidden();
    },
    leave: pressEscape,
  },
  {
    name: 'relations',
    async show({ page }) {
      await inspector(page).getByRole('radio', { name: 'Related' }).click();
      await expect(inspector(page).getByRole('heading', { name: 'Points to' })).toBeVisible();
      await expect(inspector(page).getByText('invoice_items').first()).toBeVisible();
    },
  },
  {
    name: 'structure',
    async show({ page }) {
      await page.getByRole('radio', { name: 'Structure' }).click();
      await expect(page.getByRole('heading', { name: 'Foreign keys' })).toBeVisible();
      // A keyword stands alone as soon as the statement is coloured.
      await expect(page.getByText('REFERENCES', { exact: true }).first()).toBeVisible();
    },
  },
  {
    name: 'document',
    async show({ page }) {
      const grid = await openRows(page, 'orders');
      await cellAt(grid, 2, 1).click();
      await showView(page, 'Form');
      await expect(inspector(page).getByText(/^Document 2 of/)).toBeVisible();
    },
  },
  {
    name: 'document-tree',
    async show({ page }) {
      await showView(page, 'Tree');
      await expect(inspector(page).getByRole('tree', { name: 'Values' })).toBeVisible();
    },
  },
  {
    name: 'document-json',
    async show({ page }) {
      await showView(page, 'JSON');
      await expect(page.getByText('stored as JSONB')).toBeVisible();
    },
    leave: ({ page }) => showView(page, 'Form'),
  },
  {
    name: 'filter-text',
    async show({ page }) {
      await toolbarOf(page).getByRole('button', { name: 'Filter', exact: true }).click();
      const line = page.getByRole('combobox', { name: 'Filter by text' });
      await line.fill('ship.country in ("Canada", "Italy") and items any qty > 2');
      await line.press('Enter');
      await expect(statusOf(page)).toContainText('match');
    },
    async leave({ page }) {
      const line = page.getByRole('combobox', { name: 'Filter by text' });
      await line.fill('');
      await line.press('Enter');
      await toolbarOf(page).getByRole('button', { name: 'Filter', exact: true }).click();
    },
  },
  ...schemaScreens,
  {
    name: 'new-collection',
    async show({ page }) {
      await runCommand(page, 'new collection');
      await expect(page.getByRole('dialog', { name: 'New collection' })).toBeVisible();
    },
    leave: pressEscape,
  },
  {
    name: 'dialog',
    async show({ page }) {
      await runCommand(page, 'go to row');
      const field = page.getByRole('dialog').getByRole('textbox', { name: 'Row number' });
      await field.fill('100000');
      await expect(page.getByText('There is no row 100000.')).toBeVisible();
    },
    leave: pressEscape,
  },
  ...editScreens,
  ...transactionScreens,
  ...layerScreens,
  {
    name: 'empty',
    async show({ page, files, openFile }) {
      await openFile(files.states);
      await openRows(page, 'sightings');
      await expect(
        page
          .getByRole('main')
          .getByText(/no rows|empty/i)
          .first(),
      ).toBeVisible();
    },
  },
  {
    name: 'broken',
    async show({ page }) {
      await line(page, 'broken').click();
      await expect(page.getByRole('main').getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'busy',
    async show({ page }) {
      await line(page, 'endless').click();
      await expect(page.getByRole('main').getByRole('button', { name: /Stop/ })).toBeVisible();
    },
    async leave({ page }) {
      await page.getByRole('main').getByRole('button', { name: /Stop/ }).click();
      await expect(page.getByRole('main').getByRole('button', { name: /Stop/ })).toBeHidden();
      await openRows(page, 'places');
    },
  },
  {
    name: 'palette',
    async show({ page }) {
      await page.keyboard.press('Control+K');
      await page.getByRole('combobox').fill('te');
      await expect(page.getByRole('group', { name: 'Columns' })).toBeVisible();
    },
    leave: pressEscape,
  },
  {
    name: 'keys',
    async show({ page }) {
      await page.keyboard.press('Control+/');
      await expect(page.getByRole('dialog', { name: 'All keys' })).toBeVisible();
    },
    leave: pressEscape,
  },
  {
    name: 'settings',
    async show({ page }) {
      await page.keyboard.press('Control+,');
      await page.getByRole('tab', { name: 'Appearance' }).click();
      await expect(page.getByRole('region', { name: 'Limits' })).toBeVisible();
    },
  },
  {
    name: 'settings-keys',
    async show({ page }) {
      await page.getByRole('tab', { name: 'Keys', exact: true }).click();
      await page.getByRole('button', { name: 'Change the key of Sidebar' }).click();
      await page.keyboard.press('a');
      await expect(page.getByRole('textbox', { name: 'New key of Sidebar' })).toBeVisible();
    },
    async leave({ page }) {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Alt+W');
    },
  },
  {
    name: 'narrow',
    size: NARROW,
    async show({ page }) {
      const grid = await openRows(page, 'customers');
      await cellAt(grid, 2, 2).click();
      await expect(inspector(page)).toBeHidden();
    },
  },
  {
    name: 'narrow-inspector',
    size: NARROW,
    async show({ page }) {
      await page.keyboard.press('Control+j');
      await expect(inspector(page).getByText(/^Row 2 of/)).toBeVisible();
    },
    leave: ({ page }) => page.keyboard.press('Control+j'),
  },
];

/** The pane at the right. */
function inspector(page: Page): Locator {
  return page.getByRole('region', { name: /^(Row|Document) inspector$/ });
}

function line(page: Page, name: string): Locator {
  return treeOf(page)
    .getByRole('treeitem', { level: 3 })
    .filter({ has: page.getByText(name, { exact: true }) });
}

async function showView(page: Page, name: string): Promise<void> {
  await inspector(page).getByRole('radio', { name }).click();
  await expect(inspector(page).getByRole('radio', { name })).toBeChecked();
}
