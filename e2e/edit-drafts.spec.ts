import { join } from 'node:path';
import { barOf, CITY, cellAt, openShop, SCORE, STATUS, stagedCell, stored } from './edit-parts.ts';
import { makeDatabase } from './fixtures/make-database.ts';
import { cellAt as cellIn, gridOf, openRows } from './parts.ts';
import { expect, test } from './shell.ts';
import { childrenOf } from './shells/children-of.ts';

test('@page what is being typed into a cell outlives the engine, the page and Cairn', async ({ shell }) => {
  shell.allowFaults(/WebSocket|ERR_CONNECTION/);
  const { page, pid, path, grid } = await openShop(shell);
  await cellAt(grid, 7, CITY).click();
  await page.keyboard.type('Cor');
  // It is kept while it is typed: nothing has ended the edit, and nothing moves.
  await expect(page.getByRole('button', { name: '1 staged' })).toBeVisible();
  await expect(barOf(page)).toBeHidden();
  const engine = childrenOf(pid).find(({ command }) => command.includes('engine-process'));
  process.kill(engine?.pid ?? 0, 'SIGKILL');
  await page.reload();
  const draft = cellAt(gridOf(page, 'customers'), 7, CITY);
  await expect(draft).toHaveAccessibleName('city, Cor, draft, before Galway');
  await draft.click();
  await expect(page.getByText(/^Typed and not staged yet\. F2 opens it/)).toBeVisible();
  await page.keyboard.press('F2');
  await expect(grid.getByRole('textbox', { name: 'city' })).toHaveValue('Cor');
  await page.keyboard.press('End');
  await page.keyboard.type('k');
  await page.keyboard.press('Enter');
  await expect(stagedCell(grid, 'Updated 7', CITY)).toHaveAccessibleName(
    'city, Cork, changed, before Galway',
  );

  // Esc forgets, also what was kept; a text that is no value is kept with its problem, over a new start.
  await page.keyboard.type('Ulm');
  await expect(barOf(page)).toContainText('2 staged changes');
  await page.keyboard.press('Escape');
  await expect(barOf(page)).toContainText('1 staged change');
  await expect(cellAt(grid, 8, CITY)).toHaveText('Leipzig');
  await cellAt(grid, 9, SCORE).click();
  await page.keyboard.type('123');
  await expect(barOf(page)).toContainText('2 staged changes');
  await cellAt(grid, 5, STATUS).click();
  await expect(stagedCell(grid, 'Updated 9', SCORE)).toHaveText('123');
  await page.keyboard.type('pa');
  await expect(barOf(page)).toContainText('1 not valid');
  process.kill(pid, 'SIGKILL');
  const again = await shell.start(path);
  const rows = gridOf(again.page, 'customers');
  const bad = cellAt(rows, 5, STATUS);
  await expect(bad).toHaveAccessibleName(/^status, pa, not valid/);
  await expect(stagedCell(rows, 'Updated 7', CITY)).toHaveText('Cork');
  await bad.click();
  await again.page.keyboard.press('Enter');
  await expect(rows.getByRole('combobox', { name: 'status' })).toHaveValue('pa');
  await again.page.keyboard.press('Escape');
  await expect(bad).toHaveText('open');
  await expect(barOf(again.page)).not.toContainText('not valid');
  await again.page.keyboard.press('Control+S');
  await expect(barOf(again.page)).toBeHidden();
  expect(stored(path, 'SELECT city, status, score FROM customers WHERE customer_id IN (5, 7, 8, 9)')).toEqual(
    [
      ['Gdańsk', 'open', 50],
      ['Cork', 'open', 70],
      ['Leipzig', 'open', 80],
      ['Bristol', 'open', 123],
    ],
  );
});

test('@page what is being typed into the form of a row is kept, and staged with Enter however long ago it was typed', async ({
  shell,
}) => {
  shell.allowWrites();
  const long = 'A long line of text. '.repeat(8000);
  const path = makeDatabase(join(shell.folder, 'notes.sqlite'), (db) => {
    db.exec('CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT, memo TEXT)');
    db.prepare('INSERT INTO notes VALUES (1, ?, ?), (2, NULL, NULL)').run('first', long);
  });
  const { page } = await shell.start(path);
  await cellIn(await openRows(page, 'notes'), 1, 2).click();
  const inspector = page.getByRole('region', { name: 'Row inspector' });
  await inspector.getByRole('radio', { name: 'Form' }).click();
  const field = (name: string) => inspector.getByRole('textbox', { name, exact: true });
  const pill = (count: number) => page.getByRole('button', { name: `${count} staged` });
  const bar = barOf(page);
  await field('title').fill('second');
  await expect(pill(1)).toBeVisible();
  await expect(bar).toBeHidden();
  await field('title').press('Enter');
  await expect(bar).toContainText('1 updated');
  await expect(inspector.getByText('Before: first')).toBeVisible();

  // Kept over a reload; back to what stands there it is no change.
  await field('title').fill('third');
  await expect(pill(2)).toBeVisible();
  await page.reload();
  await expect(field('title')).toHaveValue('third');
  await field('title').fill('second');
  await field('title').press('Enter');
  await expect(pill(1)).toBeVisible();
  await field('title').fill('fourth');
  await expect(pill(2)).toBeVisible();
  await page.reload();
  await expect(field('title')).toHaveValue('fourth');
  await field('title').press('Enter');
  await expect(pill(1)).toBeVisible();

  // A long text is read to be edited, and kept like any other.
  await inspector.getByRole('button', { name: 'Edit', exact: true }).click();
  await expect(field('memo')).toBeFocused();
  await field('memo').press('Control+End');
  await page.keyboard.type('The end.');
  await expect(pill(2)).toBeVisible();
  await page.reload();
  await expect(field('memo')).toHaveValue(`${long}The end.`);
  await field('memo').press('Enter');
  await expect(pill(1)).toBeVisible();
  await page.keyboard.press('Control+S');
  await expect(bar).toBeHidden();
  expect(stored(path, 'SELECT title, memo FROM notes WHERE id = 1')).toEqual([['fourth', `${long}The end.`]]);
});
