import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { makeDatabase } from './fixtures/make-database.ts';
import { cellAt, filterBy, gridOf, headOf, lineOf, openRows, rowAt, statusOf, toolbarOf } from './parts.ts';
import { expect, test } from './shell.ts';

const MANY = 200_000;

/** A table whose ids have gaps, so that a row's number is never its id. */
function makeMany(path: string): string {
  return makeDatabase(path, (db) => {
    db.exec(`
      CREATE TABLE readings (id INTEGER PRIMARY KEY, sensor TEXT, value REAL, level INTEGER);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${MANY})
      INSERT INTO readings SELECT i * 3, 'sensor ' || (i % 7), (i % 100) / 4.0, i % 10 FROM n;
    `);
  });
}

function makePeople(path: string): string {
  return makeDatabase(path, (db) => {
    db.exec(`
      CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, city TEXT, age INTEGER);
      INSERT INTO people VALUES (1, 'Ada', 'Cork', 36), (2, 'Ben', 'Cork', 52), (3, 'Cy', 'Galway', 36),
        (4, 'Dee', NULL, 20), (5, 'Eve', '', 41), (6, 'Flo', 'Galway', NULL);
    `);
  });
}

const people = (folder: string) => makePeople(join(folder, 'people.sqlite'));

async function openPeople(page: Page) {
  const grid = await openRows(page, 'people');
  await expect(cellAt(grid, 1, 2)).toHaveText('Ada');
  return grid;
}

