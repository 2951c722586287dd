import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { makeDatabase } from './fixtures/make-database.ts';
import { cellAt, filterBy, gridOf, headOf, lineOf, rowAt, statusOf, toolbarOf, treeOf } from './parts.ts';
import { expect, type RunningCairn, type Shell, test } from './shell.ts';

const ROWS = 5_000;

function makeNumbers(path: string): string {
  return makeDatabase(path, (db) => {
    db.exec(
      'CREATE TABLE numbers (id INTEGER PRIMARY KEY, name TEXT, half REAL); CREATE TABLE notes (id INTEGER)',
    );
    db.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS})
      INSERT INTO numbers SELECT i, 'number ' || i, i / 2.0 FROM n`);
  });
}

function makePlaces(path: string): string {
  return makeDatabase(path, (db) => {
    db.exec(
      "CREATE TABLE places (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO places VALUES (1, 'Cork'), (2, 'Ulm')",
    );
  });
}

/** Waits until the data folder holds this text in what is kept for the next start. */
async function kept(shell: Shell, text: string): Promise<void> {
  const path = join(shell.dataFolder, 'session.json');
  await expect.poll(() => (existsSync(path) ? readFileSync(path, 'utf8') : '')).toContain(text);
}

/** Ends Cairn and starts it anew, in a page that knows nothing of the one before. */
async function startAgain(shell: Shell, { page, pid }: RunningCairn, ...paths: string[]): Promise<Page> {
  await page.goto('about:blank');
  process.kill(pid, 'SIGTERM');
  await expect.poll(() => isRunning(pid)).toBe(false);
  return (await shell.start(...paths)).page;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Scrolls and selects, so that row 4,000 of the sorted and filtered rows has the cursor. */
async function lookAround(page: Page, grid: Locator): Promise<void> {
  await headOf(grid, 'id').getByRole('button', { name: /^id/ }).click();
  await headOf(grid, 'id').getByRole('button', { name: /^id/ }).click();
  await filterBy(grid, 'half', '>= 100');
  await expect(statusOf(page)).toContainText('4,801 rows');
  await grid.focus();
  await page.keyboard.press('Control+Shift+G');
  await page.getByRole('dialog').getByRole('textbox').fill('4000');
  await page.keyboard.press('Enter');
  await expect(cellAt(grid, 4_000, 2)).toHaveText('number 1001');
}

async function expectThere(page: Page): Promise<void> {
  const grid = gridOf(page, 'numbers');
  await expect(cellAt(grid, 4_000, 2)).toHaveText('number 1001');
  await expect(rowAt(grid, 4_000)).toHaveAttribute('aria-selected', 'true');
  await expect(statusOf(page)).toContainText('4,801 rows');
  await expect(toolbarOf(page)).toContainText('>= 100');
  await expect(grid.getByRole('textbox', { name: 'Filter half', exact: true })).toHaveValue('>= 100');
  await expect(headOf(grid, 'id')).toHaveAttribute('aria-sort', 'descending');
}

test('@any files, tabs, sort, filter, place and inspector come back after a reload and after a new start', async ({
  shell,
}) => {
  const numbers = makeNumbers(join(shell.folder, 'numbers.sqlite'));
  const places = makePlaces(join(shell.folder, 'places.sqlite'));
  const cairn = await shell.start(numbers, places);
  let { page } = cairn;
  await lineOf(page, 'places').dblclick();
  await expect(gridOf(page, 'places')).toBeVisible();
  await lineOf(page, 'notes').dblclick();
  await page.getByRole('radio', { name: 'Structure' }).click();
  await lineOf(page, 'numbers').dblclick();
  await page.getByRole('radio', { name: 'JSON' }).click();
  await lookAround(page, gridOf(page, 'numbers'));
  await page.reload();
  await expectThere(page);
  await kept(shell, '"row": 3999');

  page = await startAgain(shell, cairn);
  await expectThere(page);
  await expect(page.getByRole('radio', { name: 'JSON' })).toBeChecked();
  await expect(page.getByRole('tab')).toHaveText([/places/, /notes/, /numbers/]);
  await expect(page.getByRole('tab', { name: 'numbers' })).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('tab', { name: 'notes' }).click();
  await expect(page.getByRole('radio', { name: 'Structure' })).toBeChecked();
  await page.getByRole('tab', { name: 'places' }).click();
  await expect(cellAt(gridOf(page, 'places'), 2, 2)).toHaveText('Ulm');
});

test('@long a file that cannot be opened any more says so in its tabs, while the others work, and comes back', async ({
  shell,
}) => {
  shell.allowWrites();
  const numbers = makeNumbers(join(shell.folder, 'numbers.sqlite'));
  const places = makePlaces(join(shell.folder, 'places.sqlite'));
  const cairn = await shell.start(numbers, places);
  let { page } = cairn;
  await lineOf(page, 'numbers').dblclick();
  await lineOf(page, 'places').dblclick();
  await expect(gridOf(page, 'places')).toBeVisible();
  await kept(shell, '"name": "places"');
  renameSync(places, `${places}.away`);

  page = await startAgain(shell, cairn);
  const problem = page.getByRole('alert').filter({ hasText: 'places.sqlite was not found' });
  await expect(problem).toBeVisible();
  await page.getByRole('tab', { name: 'numbers' }).click();
  await expect(cellAt(gridOf(page, 'numbers'), 1, 2)).toHaveText('number 1');
  renameSync(`${places}.away`, places);
  await page.getByRole('tab', { name: 'places' }).click();
  await problem.getByRole('button', { name: 'Try again' }).click();
  await expect(cellAt(gridOf(page, 'places'), 1, 2)).toHaveText('Cork');
  await expect(page.getByRole('tab')).toHaveText([/numbers/, /places/]);
});

test('@page a file that is named at the start is opened as well, and comes to the front', async ({
  shell,
}) => {
  const numbers = makeNumbers(join(shell.folder, 'numbers.sqlite'));
  const places = makePlaces(join(shell.folder, 'places.sqlite'));
  const cairn = await shell.start(numbers);
  let { page } = cairn;
  await lineOf(page, 'numbers').dblclick();
  await expect(gridOf(page, 'numbers')).toBeVisible();
  await kept(shell, '"name": "numbers"');
  page = await startAgain(shell, cairn, places);
  // Its only table, or on a busy machine the overview with it.
  const front = page.getByRole('tab', { name: /^places/ });
  await expect(front).toHaveAttribute('aria-selected', 'true');
  await expect(treeOf(page).getByRole('treeitem', { name: basename(numbers) })).toBeVisible();
  await expect(front).toHaveAttribute('aria-selected', 'true');
  // What was just opened comes to the front once more when its tables are known.
  await expect(async () => {
    await page.getByRole('tab', { name: 'numbers' }).click();
    await expect(cellAt(gridOf(page, 'numbers'), 1, 2)).toHaveText('number 1', { timeout: 2_000 });
  }).toPass();
});

test('@page what is kept and damaged is set aside and said, and Cairn starts', async ({ shell }) => {
  writeFileSync(join(shell.dataFolder, 'session.json'), '{"files": [');
  const { page } = await shell.start(makePlaces(join(shell.folder, 'places.sqlite')));
  await expect(lineOf(page, 'places')).toBeVisible();
  await expect(page.getByText(/session\.json was damaged\. It was set aside as/)).toBeVisible();
  expect(readdirSync(shell.dataFolder).some((name) => name.startsWith('session.json.damaged-'))).toBe(true);
});

test('@any a second window begins with the open files and keeps its own tabs', async ({ shell }) => {
  const numbers = makeNumbers(join(shell.folder, 'numbers.sqlite'));
  const { page, anotherPage } = await shell.start(numbers);
  await lineOf(page, 'numbers').dblclick();
  await expect(gridOf(page, 'numbers')).toBeVisible();
  await kept(shell, '"name": "numbers"');
  const other = await anotherPage();
  await lineOf(other, 'notes').dblclick();
  await expect(other.getByRole('tab', { name: 'notes' })).toBeVisible();
  await expect(other.getByRole('tab', { name: 'numbers' })).toBeHidden();
  for (const each of [other, page]) await each.reload();
  await expect(other.getByRole('tab', { name: 'notes' })).toBeVisible();
  await expect(other.getByRole('tab', { name: 'numbers' })).toBeHidden();
  await expect(page.getByRole('tab', { name: 'numbers' })).toBeVisible();
});
