import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { makeDatabase } from './fixtures/make-database.ts';
import { cellAt, clipboardOf, closeTabKeyOf, treeOf } from './parts.ts';
import { AXE, lookWithAxe } from './screens/look-with-axe.ts';
import { expect, type RunningCairn, type Shell, test } from './shell.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const ORDERS = 3000;

function makeShop(folder: string): string {
  return makeDatabase(join(folder, 'shop.sqlite'), (db) => {
    db.exec(`
      CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, city TEXT);
      INSERT INTO customers VALUES (1, 'Ana', 'Cork'), (2, 'Bo', NULL), (3, 'Yui', 'Ulm');
      CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER, status TEXT, total REAL, doc TEXT, photo BLOB);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ORDERS})
        INSERT INTO orders SELECT i, 1 + i % 3, iif(i % 2, 'paid', 'open'), i / 4.0, '{"a": 1, "b": [2]}', x'00ff' FROM n;
      CREATE TABLE visits (_id TEXT PRIMARY KEY, doc TEXT NOT NULL);
      INSERT INTO visits VALUES ('v1', '{"page": "home", "n": 3}'), ('v2', '{"page": "home", "n": 5}'), ('v3', '{"page": "cart", "n": 4}');`);
  });
}

/** Opens a console with the button beside the tabs and gives its editor. */
async function newConsole(page: Page, name = 'Console 1'): Promise<Locator> {
  await page.getByRole('button', { name: 'New console' }).click();
  const editor = page.getByRole('textbox', { name: `SQL of ${name}` });
  // Who opens a console types at once.
  await expect(editor).toBeFocused();
  return editor;
}

/** Puts a text in the place of what the editor has; the list of completions is closed. */
async function write(editor: Locator, text: string): Promise<void> {
  await editor.press('Control+a');
  await editor.page().keyboard.insertText(text);
  await editor.press('Escape');
}

async function expectNoViolations(page: Page): Promise<void> {
  await page.evaluate(AXE);
  const { passed, violations } = await lookWithAxe(page);
  expect(violations).toEqual([]);
  expect(passed).toBeGreaterThan(20);
}

const resultOf = (page: Page, number = 1) =>
  page.getByRole('grid', { name: `Result ${number}`, exact: true });
const messagesOf = (page: Page) => page.getByRole('region', { name: 'Messages' });
const tabOf = (page: Page, name: RegExp) =>
  page.getByRole('tablist', { name: 'What came of it' }).getByRole('tab', { name });

async function startAgain(shell: Shell, { page, pid }: RunningCairn, path: string): Promise<Page> {
  await page.goto('about:blank');
  process.kill(pid, 'SIGTERM');
  await expect
    .poll(() => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    })
    .toBe(false);
  return (await shell.start(path)).page;
}

