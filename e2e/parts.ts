import type { Locator, Page } from '@playwright/test';
import { expect } from './shell.ts';

export { clipboardOf } from './shells/clipboard-of.ts';

import type { ShellName } from './shells/choose-shells.ts';

/** The tree of open files. */
export function treeOf(page: Page): Locator {
  return page.getByRole('tree', { name: 'Databases' });
}

/** The line of a table, collection or view in the tree; its name is followed by the count. */
export function lineOf(page: Page, name: string): Locator {
  return treeOf(page)
    .getByRole('treeitem', { level: 3 })
    .filter({ has: page.getByText(name, { exact: true }) });
}

/** Opens an object with a click in the tree and gives its grid. */
export async function openRows(page: Page, name: string): Promise<Locator> {
  await lineOf(page, name).click();
  const grid = gridOf(page, name);
  await expect(grid).toBeVisible();
  return grid;
}

/** The grid of a table or collection. */
export function gridOf(page: Page, name: string): Locator {
  return page.getByRole('grid', { name: new RegExp(`^(Rows|Documents) of ${escaped(name)}$`) });
}

/** A row by its number as it stands at its left. */
export function rowAt(grid: Locator, number: number): Locator {
  return grid.getByRole('row').filter({
    has: grid.page().getByRole('rowheader', { name: number.toLocaleString('en-US'), exact: true }),
  });
}

/** A cell by the number of its row and the place of its column, both from 1. */
export function cellAt(grid: Locator, row: number, column: number): Locator {
  return rowAt(grid, row)
    .getByRole('gridcell')
    .nth(column - 1);
}

/** The head of a column. */
export function headOf(grid: Locator, column: string): Locator {
  return grid.getByRole('columnheader').filter({ has: grid.page().getByText(column, { exact: true }) });
}

/** The names of the columns from left to right. */
export function columnNames(grid: Locator): Promise<readonly string[]> {
  return grid
    .getByRole('columnheader')
    .getByRole('button', { name: /^(?!Menu of)/ })
    .evaluateAll((heads) => heads.map((head) => head.getAttribute('title') ?? ''));
}

/** The line at the bottom. */
export function statusOf(page: Page): Locator {
  return page.getByRole('contentinfo').getByRole('status');
}

/** The toolbar above the rows. */
export function toolbarOf(page: Page): Locator {
  return page.getByRole('toolbar', { name: 'Rows' });
}

/** Types a filter above a column; the filter row is opened with its button. */
export async function filterBy(grid: Locator, column: string, text: string): Promise<Locator> {
  const page = grid.page();
  const field = grid.getByRole('textbox', { name: `Filter ${column}`, exact: true });
  if (!(await field.isVisible()))
    await toolbarOf(page).getByRole('button', { name: 'Filter', exact: true }).click();
  await field.fill(text);
  await field.press('Enter');
  return field;
}

/** The key that closes a tab: the browser keeps Ctrl+W for itself. */
export function closeTabKeyOf(shell: ShellName): string {
  return shell === 'browser' ? 'Alt+W' : 'Control+W';
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
