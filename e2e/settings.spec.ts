import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { makeDatabase } from './fixtures/make-database.ts';
import { cellAt, clipboardOf, gridOf, lineOf, openRows, statusOf } from './parts.ts';
import { expect, test } from './shell.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

function makeNotes(path: string): string {
  return makeDatabase(path, (db) => {
    db.exec(`
      CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT);
      INSERT INTO notes VALUES (1, 'one');
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
      INSERT INTO notes SELECT 2, json_group_array(i) FROM n;
    `);
  });
}

async function openSettings(page: Page, name: 'Appearance' | 'Keys' = 'Appearance') {
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name, exact: true }).click();
}

/** The row of a command in the table of keys. */
function keyRow(page: Page, label: string) {
  return page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: label, exact: true }) });
}

test('@any a setting acts at once in all windows, is marked as changed, and goes back', async ({ shell }) => {
  const { page, anotherPage } = await shell.start(makeNotes(join(shell.folder, 'notes.sqlite')));
  await openRows(page, 'notes');
  const other = await anotherPage();
  await expect(lineOf(other, 'notes')).toBeVisible();

  await openSettings(page);
  await page.getByRole('radiogroup', { name: 'Theme' }).getByRole('radio', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(other.locator('html')).toHaveAttribute('data-theme', 'dark');
  const size = page.getByRole('textbox', { name: 'Text size of data, px' });
  await size.fill('99');
  await expect(size).toHaveAttribute('aria-invalid', 'true');
  await size.fill('16');
  await expect(statusOf(page)).toHaveText('2 settings differ from the defaults');
  const cell = cellAt(await openRows(other, 'notes'), 1, 2);
  await expect(cell).toHaveCSS('font-size', '16px');
  await page.getByRole('radiogroup', { name: 'Contrast' }).getByRole('radio', { name: 'More' }).click();
  await expect(other.locator('html')).toHaveAttribute('data-contrast', 'more');

  // A change of one leaves the others as they are, also over a reload.
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await openSettings(page);
  await expect(page.getByRole('textbox', { name: 'Text size of data, px' })).toHaveValue('16');
  await page.getByRole('button', { name: 'Text size of data: back to 12 px' }).click();
  await expect(cell).toHaveCSS('font-size', '12px');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');

  await page.getByRole('button', { name: 'Back to defaults…' }).click();
  const question = page.getByRole('dialog', { name: 'Put all settings back to their defaults?' });
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await question.getByRole('button', { name: 'Back to defaults' }).click();
  await expect(other.locator('html')).not.toHaveAttribute('data-theme', 'dark');
  await expect(statusOf(page)).toHaveText('All settings are as by default');
});

test('@page a limit reaches the engine: longer cells are shown from the next rows on', async ({ shell }) => {
  const { page } = await shell.start(makeNotes(join(shell.folder, 'notes.sqlite')));
  const grid = await openRows(page, 'notes');
  // What is cut cannot be counted.
  const long = cellAt(grid, 2, 2);
  await expect(long).toContainText('[1,2,3');
  await openSettings(page);
  await page.getByRole('textbox', { name: 'Find a setting' }).fill('preview');
  await expect(page.getByRole('textbox', { name: 'Readers for each file' })).toBeHidden();
  await page.getByRole('textbox', { name: 'Cell preview, kB' }).fill('8');
  await page.getByRole('tab', { name: 'notes' }).click();
  // Each refresh reads anew; the setting is on its way to the engine for a moment.
  await expect(async () => {
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect(long).toHaveText('1,000 items', { timeout: 1000 });
  }).toPass();
});

test('@page the data folder is named, measured and emptied', async ({ shell }) => {
  const { page } = await shell.start(makeNotes(join(shell.folder, 'notes.sqlite')));
  await openRows(page, 'notes');
  await openSettings(page);
  const data = page.getByRole('region', { name: 'Data folder' });
  await expect(data.getByRole('definition').first()).toContainText('cairn-e2e-data-');
  await expect(data.getByRole('row', { name: /^Settings, layouts/ })).toContainText(/\d+ (?:bytes|kB)/);
  await data.getByRole('button', { name: 'Empty the cache' }).click();
  await expect(page.getByText('Nothing to remove')).toBeVisible();
});

test('@page a key is changed in its row, works at once, is lost by who had it, and comes back', async ({
  shell,
}) => {
  const { page } = await shell.start(makeNotes(join(shell.folder, 'notes.sqlite')));
  await openRows(page, 'notes');
  await openSettings(page, 'Keys');

  // Refused keys say why, Esc keeps the old one.
  const json = keyRow(page, 'Copy rows as JSON');
  await json.getByRole('button', { name: 'Change the key of Copy rows as JSON' }).click();
  const field = page.getByRole('textbox', { name: 'New key of Copy rows as JSON' });
  await expect(field).toBeFocused();
  await page.keyboard.press('a');
  await expect(json).toContainText('types a character');
  if (shell.name === 'browser') {
    await page.keyboard.press('Control+T');
    await expect(json).toContainText('The browser keeps this key for itself');
  }
  await page.keyboard.press('Escape');
  await expect(field).toBeHidden();
  await expect(json).toContainText('CtrlShiftC');

  // A key that another command has is taken from it; both say so.
  await json.getByRole('button', { name: 'Change the key of Copy rows as JSON' }).press('Enter');
  await page.keyboard.press('Control+C');
  await expect(json).toContainText('Copy cells lost Ctrl+C');
  await expect(keyRow(page, 'Copy cells')).toContainText('Ctrl+C belongs to Copy rows as JSON');
  await expect(statusOf(page)).toContainText('1 conflict');
  await page.getByRole('tab', { name: 'notes' }).click();
  const grid = gridOf(page, 'notes');
  await cellAt(grid, 1, 2).click();
  await page.keyboard.press('Control+C');
  await expect(page.getByRole('region', { name: 'Notifications' })).toContainText('1 row copied');
  await expect.poll(() => clipboardOf(page)).toContain('"text"');

  // Found by pressing; back to the default.
  await openSettings(page, 'Keys');
  await page.getByRole('button', { name: 'Find by pressing' }).click();
  await page.keyboard.press('Control+C');
  await expect(keyRow(page, 'Copy rows as JSON')).toBeVisible();
  await expect(keyRow(page, 'Search and commands')).toBeHidden();
  await page.getByRole('button', { name: 'Default key of Copy rows as JSON' }).click();
  await expect(keyRow(page, 'Copy cells')).toContainText('CtrlC');
  await expect(statusOf(page)).toHaveText('0 keys changed');
});

test('@long a command that has several keys keeps the others when one is changed, added or taken away', async ({
  shell,
}) => {
  const { page } = await shell.start(makeNotes(join(shell.folder, 'notes.sqlite')));
  await openRows(page, 'notes');
  await openSettings(page, 'Keys');
  const row = keyRow(page, 'Edit or open the cell');
  const field = page.getByRole('textbox', { name: 'New key of Edit or open the cell' });
  const shown = row.getByRole('cell').first();
  await expect(shown).toHaveText(/^.{1,6}orF2$/);

  // The one that is pointed at.
  await row.getByRole('button', { name: 'Change F2 of Edit or open the cell' }).press('Enter');
  await expect(field).toBeFocused();
  await page.keyboard.press('F9');
  await expect(shown).toHaveText(/^.{1,6}orF9$/);
  await expect(row.getByRole('button', { name: 'Change the key of Edit or open the cell' })).toBeFocused();

  // One more, and the focus is where it was; Esc adds none.
  const add = row.getByRole('button', { name: 'Add a key to Edit or open the cell' });
  await add.press('Enter');
  await page.keyboard.press('F2');
  await expect(shown).toHaveText(/^.{1,6}orF9orF2$/);
  await expect(add).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(shown).toHaveText(/^.{1,6}orF9orF2$/);

  // All of them are in force.
  await page.getByRole('tab', { name: 'notes' }).click();
  const notes = gridOf(page, 'notes');
  const cell = cellAt(notes, 1, 2);
  for (const key of ['F9', 'F2']) {
    await cell.click();
    await expect(cell).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press(key);
    await expect(notes.getByRole('textbox')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(notes.getByRole('textbox')).toHaveCount(0);
  }

  // Backspace takes one away; four are the most.
  await openSettings(page, 'Keys');
  await row.getByRole('button', { name: 'Change F9 of Edit or open the cell' }).click();
  await page.keyboard.press('Backspace');
  await expect(shown).toHaveText(/^.{1,6}orF2$/);
  for (const key of ['F7', 'F8']) {
    await add.click();
    await page.keyboard.press(key);
    await expect(shown).toContainText(key);
  }
  await expect(add).toBeHidden();
  await row.getByRole('button', { name: 'Default key of Edit or open the cell' }).click();
  await expect(shown).toHaveText(/^.{1,6}orF2$/);
  await expect(statusOf(page)).toHaveText('0 keys changed');
});

// Playwright follows downloads in the browser only.
test('@browser keys are kept in a file and come back from it; a file that is none changes nothing', async ({
  shell,
}) => {
  const { page } = await shell.start(makeNotes(join(shell.folder, 'notes.sqlite')));
  // The only table of a file comes to the front when it has been opened.
  await openRows(page, 'notes');
  await openSettings(page, 'Keys');
  await page.getByRole('button', { name: 'Change the key of Sidebar' }).click();
  await page.keyboard.press('Control+M');
  await expect(keyRow(page, 'Sidebar')).toContainText('yours');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export…' }).click();
  const path = join(tmpdir(), `cairn-keys-${process.pid}.json`);
  await (await download).saveAs(path);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ keys: { 'view.sidebar': ['Ctrl+M'] } });

  await page.getByRole('button', { name: 'Back to defaults…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Back to defaults' }).click();
  await expect(keyRow(page, 'Sidebar')).toContainText('CtrlB');

  const importing = async (file: string) => {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Import…' }).click();
    await (await chooser).setFiles(file);
  };
  const broken = join(tmpdir(), `cairn-broken-${process.pid}.json`);
  writeFileSync(broken, '{"kind": "keys", "keys": {"view.sidebar": ["A"]}}');
  await importing(broken);
  const said = page.getByRole('region', { name: 'Notifications' });
  await expect(said).toContainText('was not imported');
  await expect(said).toContainText(/types a character.*No key was changed/);
  await expect(keyRow(page, 'Sidebar')).toContainText('CtrlB');
  await importing(path);
  await expect(keyRow(page, 'Sidebar')).toContainText('CtrlM');
  await page.keyboard.press('Control+M');
  await expect(page.getByRole('tree', { name: 'Databases' })).toBeHidden();
});