test('@any the last of 200,000 rows is a key away, the middle a wheel, any row a number', async ({
  shell,
}) => {
  const { page } = await shell.start(makeMany(join(shell.folder, 'many.sqlite')));
  const grid = await openRows(page, 'readings');
  await expect(statusOf(page)).toContainText('200,000 rows');
  await expect(cellAt(grid, 1, 1)).toHaveText('3');
  await cellAt(grid, 1, 1).click();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(rowAt(grid, 2)).toHaveAttribute('aria-selected', 'true');
  await expect(cellAt(grid, 2, 2)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Control+End');
  await expect(cellAt(grid, MANY, 1)).toHaveText(String(MANY * 3));
  await expect(cellAt(grid, MANY, 2)).toHaveText(`sensor ${MANY % 7}`);
  await expect(cellAt(grid, MANY, 4)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Control+Home');
  await expect(cellAt(grid, 1, 1)).toHaveText('3');
  await page.keyboard.press('PageDown');
  await expect(rowAt(grid, 1)).toBeHidden();
  await expect(grid.getByRole('row', { selected: true })).toBeVisible();

  await page.keyboard.press('Control+Shift+G');
  const dialog = page.getByRole('dialog', { name: 'Go to row' });
  await dialog.getByRole('textbox', { name: 'Row number' }).fill('200001');
  await expect(dialog.getByText('There is no row 200001.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Row number' }).fill('123,456');
  await page.keyboard.press('Enter');
  await expect(cellAt(grid, 123_456, 1)).toHaveText(String(123_456 * 3));
  await expect(rowAt(grid, 123_456)).toHaveAttribute('aria-selected', 'true');

  await grid.hover();
  await page.mouse.wheel(0, -28 * 23_456);
  await expect(cellAt(grid, 100_000, 1)).toHaveText('300000');
  await grid.evaluate((element) => {
    element.scrollTop = (element.scrollHeight - element.clientHeight) / 2;
  });
  await expect(cellAt(grid, 100_000, 1)).toHaveText('300000');
});

test('@page columns sort up, down and off, by two of them, by mouse and from the menu', async ({ shell }) => {
  const page = await shell.share(people);
  const grid = await openPeople(page);
  const age = headOf(grid, 'age').getByRole('button', { name: /^age/ });
  await age.click();
  await expect(headOf(grid, 'age')).toHaveAttribute('aria-sort', 'ascending');
  await expect(cellAt(grid, 1, 2)).toHaveText('Flo');
  await age.click();
  await expect(headOf(grid, 'age')).toHaveAttribute('aria-sort', 'descending');
  await expect(cellAt(grid, 1, 2)).toHaveText('Ben');
  await headOf(grid, 'name')
    .getByRole('button', { name: /^name/ })
    .click({ modifiers: ['Shift'] });
  await headOf(grid, 'name')
    .getByRole('button', { name: /^name/ })
    .click({ modifiers: ['Shift'] });
  await expect(cellAt(grid, 3, 2)).toHaveText('Cy');
  await expect(cellAt(grid, 4, 2)).toHaveText('Ada');
  await toolbarOf(page).getByRole('button', { name: 'Remove the sort' }).click();
  await expect(cellAt(grid, 1, 2)).toHaveText('Ada');
  await headOf(grid, 'city').getByRole('button', { name: 'Menu of city' }).click();
  await page.getByRole('menuitem', { name: 'Sort descending' }).click();
  await expect(cellAt(grid, 1, 3)).toHaveText('Galway');
  await expect(cellAt(grid, 6, 2)).toHaveText('Dee');
});

const filters: readonly (readonly [column: string, text: string, names: readonly string[]])[] = [
  ['name', 'a', ['Ada']],
  ['city', 'cork', ['Ada', 'Ben']],
  ['age', '= 36', ['Ada', 'Cy']],
  ['age', '!= 36', ['Ben', 'Dee', 'Eve', 'Flo']],
  ['age', '> 41', ['Ben']],
  ['age', '>= 41', ['Ben', 'Eve']],
  ['age', '< 36', ['Dee']],
  ['age', '<= 36', ['Ada', 'Cy', 'Dee']],
  ['age', '30..50', ['Ada', 'Cy', 'Eve']],
  ['name', '~ *e*', ['Ben', 'Dee', 'Eve']],
  ['city', 'null', ['Dee']],
  ['age', '!null', ['Ada', 'Ben', 'Cy', 'Dee', 'Eve']],
  ['city', '= ""', ['Eve']],
];

test('@long every operator of a filter keeps the right rows', async ({ shell }) => {
  const page = await shell.share(people);
  const grid = await openPeople(page);
  for (const [column, text, names] of filters) {
    const field = await filterBy(grid, column, text);
    for (const [index, name] of names.entries()) {
      await expect(cellAt(grid, index + 1, 2), `${column} ${text}`).toHaveText(name);
    }
    await expect(rowAt(grid, names.length + 1), `${column} ${text}`).toBeHidden();
    await expect(statusOf(page)).toContainText(
      names.length === 1 ? '1 row matches' : `${names.length} rows match`,
    );
    await field.fill('');
    await field.press('Enter');
    await expect(rowAt(grid, 6)).toBeVisible();
  }
});

test('@page a filter that says nothing tells what is missing, and one that keeps nothing can be cleared', async ({
  shell,
}) => {
  const page = await shell.share(people);
  const grid = await openPeople(page);
  await grid.focus();
  await page.keyboard.press('Control+f');
  const id = grid.getByRole('textbox', { name: 'Filter id' });
  await expect(id).toBeFocused();
  await id.fill('>');
  await expect(id).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByRole('alert').filter({ hasText: 'A value is missing after >' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(id).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(grid).toBeFocused();

  await filterBy(grid, 'name', 'nobody');
  await expect(page.getByText('No row matches')).toBeVisible();
  await expect(page.getByText('name nobody', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Clear filter' }).click();
  await expect(cellAt(grid, 6, 2)).toHaveText('Flo');

  await cellAt(grid, 1, 3).click();
  await page.keyboard.press('Alt+f');
  await expect(statusOf(page)).toContainText('2 rows match');
  await toolbarOf(page)
    .getByRole('button', { name: /^Remove.*city/ })
    .click();
  await expect(cellAt(grid, 6, 2)).toHaveText('Flo');
});

test('@page what is found in all columns is marked, listed and stepped through', async ({ shell }) => {
  const { page } = await shell.start(makeMany(join(shell.folder, 'many.sqlite')));
  const grid = await openRows(page, 'readings');
  await expect(cellAt(grid, 1, 1)).toHaveText('3');
  await grid.focus();
  await page.keyboard.press('Control+g');
  const bar = page.getByRole('search', { name: 'Find in the rows' });
  await expect(bar.getByRole('textbox', { name: 'Find' })).toBeFocused();
  await page.keyboard.type('599997');
  await page.keyboard.press('Enter');
  await expect(bar.getByText('1 of 1').first()).toBeVisible();
  const list = page.getByRole('region', { name: 'Matches' });
  await expect(list.getByRole('button', { name: /599997/ })).toBeVisible();
  await expect(cellAt(grid, 199_999, 1)).toHaveText('599997');

  await bar.getByRole('textbox', { name: 'Find' }).fill('30000');
  await page.keyboard.press('Enter');
  await expect(bar.getByText(/^1 of 6$/).first()).toBeVisible();
  await bar.getByRole('button', { name: 'Next match' }).click();
  await expect(bar.getByText(/^2 of 6$/).first()).toBeVisible();
  await bar.getByRole('textbox', { name: 'Find' }).press('F3');
  await expect(bar.getByText(/^3 of 6$/).first()).toBeVisible();
  await bar.getByRole('button', { name: 'Previous match' }).click();
  await expect(bar.getByText(/^2 of 6$/).first()).toBeVisible();
  await bar.getByRole('button', { name: 'Close' }).click();
  await expect(bar).toBeHidden();
  await expect(grid).toBeFocused();
});

test('@page matches are counted by column, listed by row or column, and become a filter', async ({
  shell,
}) => {
  const path = makeDatabase(join(shell.folder, 'frost.sqlite'), (db) => {
    db.exec(`
      CREATE TABLE readings (id INTEGER PRIMARY KEY, payload TEXT, note TEXT);
      INSERT INTO readings VALUES (1, 'frost', 'late frost'), (2, 'ice', 'none'), (3, 'rain', 'Frost on mast'),
        (4, 'frost', NULL), (5, 'sun', 'hoar frost');
    `);
  });
  const { page } = await shell.start(path);
  const grid = await openRows(page, 'readings');
  await cellAt(grid, 2, 2).click();
  await page.keyboard.press('Control+g');
  await page.keyboard.type('frost');
  const bar = page.getByRole('search', { name: 'Find in the rows' });
  await expect(bar.getByText('1 of 5', { exact: true }).first()).toBeVisible();
  await expect(statusOf(page)).toContainText('5 matches');
  const list = page.getByRole('region', { name: 'Matches' });
  const figures = list.getByRole('list', { name: 'Matches in each column' }).getByRole('listitem');
  await expect(figures).toHaveText(['note 3', 'payload 2']);
  const entries = list.getByRole('list').last().getByRole('listitem');
  await expect(entries).toHaveText([/1payload/, /1note/, /3note/, /4payload/, /5note/]);
  await list.getByRole('button', { name: 'Order of the matches: By row' }).click();
  await page.getByRole('menuitemradio', { name: 'By column' }).click();
  await expect(entries).toHaveText(['note3', /1note/, /3note/, /5note/, 'payload2', /1payload/, /4payload/]);
  await entries.nth(2).getByRole('button').click();
  await expect(bar.getByText('3 of 5', { exact: true }).first()).toBeVisible();
  await expect(cellAt(grid, 3, 3)).toHaveAttribute('aria-selected', 'true');

  await list.getByRole('button', { name: 'As filter' }).click();
  await page.getByRole('menuitem', { name: 'note, 3' }).click();
  await expect(statusOf(page)).toContainText('3 rows match, of 5');
  await expect(bar).toBeHidden();
  await expect(list).toBeHidden();
  await expect(cellAt(grid, 3, 3)).toHaveText('hoar frost');
  await expect(grid.getByRole('textbox', { name: 'Filter note' })).toHaveValue('frost');
});

test('@page a view that is slow to begin with shows its columns and grey rows, and can be stopped', async ({
  shell,
}) => {
  const path = makeDatabase(join(shell.folder, 'slow.sqlite'), (db) => {
    db.exec(`
      CREATE VIEW slow AS SELECT 'x' AS name, i AS number FROM (
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0);
    `);
  });
  const { page } = await shell.start(path);
  await lineOf(page, 'slow').dblclick();
  const grid = gridOf(page, 'slow');
  await expect(grid).toHaveAttribute('aria-busy', 'true');
  await expect(headOf(grid, 'number')).toBeVisible();
  await expect(grid.getByRole('gridcell', { name: 'loading' }).nth(20)).toBeVisible();
  const measures = await grid.evaluate((element) => ({
    head: element.querySelector('[role="columnheader"]')?.getBoundingClientRect().height,
    rows: Array.from(element.querySelectorAll('[role="row"][aria-rowindex]'))
      .slice(1, 4)
      .map((row) => Math.round(row.getBoundingClientRect().top - element.getBoundingClientRect().top)),
    isScrolling: element.scrollHeight > element.clientHeight,
  }));
  expect(measures.rows).toEqual([44, 72, 100]);
  expect(measures.isScrolling).toBe(false);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText('Reading the rows was stopped')).toBeVisible();
  await expect(grid).toBeHidden();
});

test('@page finding is stopped with a key, and what was found stays', async ({ shell }) => {
  const path = makeDatabase(join(shell.folder, 'long.sqlite'), (db) => {
    db.exec(`
      CREATE TABLE logs (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)
      INSERT INTO logs SELECT i, 'word ' || (i % 1000), hex(randomblob(60)) FROM n;
    `);
  });
  const { page } = await shell.start(path);
  const grid = await openRows(page, 'logs');
  await expect(cellAt(grid, 1, 2)).toHaveText('word 1');
  await toolbarOf(page).getByRole('button', { name: 'Find in all columns' }).click();
  const bar = page.getByRole('search', { name: 'Find in the rows' });
  await bar.getByRole('textbox', { name: 'Find' }).fill('word 77');
  await bar.getByRole('button', { name: 'Stop' }).click();
  await expect(bar.getByRole('button', { name: 'Stop' })).toBeHidden();
  await page.keyboard.press('Control+g');
  await page.keyboard.press('Escape');
  await expect(bar).toBeHidden();
  await grid.focus();
  await page.keyboard.press('Control+End');
  await expect(cellAt(grid, 300_000, 2)).toHaveText('word 0');
});

test('@page one preview tab is used again, a double click keeps it', async ({ shell }) => {
  const path = makeDatabase(join(shell.folder, 'two.sqlite'), (db) => {
    db.exec('CREATE TABLE one (id INTEGER PRIMARY KEY); CREATE TABLE two (id INTEGER PRIMARY KEY)');
  });
  const { page } = await shell.start(path);
  await lineOf(page, 'one').click();
  await lineOf(page, 'two').click();
  await expect(page.getByRole('tab', { name: 'two' })).toBeVisible();
  await expect(page.getByRole('tab', { name: 'one' })).toBeHidden();
  await lineOf(page, 'two').dblclick();
  await lineOf(page, 'one').click();
  await expect(page.getByRole('tab', { name: 'two' })).toBeVisible();
  await expect(gridOf(page, 'one')).toBeVisible();
  await expect(page.getByRole('tabpanel', { name: 'one' }).getByText('No rows yet')).toBeVisible();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(gridOf(page, 'two')).toBeVisible();
});
