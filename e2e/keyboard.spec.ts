import type { Locator } from '@playwright/test';
import { command, until, watchPointer } from './keyboard-parts.ts';
import { clipboardOf, closeTabKeyOf, gridOf, headOf, lineOf, statusOf, treeOf } from './parts.ts';
import { expect, test } from './shell.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('@any everything that reads is done by keyboard alone', async ({ shell }) => {
  const { page } = await shell.start();
  const pointers = await watchPointer(page);

  // Open the sample, walk the tree, open a table.
  await until(page, 'Tab', page.getByRole('button', { name: 'Open the sample' }));
  await page.keyboard.press('Enter');
  const file = treeOf(page).getByRole('treeitem', { level: 1 });
  await expect(file).toBeVisible();
  await until(page, 'F6', file);
  await page.keyboard.press('ArrowLeft');
  await expect(lineOf(page, 'tracks')).toBeHidden();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(treeOf(page).getByRole('treeitem', { name: /^Collections/ })).toBeFocused();
  await page.keyboard.type('trac');
  await expect(lineOf(page, 'tracks')).toBeFocused();
  await page.keyboard.press('Enter');
  const tracks = gridOf(page, 'tracks');
  await expect(statusOf(page)).toContainText('1,678 rows');
  await expect(tracks.getByRole('gridcell').first()).toBeVisible();

  // Regions: tabs, tool bar, grid, inspector, and back.
  await page.keyboard.press('F6');
  await expect(page.getByRole('tab', { name: 'tracks' })).toBeFocused();
  await page.keyboard.press('F6');
  await expect(page.getByRole('radio', { name: 'Rows' })).toBeFocused();
  await page.keyboard.press('F6');
  await expect(tracks).toBeFocused();

  // Move and select, copy.
  const selected = tracks.getByRole('row', { selected: true });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(selected).toHaveAttribute('aria-rowindex', '3');
  await page.keyboard.press('Control+C');
  await expect.poll(() => clipboardOf(page)).toBe(await text(tracks, 2));
  await page.keyboard.press('Control+Shift+C');
  const notifications = page.getByRole('region', { name: 'Notifications' });
  await expect(notifications).toContainText('1 row copied');
  // A message is a region like the others: F6 comes to it, and goes on.
  await until(page, 'F6', notifications.getByRole('dialog', { name: '1 row copied' }));
  await until(page, 'F6', tracks);
  await page.keyboard.press('Shift+ArrowDown');
  await expect(statusOf(page)).toContainText('2 selected');
  await page.keyboard.press('Control+End');
  await expect(selected).toHaveAttribute('aria-rowindex', '1679');
  await page.keyboard.press('Control+Home');
  await expect(selected).toHaveAttribute('aria-rowindex', '2');

  // Sort at a head.
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  await expect(headOf(tracks, 'title').getByRole('button', { name: /^title/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(headOf(tracks, 'title')).toHaveAttribute('aria-sort', 'ascending');
  await page.keyboard.press('Escape');
  await expect(tracks).toBeFocused();
  await command(page, 'clear the sort');
  await expect(headOf(tracks, 'title')).toHaveAttribute('aria-sort', 'none');

  // Filter the column of the cursor, and by a value.
  await expect(tracks).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Control+F');
  await expect(tracks.getByRole('textbox', { name: 'Filter title' })).toBeFocused();
  await page.keyboard.type('Almanac');
  await page.keyboard.press('Enter');
  await expect(statusOf(page)).toContainText('match');
  await page.keyboard.press('ArrowDown');
  await expect(tracks).toBeFocused();
  await command(page, 'clear the filter');
  await expect(statusOf(page)).toContainText('1,678 rows');

  // Find, step, close.
  await page.keyboard.press('Control+G');
  const find = page.getByRole('textbox', { name: 'Find', exact: true });
  await expect(find).toBeFocused();
  await page.keyboard.type('lantern');
  const bar = page.getByRole('search', { name: 'Find in the rows' });
  await expect(bar).toContainText(/1 of \d+/);
  await expect(bar.getByRole('button', { name: 'Stop' })).toBeHidden();
  await page.keyboard.press('F3');
  await expect(bar).toContainText(/2 of \d+/);
  await page.keyboard.press('Shift+F3');
  await expect(bar).toContainText(/1 of \d+/);
  await page.keyboard.press('Escape');
  await expect(bar).toBeHidden();
  await expect(tracks).toBeFocused();

  // The inspector's views.
  await page.keyboard.press('Control+J');
  const form = page.getByRole('radio', { name: 'Form' });
  await expect(form).toBeHidden();
  await page.keyboard.press('Space');
  await expect(form).toBeVisible();
  await until(page, 'F6', form);
  for (const view of ['Tree', 'JSON', 'Related']) {
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('radio', { name: view })).toBeChecked();
  }
  await page.keyboard.press('Home');
  await until(page, 'F6', tracks);

  // Follow a foreign key, and back.
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Alt+Enter');
  const albums = gridOf(page, 'albums');
  await expect(albums).toBeFocused();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(tracks).toBeVisible();
  await expect(tracks).toBeFocused();
  await page.keyboard.press('Alt+ArrowRight');
  await expect(albums).toBeFocused();
  await page.keyboard.press(closeTabKeyOf(shell.name));
  await expect(albums).toBeHidden();
  await expect(tracks).toBeFocused();

  // Its structure.
  await command(page, 'show structure');
  await expect(page.getByRole('heading', { name: 'Foreign keys' })).toBeVisible();
  await command(page, 'show rows');
  await expect(tracks).toBeVisible();

  // Another table by the palette.
  await page.keyboard.press('Control+K');
  await page.keyboard.type('genres');
  await expect(page.getByRole('option').first()).toContainText('genres');
  await page.keyboard.press('Enter');
  await expect(gridOf(page, 'genres')).toBeFocused();

  // Settings: a key is changed, used, and the tab closed.
  await page.keyboard.press('Control+,');
  const keys = page.getByRole('tab', { name: 'Keys', exact: true });
  await until(page, 'F6', page.getByRole('tab', { name: 'Appearance' }));
  await page.keyboard.press('ArrowDown');
  await expect(keys).toBeFocused();
  await until(page, 'Tab', page.getByRole('textbox', { name: 'Command or key' }));
  await page.keyboard.type('sidebar');
  await until(page, 'Tab', page.getByRole('button', { name: 'Change the key of Sidebar' }));
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+M');
  await expect(page.getByRole('button', { name: 'Change the key of Sidebar' })).toBeFocused();
  await page.keyboard.press('Control+M');
  await expect(treeOf(page)).toBeHidden();
  await page.keyboard.press('Control+B');
  await expect(treeOf(page)).toBeHidden();
  await page.keyboard.press('Control+M');
  await expect(treeOf(page)).toBeVisible();
  await page.keyboard.press(closeTabKeyOf(shell.name));
  await expect(keys).toBeHidden();
  await expect(gridOf(page, 'genres')).toBeFocused();

  expect(await pointers()).toBe(0);
});

/** What stands in a cell of the row with the cursor. */
async function text(grid: Locator, column: number): Promise<string> {
  const cell = grid
    .getByRole('row', { selected: true })
    .getByRole('gridcell')
    .nth(column - 1);
  return ((await cell.textContent()) ?? '').trim();
}