test('@any a statement is typed with completion, run, corrected, given values, found again and kept', async ({
  shell,
}) => {
  const path = makeShop(shell.folder);
  const running = await shell.start(path);
  const { page } = running;
  const editor = await newConsole(page);

  // Completion: after two letters or a point, with the types at the right.
  await page.keyboard.type('SELECT c.cty');
  await page.keyboard.press('Escape');
  await page.keyboard.type(' FROM customers AS c WHERE c.na');
  const options = page.getByRole('listbox').getByRole('option');
  await expect(options).toHaveText(['c.nameTEXT']);
  await options.click();
  await page.keyboard.type(' IS NOT NULL');
  await page.keyboard.press('Escape');
  await expect(editor).toHaveText('SELECT c.cty FROM customers AS c WHERE c.name IS NOT NULL');

  // What is wrong has its place, and the name that was meant: when it is explained, and when it is run.
  await page.keyboard.press('Control+Shift+E');
  await expect(editor).toContainText('Line 1, column 8: no such column: c.cty');
  await page.keyboard.press('Control+Enter');
  await expect(messagesOf(page).getByRole('listitem').first()).toContainText('no such column: c.cty');
  await expect(editor).toContainText('Line 1, column 8: no such column: c.cty');
  await page.getByRole('button', { name: 'Use city' }).click();
  await expect(editor).toContainText('SELECT c.city FROM');
  await expect(editor).not.toContainText('no such column');
  await page.keyboard.press('Control+Enter');
  const grid = resultOf(page);
  await expect(grid).toHaveAttribute('aria-rowcount', '4');
  await expect(cellAt(grid, 1, 1)).toHaveAccessibleName('Cork');
  await expect(cellAt(grid, 2, 1)).toHaveAccessibleName('null');
  await expect(tabOf(page, /^Results 3/)).toHaveAttribute('aria-selected', 'true');

  // Parameters are asked for, and remembered.
  await write(
    editor,
    'SELECT id, total FROM orders WHERE total > :min AND status = :status ORDER BY total DESC',
  );
  await page.keyboard.press('Control+Enter');
  const least = page.getByRole('textbox', { name: 'Value of :min' });
  await expect(least).toBeFocused();
  await page.keyboard.type('740');
  await page.keyboard.press('Tab');
  await page.keyboard.type('paid');
  await page.keyboard.press('Enter');
  await expect(grid).toHaveAttribute('aria-rowcount', '21');
  await expect(cellAt(grid, 1, 2)).toHaveText('749.75');
  await expect(grid.getByRole('columnheader', { name: /total/ })).toHaveAttribute('aria-sort', 'descending');

  // The history has what was run, and gives it back.
  await page.getByRole('toolbar', { name: 'Console' }).getByRole('button', { name: 'History' }).click();
  const history = page.getByRole('region', { name: 'History' });
  await expect(history.getByRole('list', { name: 'Statements' }).getByRole('listitem')).toHaveCount(3);
  await expect(history).toContainText('no such column: c.cty');
  await history.getByRole('textbox', { name: 'Search statements' }).fill('c.city');
  await expect(history.getByRole('list', { name: 'Statements' }).getByRole('listitem')).toHaveCount(1);
  await editor.press('Control+a');
  await history.getByRole('button', { name: /^SELECT c\.city/ }).click();
  await expect(editor).toHaveText('SELECT c.city FROM customers AS c WHERE c.name IS NOT NULL');
  await write(editor, 'SELECT 1;\n\nSELECT name\nFROM customers -- kept\nWHERE id = :min');
  await history.getByRole('button', { name: /^Statements of/ }).click();
  await page.getByRole('menuitemradio', { name: 'All files' }).click();
  await expect(history.getByRole('listitem').filter({ hasText: 'shop.sqlite' })).toHaveCount(1);

  // The palette finds it too, and puts it beside what is there.
  await editor.press('Control+k');
  await page.keyboard.type('total desc');
  const recent = page.getByRole('group', { name: 'Recent statements' }).getByRole('option');
  await expect(recent).toHaveCount(1);
  await recent.click();
  await expect(editor).toContainText('WHERE id = :min;');
  await expect(editor).toContainText('ORDER BY total DESC');
  await expect(editor).toBeFocused();
  await editor.press('Control+z');

  // Sizes by keyboard: of the editor, of the pane, of a column.
  const height = page.getByRole('separator', { name: 'Height of the editor' });
  await height.focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(height).toHaveAttribute('aria-valuenow', '280');
  const head = grid.getByRole('columnheader', { name: /total/ });
  const before = Number(await head.getByRole('separator').getAttribute('aria-valuenow'));
  await grid.focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  await expect(head).toBeFocused();
  await page.keyboard.press('Alt+ArrowRight');
  await expect(head.getByRole('separator')).toHaveAttribute('aria-valuenow', String(before + 16));
  await page.keyboard.press('ArrowDown');
  await expect(grid).toBeFocused();

  // Another console, renamed and closed: its text stays until it is removed.
  const second = await newConsole(page, 'Console 2');
  await write(second, 'SELECT 2 AS two');
  await page.keyboard.press(closeTabKeyOf(shell.name));
  await expect(page.getByRole('tab', { name: 'Console 2' })).toBeHidden();
  await page.getByRole('button', { name: /^On shop/ }).click();
  await page.getByRole('menuitem', { name: 'Console 2' }).click();
  await expect(second).toHaveText('SELECT 2 AS two');
  await page.getByRole('button', { name: /^On shop/ }).click();
  await page.getByRole('menuitem', { name: 'Rename this one…' }).click();
  await page.getByRole('textbox', { name: 'Name of the console' }).fill('Twos');
  await page.getByRole('button', { name: 'Rename', exact: true }).click();
  await expect(page.getByRole('tab', { name: 'Twos' })).toBeVisible();
  await page.getByRole('tab', { name: 'Console 1' }).click();
  await expect(editor).toContainText('-- kept');
  await expect.poll(() => readFileSync(join(shell.dataFolder, 'session.json'), 'utf8')).toContain('Twos');

  // After another start everything is there again.
  const again = await startAgain(shell, running, path);
  const restored = again.getByRole('textbox', { name: 'SQL of Console 1' });
  await expect(restored).toContainText('FROM customers -- kept');
  await restored.click();
  await again.keyboard.press('Control+End');
  await again.keyboard.press('Control+Enter');
  await expect(resultOf(again)).toHaveAttribute('aria-rowcount', '1');
  await expect(again.getByRole('textbox', { name: 'Value of :min' })).toHaveValue('740');
  await expect(again.getByRole('tab', { name: 'Twos' })).toBeVisible();
  const kept = again.getByRole('separator', { name: 'Height of the editor' });
  await expect(kept).toHaveAttribute('aria-valuenow', '280');
});

