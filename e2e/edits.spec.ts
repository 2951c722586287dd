import {
  barOf,
  CITY,
  cellAt,
  EMAIL,
  NAME,
  NOTES,
  newRow,
  openCustomers,
  openShop,
  paste,
  REP,
  SCORE,
  SINCE,
  STATUS,
  stagedCell,
  stagedRow,
  stored,
} from './edit-parts.ts';
import { clipboardOf, gridOf, headOf, openRows, rowAt, statusOf, treeOf } from './parts.ts';
import { AXE, lookWithAxe } from './screens/look-with-axe.ts';
import { makeFolder } from './screens/make-folder.ts';
import { expect, test } from './shell.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('@page a cell is typed over, undone, kept over a restart and committed, by keyboard alone', async ({
  shell,
}) => {
  const { page, pid, path, grid } = await openShop(shell);
  await cellAt(grid, 7, CITY).click();
  await page.keyboard.type('Cork');
  await expect(grid.getByRole('textbox', { name: 'city' })).toHaveValue('Cork');
  await page.keyboard.press('Enter');
  const cork = stagedCell(grid, 'Updated 7', CITY);
  await expect(cork).toHaveAccessibleName('city, Cork, changed, before Galway');
  await expect(grid).toBeFocused();
  await expect(cellAt(grid, 8, CITY)).toHaveAttribute('aria-selected', 'true');
  await expect(barOf(page)).toContainText('1 staged change');

  // F2 keeps the text, Esc gives it back, Tab goes to the right.
  await page.keyboard.press('F2');
  await page.keyboard.press('End');
  await page.keyboard.type('!');
  await page.keyboard.press('Escape');
  await expect(cellAt(grid, 8, CITY)).toHaveText('Leipzig');
  await page.keyboard.press('F2');
  await page.keyboard.press('End');
  await page.keyboard.type('!');
  await page.keyboard.press('Tab');
  await expect(stagedCell(grid, 'Updated 8', CITY)).toHaveText('Leipzig!');
  await page.keyboard.type('Wales');
  await page.keyboard.press('Shift+Tab');
  await expect(stagedCell(grid, 'Updated 8', CITY + 1)).toHaveText('Wales');
  await expect(barOf(page)).toContainText('2 updated');

  await page.keyboard.press('Control+Z');
  await page.keyboard.press('Control+Z');
  await expect(cellAt(grid, 8, CITY)).toHaveText('Leipzig');
  await expect(barOf(page)).toContainText('1 staged change');
  await page.keyboard.press('Control+Shift+Z');
  await expect(stagedCell(grid, 'Updated 8', CITY)).toHaveText('Leipzig!');
  expect(stored(path, "SELECT count(*) FROM customers WHERE city IN ('Cork', 'Leipzig!')")).toEqual([[0]]);

  // Another run of Cairn has it again, however the first one ended.
  shell.allowFaults(/WebSocket|ERR_CONNECTION/);
  process.kill(pid, 'SIGKILL');
  const again = await shell.start(path);
  const rows = gridOf(again.page, 'customers');
  await expect(stagedCell(rows, 'Updated 7', CITY)).toHaveText('Cork');
  await expect(stagedCell(rows, 'Updated 8', CITY)).toHaveText('Leipzig!');
  await again.page.getByRole('button', { name: 'Show the sidebar' }).click();
  await expect(treeOf(again.page).getByRole('treeitem', { name: /customers/ })).toContainText('59');
  await expect(treeOf(again.page).getByRole('img', { name: '2 staged changes' })).toHaveCount(2);
  await expect(again.page.getByRole('tab', { name: 'customers' })).toHaveAccessibleDescription(
    '2 staged changes',
  );
  await expect(again.page.getByRole('button', { name: '2 staged' })).toBeVisible();

  await rows.focus();
  await again.page.keyboard.press('Control+S');
  await expect(again.page.getByRole('region', { name: 'Notifications' })).toContainText(
    '2 changes committed',
  );
  await expect(barOf(again.page)).toBeHidden();
  await expect(cellAt(rows, 7, CITY)).toHaveText('Cork');
  await expect
    .poll(() => stored(path, 'SELECT city FROM customers WHERE customer_id IN (7, 8)'))
    .toEqual([['Cork'], ['Leipzig!']]);
  await again.page.reload();
  await expect(cellAt(await openCustomers(again.page), 8, CITY)).toHaveText('Leipzig!');
});

