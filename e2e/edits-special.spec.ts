import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { barOf, CITY, cellAt, NAME, openShop, stagedCell, stagedRow, stored } from './edit-parts.ts';
import { statusOf } from './parts.ts';
import { expect, test } from './shell.ts';

const PHOTO = 11;

test('@page bytes come from a file and go to one, in the grid and in the inspector', async ({ shell }) => {
  const { page, path, grid } = await openShop(shell);
  const bytes = (length: number) => Buffer.from(Array.from({ length }, (_, at) => (at * 31) % 256));
  const [photo, other] = [join(shell.dataFolder, 'photo.bin'), join(shell.dataFolder, 'other.bin')];
  writeFileSync(photo, bytes(3000));
  writeFileSync(other, bytes(70_000));
  const choose = async (name: string, file: string) => {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name }).click();
    await (await chooser).setFiles(file);
  };
  const saved = async (name: string) => {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name }).click();
    return readFileSync(await (await download).path());
  };

  // What the file has goes out as it is.
  await cellAt(grid, 2, PHOTO).click();
  await page.keyboard.press('Enter');
  const pane = page.getByRole('dialog', { name: 'Bytes of photo' });
  await expect(pane).toContainText('3 bytes');
  expect(await saved('To a file…')).toEqual(Buffer.from([1, 2, 3]));
  // Of a new one only the beginning is at hand: it is staged whole all the same.
  await choose('From a file…', photo);
  await expect(stagedCell(grid, 'Updated 2', PHOTO)).toContainText('3 kB');
  await cellAt(grid, 3, PHOTO).click();
  await page.keyboard.press('F2');
  await expect(pane).toContainText('NULL');
  await page.keyboard.press('Escape');
  await expect(pane).toBeHidden();

  await page.getByRole('button', { name: 'Inspector' }).click();
  const inspector = page.getByRole('region', { name: 'Row inspector' });
  await cellAt(grid, 4, PHOTO).click();
  await page.keyboard.press('Enter');
  await choose('From a file…', other);
  await expect(stagedCell(grid, 'Updated 4', PHOTO)).toContainText('70 kB');
  await stagedCell(grid, 'Updated 2', NAME).click();
  await inspector.getByRole('button', { name: 'From a file…' }).scrollIntoViewIfNeeded();
  await choose('From a file…', other);
  await expect(stagedCell(grid, 'Updated 2', PHOTO)).toContainText('70 kB');
  await page.keyboard.press('Control+S');
  await expect(barOf(page)).toBeHidden();
  expect(stored(path, 'SELECT photo FROM customers WHERE customer_id IN (2, 3, 4)')).toEqual([
    [bytes(70_000)],
    [null],
    [bytes(70_000)],
  ]);
});

test('@page composed characters go into the cell; Enter that ends a composition does not end the edit', async ({
  shell,
}) => {
  const { page, path, grid } = await openShop(shell);
  const session = await page.context().newCDPSession(page);
  const compose = (text: string) =>
    session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  const process = (code: string) =>
    session.send('Input.dispatchKeyEvent', {
      type: 'rawKeyDown',
      key: 'Process',
      code,
      windowsVirtualKeyCode: 229,
    });
  await cellAt(grid, 7, CITY).click();
  // The first key of an input method opens the editor, and is composed there.
  await process('KeyT');
  const editor = grid.getByRole('textbox', { name: 'city' });
  await expect(editor).toBeFocused();
  await compose('と');
  await compose('とうきょう');
  await expect(editor).toHaveValue('とうきょう');
  await editor.dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true });
  await editor.dispatchEvent('keydown', {
    key: 'Escape',
    isComposing: true,
    bubbles: true,
    cancelable: true,
  });
  await expect(editor).toBeFocused();
  await session.send('Input.insertText', { text: '東京' });
  await expect(editor).toHaveValue('東京');
  await page.keyboard.press('Enter');
  await expect(stagedCell(grid, 'Updated 7', CITY)).toHaveText('東京');

  // In a list the arrows and Enter are those of the input method as well.
  await cellAt(grid, 5, CITY + 3).click();
  await page.keyboard.press('F2');
  const list = grid.getByRole('combobox', { name: 'status' });
  await list.dispatchEvent('compositionstart', { data: 'p' });
  await list.dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true });
  await expect(list).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+S');
  await expect(barOf(page)).toBeHidden();
  expect(stored(path, 'SELECT city, status FROM customers WHERE customer_id IN (5, 7)')).toEqual([
    ['Gdańsk', 'open'],
    ['東京', 'open'],
  ]);
});

test('@long more than 1,000 rows are marked for deletion once the name of their table is typed', async ({
  shell,
}) => {
  const { page, path, grid } = await openShop(shell, 1200);
  await cellAt(grid, 1, CITY).click();
  await page.keyboard.press('Control+A');
  await expect(statusOf(page)).toContainText('1,200 selected');
  await page.keyboard.press('Delete');
  const question = page.getByRole('dialog', { name: 'Mark 1,200 rows for deletion?' });
  const name = question.getByRole('textbox', { name: 'Name of the table, customers' });
  await expect(name).toBeFocused();
  const mark = question.getByRole('button', { name: 'Mark for deletion' });
  await expect(mark).toBeDisabled();
  await page.keyboard.type('customer');
  await page.keyboard.press('Enter');
  await expect(mark).toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(barOf(page)).toBeHidden();

  await page.keyboard.press('Delete');
  await expect(name).toBeFocused();
  await page.keyboard.type('customers');
  await expect(mark).toBeEnabled();
  await page.keyboard.press('Enter');
  await expect(stagedRow(grid, 'Deleted 1')).toBeVisible();
  await expect(barOf(page)).toContainText('1,200 deleted');
  await page.keyboard.press('Control+Z');
  await expect(barOf(page)).toBeHidden();

  // A thousand are no question.
  await cellAt(grid, 1, CITY).click();
  await page.keyboard.press('Control+Shift+G');
  await page.getByRole('dialog').getByRole('textbox').fill('1000');
  await page.keyboard.press('Enter');
  await expect(cellAt(grid, 1000, CITY)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Control+Shift+Home');
  await page.keyboard.press('Delete');
  await expect(barOf(page)).toContainText('1,000 deleted');
  await page.keyboard.press('Control+S');
  await expect(barOf(page)).toBeHidden();
  expect(stored(path, 'SELECT count(*), min(customer_id) FROM customers')).toEqual([[200, 1001]]);
});