test('@page results of a script have tabs, are read on, copied, exported and looked at', async ({
  shell,
}) => {
  const page = await shell.share(makeShop);
  const editor = await newConsole(page);
  await write(
    editor,
    'SELECT id, id, doc, photo FROM orders; -- first\nSELECT name FROM customers;\nSELECT 1 WHERE 0',
  );
  await page.keyboard.press('Control+Shift+Enter');
  const sets = page.getByRole('tablist', { name: 'Result sets' }).getByRole('tab');
  await expect(sets).toHaveCount(3);
  const grid = resultOf(page);
  await expect(grid).toHaveAttribute('aria-rowcount', '1001');
  await expect(grid.getByRole('columnheader')).toHaveText(['idINTEGER', 'idINTEGER', 'docTEXT', 'photoBLOB']);
  await expect(cellAt(grid, 1, 3)).toHaveText('2 keys');
  await expect(page.getByText('1,000 rows were read, and there are more.')).toBeVisible();
  await page.getByRole('button', { name: 'Load more' }).click();
  await expect(grid).toHaveAttribute('aria-rowcount', String(ORDERS + 1));
  await expect(sets).toHaveCount(3);
  // By keys alone: to the last row, a range, its text.
  await grid.focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Control+c');
  await expect.poll(() => clipboardOf(page)).toBe('1\t1\n2\t2\n');
  await page.getByRole('button', { name: 'Copy the result' }).click();
  await page.getByRole('menuitem', { name: 'JSON', exact: true }).click();
  await expect.poll(() => clipboardOf(page)).toContain('[\n  {"id": 1, "id:1": 1},\n');
  await grid.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  const value = page.getByRole('dialog', { name: 'doc' });
  await expect(value).toContainText('"b": [');
  await page.keyboard.press('Escape');
  await expect(grid).toBeFocused();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export the result' }).click();
  await page.getByRole('menuitem', { name: 'CSV', exact: true }).click();
  const exported = readFileSync(await (await download).path(), 'utf8');
  expect((await download).suggestedFilename()).toBe('Console 1.csv');
  expect(exported.split('\r\n')).toHaveLength(ORDERS + 2);
  await sets.nth(2).click();
  await expect(page.getByText('No row matches.')).toBeVisible();
  await sets.nth(1).click();
  await expect(cellAt(resultOf(page, 2), 3, 1)).toHaveText('Yui');
  await expectNoViolations(page);
  // A collection's query as in code: completed, put right at its place, and told as the SQL that it becomes.
  await write(
    editor,
    "visits.where('page').eq('home').or((v) => v.where('n').lt(4)).oderBy('n', 'desc').lim",
  );
  await editor.press('Control+Space');
  await page
    .getByRole('listbox')
    .getByRole('option', { name: /^limit/ })
    .click();
  await page.keyboard.type('2)');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: 'Use orderBy' }).click();
  await page.keyboard.press('Control+Enter');
  await expect(cellAt(resultOf(page), 1, 1)).toHaveText('v2');
  await expect(resultOf(page)).toHaveAttribute('aria-rowcount', '3');
  await tabOf(page, /^Messages/).click();
  await expect(messagesOf(page).getByRole('listitem').first()).toContainText('FROM "visits" AS t0');
  await tabOf(page, /^Results/).click();
  // In a narrow window the pane floats over the results, and Esc closes it.
  await page.setViewportSize({ width: 1000, height: 640 });
  await page.getByRole('button', { name: 'Pane at the right' }).click();
  const history = page.getByRole('region', { name: 'History' });
  await expect(history.getByRole('listitem').first()).toBeVisible();
  await expectNoViolations(page);
  await history.getByRole('textbox').press('Escape');
  await expect(history).toBeHidden();
  await expect(editor).toBeFocused();
});