test('@page what is typed, ended and filled down while the editor is on its way comes in its order', async ({
  shell,
}) => {
  const { page } = await openShop(shell);
  // What edits cells comes late.
  const late: (() => void)[] = [];
  let isHeld = true;
  await page.context().route(/\/(?:tools|cell-editor)-[\w-]+\.js/, async (route) => {
    if (isHeld) await new Promise<void>((resolve) => late.push(resolve));
    await route.continue();
  });
  await page.reload();
  const grid = gridOf(page, 'customers');
  await cellAt(grid, 7, CITY).click();
  await page.keyboard.type('Cork');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Oslo');
  await page.keyboard.press('Enter');
  await expect(cellAt(grid, 9, CITY)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Control+D');
  expect(late.length).toBeGreaterThan(0);
  await expect(grid.getByRole('textbox')).toHaveCount(0);
  isHeld = false;
  for (const go of late) go();
  await expect(stagedCell(grid, 'Updated 7', CITY)).toHaveText('Cork');
  await expect(stagedCell(grid, 'Updated 8', CITY)).toHaveText('Oslo');
  await expect(stagedCell(grid, 'Updated 9', CITY)).toHaveText('Oslo');
  await expect(grid.getByRole('textbox')).toHaveCount(0);
});

test('@page a mouse edits: double click, a click elsewhere, a list, a new row, discard', async ({
  shell,
}) => {
  const { page, grid } = await openShop(shell);
  await cellAt(grid, 2, NAME).dblclick();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Jonas');
  await cellAt(grid, 4, CITY).click();
  await expect(stagedCell(grid, 'Updated 2', NAME)).toHaveText('Jonas');
  await expect(cellAt(grid, 4, CITY)).toHaveAttribute('aria-selected', 'true');

  await cellAt(grid, 5, STATUS).dblclick();
  const list = page.getByRole('listbox', { name: 'Values of status' });
  await expect(list.getByRole('option')).toHaveText(['open', 'paid', 'late', 'NULL']);
  await list.getByRole('option', { name: 'late' }).click();
  await expect(stagedCell(grid, 'Updated 5', STATUS)).toHaveText('late');

  await page.getByRole('button', { name: 'New row' }).click();
  const added = stagedRow(grid, 'Inserted new');
  await expect(added.getByRole('gridcell').first()).toHaveText('auto');
  await expect(added.getByRole('gridcell').nth(4)).toHaveText('Ireland');
  await expect(statusOf(page)).toContainText('59 rows, 1 new');

  await barOf(page).getByRole('button', { name: 'Discard' }).click();
  await expect(barOf(page)).toBeHidden();
  await expect(cellAt(grid, 2, NAME)).toHaveText('Customer 2');
  const toasts = page.getByRole('region', { name: 'Notifications' });
  await expect(toasts).toContainText('3 staged changes discarded');
  await toasts.getByRole('button', { name: 'Undo' }).click();
  await expect(barOf(page)).toContainText('3 staged changes');
});

test('@page NULL, empty text, numbers, dates and lists are what they are, and a wrong text is kept and marked', async ({
  shell,
}) => {
  const { page, path, grid } = await openShop(shell);
  await cellAt(grid, 1, CITY).click();
  await page.keyboard.press('Control+0');
  await expect(stagedCell(grid, 'Updated 1', CITY)).toHaveText('NULL');
  await cellAt(grid, 2, CITY).click();
  await page.keyboard.press('F2');
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Enter');
  await expect(stagedCell(grid, 'Updated 2', CITY)).toHaveAccessibleName(
    'city, empty text, changed, before Uppsala',
  );

  await cellAt(grid, 3, SCORE).click();
  await page.keyboard.type('9007199254740993');
  await page.keyboard.press('Enter');
  await expect(stagedCell(grid, 'Updated 3', SCORE)).toHaveText('9007199254740993');
  await page.keyboard.type('many');
  await page.keyboard.press('Enter');
  await expect(stagedCell(grid, 'Updated 4', SCORE)).toHaveText('many');
  const hint = page.getByText('"many" is not a whole number; it is kept as text.');
  await expect(hint).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(hint).toBeHidden();

  // NOT NULL is said at once; a text that is no value stays, and blocks the commit.
  await cellAt(grid, 5, NAME).click();
  await page.keyboard.press('Control+0');
  await expect(page.getByText('name cannot be NULL.')).toBeVisible();
  await cellAt(grid, 5, STATUS).click();
  await page.keyboard.type('payed');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Choose one of open, paid, late.')).toBeVisible();
  const bad = cellAt(grid, 5, STATUS);
  await expect(bad).toHaveText('payed');
  await expect(bad).toHaveAccessibleName(/^status, payed, not valid/);
  await expect(barOf(page)).toContainText('1 not valid');
  await page.keyboard.press('Control+S');
  await expect(page.getByRole('alert').filter({ hasText: 'Nothing was written' })).toBeVisible();
  expect(stored(path, 'SELECT status FROM customers WHERE customer_id = 5')).toEqual([['open']]);

  await bad.click();
  await page.keyboard.type('pa');
  await page.keyboard.press('Enter');
  await expect(stagedCell(grid, 'Updated 5', STATUS)).toHaveText('paid');
  await page.keyboard.press('Control+S');
  await expect(barOf(page)).toBeHidden();
  await expect
    .poll(() => stored(path, 'SELECT city, status, typeof(score) FROM customers WHERE customer_id <= 5'))
    .toEqual([
      [null, 'open', 'integer'],
      ['', 'open', 'integer'],
      ['Porto', 'open', 'integer'],
      ['Sapporo', 'open', 'text'],
      ['Gdańsk', 'paid', 'integer'],
    ]);
});

test('@page a foreign key is found by name, a long text has lines, a date has a calendar', async ({
  shell,
}) => {
  const { page, path, grid } = await openShop(shell);
  await cellAt(grid, 1, REP).click();
  await page.keyboard.type('edw');
  const list = page.getByRole('listbox', { name: 'Values of rep_id' });
  await expect(list.getByRole('option')).toHaveText(['2N. Edwards']);
  await page.keyboard.press('Enter');
  await expect(stagedCell(grid, 'Updated 1', REP)).toHaveAccessibleName(
    'rep_id, 2, N. Edwards, changed, before 4',
  );

  await cellAt(grid, 3, NOTES).click();
  await page.keyboard.press('Enter');
  const pane = page.getByRole('dialog', { name: 'Text of notes' });
  await expect(pane.getByRole('textbox')).toHaveValue('first line\nsecond line');
  await page.keyboard.type('\nthird line');
  await page.keyboard.press('Control+Enter');
  await expect(stagedCell(grid, 'Updated 3', NOTES)).toContainText('third line');

  await cellAt(grid, 4, SINCE).click();
  await page.keyboard.press('F2');
  await expect(page.getByRole('button', { name: 'Choose a date' })).toBeVisible();
  await page.keyboard.type('2025-01-31');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+S');
  await expect(barOf(page)).toBeHidden();
  expect(stored(path, 'SELECT rep_id FROM customers WHERE customer_id = 1')).toEqual([[2]]);
  expect(stored(path, 'SELECT notes, since FROM customers WHERE customer_id IN (3, 4)')).toEqual([
    ['first line\nsecond line\nthird line', '2024-02-27'],
    [null, '2025-01-31'],
  ]);
});

test('@page rows are inserted, deleted and filled down', async ({ shell }) => {
  const { page, path, grid } = await openShop(shell);
  await cellAt(grid, 1, 1).click();
  await page.keyboard.press(newRow(shell));
  await expect(stagedRow(grid, 'Inserted new')).toBeVisible();
  await page.keyboard.type('Freya Lund');
  await page.keyboard.press('Tab');
  await page.keyboard.type('freya@shop.example');
  await page.keyboard.press('Enter');
  await expect(stagedCell(grid, 'Inserted new', EMAIL)).toHaveAccessibleName(
    'email, freya@shop.example, new',
  );

  await cellAt(grid, 9, NAME).click();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Delete');
  await expect(stagedRow(grid, 'Deleted 9')).toBeVisible();
  await expect(stagedRow(grid, 'Deleted 10')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Delete');
  await expect(rowAt(grid, 10)).toBeVisible();
  await page.keyboard.type('x');
  await expect(barOf(page)).toContainText('1 deleted');
  await page.keyboard.press('Escape');

  await cellAt(grid, 1, CITY).click();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Control+D');
  await expect(stagedCell(grid, 'Updated 3', CITY)).toHaveText('Bristol');
  await expect(barOf(page)).toContainText('2 updated');
  await page.keyboard.press('Control+Z');
  await expect(cellAt(grid, 3, CITY)).toHaveText('Porto');
  await page.keyboard.press('Control+Shift+Z');

  await page.keyboard.press('Control+S');
  await expect(barOf(page)).toBeHidden();
  await expect(statusOf(page)).toContainText('59 rows');
  expect(stored(path, 'SELECT city FROM customers WHERE customer_id <= 3')).toEqual([
    ['Bristol'],
    ['Bristol'],
    ['Bristol'],
  ]);
  expect(stored(path, 'SELECT count(*), max(customer_id) FROM customers')).toEqual([[59, 60]]);
  expect(stored(path, 'SELECT name, country FROM customers WHERE customer_id = 60')).toEqual([
    ['Freya Lund', 'Ireland'],
  ]);
});

test('@page cells of a spreadsheet are pasted as one step; rows beyond the end are new', async ({
  shell,
}) => {
  const { page, path, grid } = await openShop(shell, 12);
  await cellAt(grid, 11, CITY).click();
  await paste(page, 'Cork\tIreland\r\n"Dún\nLaoghaire"\tIreland\r\nOslo\tNorway\r\n');
  const question = page.getByRole('dialog', { name: 'Add 1 new row?' });
  await question.getByRole('button', { name: 'Add the row' }).click();
  await expect(stagedCell(grid, 'Updated 11', CITY)).toHaveText('Cork');
  await expect(stagedCell(grid, 'Updated 12', CITY)).toHaveText('Dún↵Laoghaire');
  await expect(stagedCell(grid, 'Inserted new', CITY)).toHaveText('Oslo');
  await expect(statusOf(page)).toContainText('3 selected');

  // What is copied is what is seen.
  await page.keyboard.press('Control+C');
  await expect.poll(() => clipboardOf(page)).toContain('Oslo\tNorway');

  await page.keyboard.press('Control+Z');
  await expect(barOf(page)).toBeHidden();
  await page.keyboard.press('Control+Shift+Z');
  await expect(barOf(page)).toContainText('3 staged changes');

  // One cell fills the selection.
  await cellAt(grid, 1, CITY).click();
  await page.keyboard.press('Shift+ArrowDown');
  await paste(page, 'Lund');
  await expect(stagedCell(grid, 'Updated 2', CITY)).toHaveText('Lund');
  await stagedCell(grid, 'Inserted new', NAME).click();
  await page.keyboard.type('Nora');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+S');
  await expect(barOf(page)).toBeHidden();
  expect(stored(path, 'SELECT city, country FROM customers WHERE customer_id IN (1, 2, 12, 13)')).toEqual([
    ['Lund', 'Ireland'],
    ['Lund', 'Ireland'],
    ['Dún\nLaoghaire', 'Ireland'],
    ['Oslo', 'Norway'],
  ]);
});

test('@page what cannot be edited says why at the first key', async ({ shell }) => {
  const { page, grid } = await openShop(shell);
  await cellAt(grid, 1, 12).click();
  await page.keyboard.type('x');
  await expect(page.getByText(/^shout: /)).toBeVisible();
  await expect(grid.getByRole('textbox')).toHaveCount(0);
  await page.getByRole('button', { name: 'Show the sidebar' }).click();
  const view = await openRows(page, 'cities');
  await cellAt(view, 1, 1).click();
  await page.keyboard.type('x');
  await expect(page.getByText(/view/i).and(page.getByRole('status'))).toBeVisible();
});

test('@page closing never asks: what is staged is kept, and may be discarded', async ({ shell }) => {
  const { page, grid } = await openShop(shell);
  await cellAt(grid, 7, CITY).click();
  await page.keyboard.type('Cork');
  await page.keyboard.press('Enter');
  await expect(barOf(page)).toBeVisible();
  await page.getByRole('tab', { name: 'customers' }).press('Delete');
  const toasts = page.getByRole('region', { name: 'Notifications' });
  await expect(toasts).toContainText('1 staged change of customers is kept');
  await page.getByRole('button', { name: 'Show the sidebar' }).click();
  await expect(stagedCell(await openCustomers(page), 'Updated 7', CITY)).toHaveText('Cork');
  await toasts.getByRole('button', { name: 'Discard' }).click();
  await expect(barOf(page)).toBeHidden();
});

test('@page fields of documents are edited in place: nothing else of the document changes', async ({
  shell,
}) => {
  shell.allowWrites();
  const { sample } = makeFolder(shell.folder);
  const document = () => String(stored(sample, `SELECT json(doc) FROM orders WHERE _id = 'ord_9001'`)[0]);
  const before = document();
  const { page } = await shell.start(sample);
  const grid = await openRows(page, 'orders');
  await expect(statusOf(page)).toContainText('720 documents');
  const column = Number(await headOf(grid, 'status').getAttribute('aria-colindex')) - 1;
  await cellAt(grid, 1, column).click();
  await page.keyboard.type('paid');
  await page.keyboard.press('Enter');
  await expect(stagedCell(grid, 'Updated 1', column)).toHaveAccessibleName(
    'status, paid, changed, before draft',
  );
  await cellAt(grid, 2, column).click();
  await page.keyboard.press('Control+0');
  await expect(stagedCell(grid, 'Updated 2', column)).toHaveText('null');
  await page.keyboard.press('Control+Z');
  await expect(cellAt(grid, 2, column)).not.toHaveText('null');
  await page.keyboard.press('Control+S');
  await expect(barOf(page)).toBeHidden();
  await expect(cellAt(grid, 1, column)).toHaveText('paid');
  expect(document()).toBe(before.replace('"draft"', '"paid"'));

  // A new document has an id, and what its schema asks for.
  await page.getByRole('button', { name: 'New document' }).click();
  await expect(statusOf(page)).toContainText('720 documents, 1 new');
  await expect(stagedRow(grid, 'Inserted new').getByRole('gridcell').first()).toHaveText(/^[0-9a-f-]{36}$/);
});

test('@long axe finds nothing at staged rows, their editors and what floats, in both themes', async ({
  shell,
}) => {
  const { page, grid } = await openShop(shell);
  await page.evaluate(AXE);
  const look = async (state: string) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect((await lookWithAxe(page)).violations, `${state}, ${colorScheme}`).toEqual([]);
    }
  };
  await cellAt(grid, 7, CITY).click();
  await page.keyboard.type('Cork');
  await page.keyboard.press('Enter');
  await cellAt(grid, 9, NAME).click();
  await page.keyboard.press('Delete');
  await page.keyboard.press(newRow(shell));
  await expect(stagedRow(grid, 'Inserted new')).toBeVisible();
  await look('staged');
  await cellAt(grid, 5, STATUS).click();
  await page.keyboard.type('payed');
  await look('list');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Choose one of open, paid, late.')).toBeVisible();
  await look('invalid');
  await cellAt(grid, 3, NOTES).click();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Text of notes' })).toBeVisible();
  await look('long text');
  await page.keyboard.press('Escape');

  // Without rows no cell has the cursor.
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('textbox', { name: 'Filter city', exact: true }).fill('= Nowhere');
  await page.keyboard.press('Enter');
  await expect(statusOf(page)).toContainText('0 rows match, of 59, 1 new');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Delete');
  await expect(statusOf(page)).not.toContainText('new');
  await expect(grid).not.toHaveAttribute('aria-activedescendant');
  await look('no row');
});