test('@page a statement that never ends is stopped, a write asks first, and the plan advises an index', async ({
  shell,
}) => {
  shell.allowWrites();
  const { page } = await shell.start(makeShop(shell.folder));
  const editor = await newConsole(page);
  await write(editor, 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(messagesOf(page).getByRole('listitem').first()).toContainText('Stopped');
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeVisible();

  await write(editor, "UPDATE customers SET city = 'Galway' WHERE id = 1");
  await page.keyboard.press('Control+Enter');
  const question = page.getByRole('dialog', { name: 'This statement writes to shop.sqlite' });
  await expect(question.getByRole('button', { name: 'Begin a transaction' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await editor.press('Control+Enter');
  await question.getByRole('button', { name: 'Run and commit' }).click();
  await expect(messagesOf(page).getByRole('listitem').first()).toContainText('1 row changed');
  // The answer is remembered.
  await editor.press('Control+Enter');
  await expect(tabOf(page, /^Messages 3/)).toBeVisible();
  await expect(question).toBeHidden();

  await write(editor, "SELECT * FROM orders o WHERE o.status = 'paid' AND total > 5");
  await editor.press('Control+Shift+E');
  const plan = page.getByRole('region', { name: 'Plan' });
  await expect(plan.getByRole('row', { name: /SCAN o/ })).toContainText('3,000');
  const advice = plan.getByRole('region', { name: 'Reads every row of orders' });
  await expectNoViolations(page);
  await expect(advice).toContainText('CREATE INDEX ix_orders_status_total ON orders (status, total);');
  await advice.getByRole('button', { name: 'Add to transaction' }).click();
  await expect(page.getByText(/^Transaction open/).first()).toBeVisible();
  // Above what would be written the editor is one line, until it is wanted.
  await editor.focus();
  await tabOf(page, /^Changes/).click();
  const line = page.getByRole('button', { name: /^SELECT \* FROM orders o.*Editor, 1 line$/ });
  await expect(line).toHaveAttribute('aria-expanded', 'false');
  await expect(editor).toBeHidden();
  await line.press('Enter');
  await expect(editor).toBeFocused();
  await editor.press('Control+Shift+E');
  await expect(plan.getByRole('row', { name: /SEARCH o/ })).toContainText('ix_orders_status_total');
  await expect(advice).toBeHidden();
  await page.getByRole('button', { name: 'Roll back', exact: true }).click();
  await expect(page.getByText(/^Transaction open/)).toHaveCount(0);

  await write(editor, 'select a,b from customers where id=1');
  await page.getByRole('button', { name: 'Format' }).click();
  await expect(editor).toContainText('FROM');
  await expect(treeOf(page)).toBeVisible();
});
