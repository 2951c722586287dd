import { join } from 'node:path';
import Database from 'better-sqlite3';
import { barOf, newRow, paste, stagedCell, stagedRow, stored } from './edit-parts.ts';
import { makeDatabase } from './fixtures/make-database.ts';
import { command, until, watchPointer } from './keyboard-parts.ts';
import { gridOf, lineOf, treeOf } from './parts.ts';
import { expect, test } from './shell.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const CITY = 3;
const SCORE = 4;
const PARCEL = '{"to":{"name":"Nadia","city":"Torino"},"weight":1.10,"fragile":false}';

function makeStore(path: string): string {
  return makeDatabase(path, (db) => {
    db.exec(`
      CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT, score INTEGER);
      INSERT INTO customers VALUES (1, 'Mira', 'Bristol', 10), (2, 'Jonas', 'Uppsala', 20), (3, 'Rui', 'Porto', 30),
        (4, 'Akira', 'Sapporo', 40), (5, 'Imogen', 'Galway', 50), (6, 'Hanna', 'Turku', 60);
      CREATE TABLE parcels (_id TEXT PRIMARY KEY, doc BLOB NOT NULL);
      INSERT INTO parcels VALUES ('p1', jsonb('${PARCEL}'));
      CREATE TABLE _cairn_collections (name TEXT PRIMARY KEY NOT NULL COLLATE NOCASE, version INTEGER NOT NULL,
        primary_key TEXT NOT NULL, schema TEXT NOT NULL, constrained_fields TEXT NOT NULL, constraints TEXT NOT NULL);
      INSERT INTO _cairn_collections VALUES ('parcels', 1, '_id', '{"type":"object"}', '[]', '[]');
    `);
  });
}

test('@any every step of editing is done by keyboard alone', async ({ shell }) => {
  shell.allowWrites();
  const path = makeStore(join(shell.folder, 'store.sqlite'));
  const cairn = await shell.start();
  const { page } = cairn;
  const { keyboard } = page;
  const press = async (...keys: string[]) => {
    for (const key of keys) await keyboard.press(key);
  };
  const pointers = await watchPointer(page);
  const button = (name: string | RegExp) => page.getByRole('button', { name });

  // Open a file and a table.
  await cairn.openFile(path);
  const file = treeOf(page).getByRole('treeitem', { level: 1 });
  await expect(file).toBeVisible();
  await until(page, 'F6', file);
  await expect(lineOf(page, 'customers')).toBeVisible();
  await keyboard.type('cust');
  await expect(lineOf(page, 'customers')).toBeFocused();
  await press('Enter');
  const grid = gridOf(page, 'customers');
  await expect(grid.getByRole('gridcell', { name: 'Turku' })).toBeVisible();
  await until(page, 'F6', grid);

  // Edit a cell, NULL, empty text, fill down, paste, a new row, delete.
  await press('Control+Home', 'ArrowRight', 'ArrowRight');
  await keyboard.type('Cork');
  await press('Enter');
  await expect(stagedCell(grid, 'Updated 1', CITY)).toHaveText('Cork');
  await press('Control+0');
  await expect(stagedCell(grid, 'Updated 2', CITY)).toHaveText('NULL');
  await press('ArrowDown', 'F2', 'Control+A', 'Delete', 'Enter');
  await expect(stagedCell(grid, 'Updated 3', CITY)).toHaveAccessibleName(/^city, empty text, changed/);
  await keyboard.type('Ulm');
  await press('Enter', 'Control+D');
  await expect(stagedCell(grid, 'Updated 5', CITY)).toHaveText('Ulm');
  await press('ArrowUp', 'ArrowRight');
  await paste(page, '41\n51\n');
  await expect(stagedCell(grid, 'Updated 5', SCORE)).toHaveText('51');
  await press(newRow(shell));
  await expect(stagedRow(grid, 'Inserted new')).toBeVisible();
  await keyboard.type('Freya');
  await press('Enter');
  await expect(stagedCell(grid, 'Inserted new', 2)).toHaveText('Freya');
  await press('Control+Home', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Delete');
  await expect(stagedRow(grid, 'Deleted 6')).toBeVisible();
  await press('Control+Z');
  await expect(stagedRow(grid, 'Deleted 6')).toBeHidden();
  await press('Control+Shift+Z');
  await expect(stagedRow(grid, 'Deleted 6')).toBeVisible();

  // A column in the form.
  await press('ArrowUp', 'Space');
  const row = page.getByRole('region', { name: 'Row inspector' });
  const name = row.getByRole('textbox', { name: 'name', exact: true });
  await expect(name).toHaveValue('Imogen');
  await until(page, 'F6', row.getByRole('radio', { name: 'Form' }));
  await until(page, 'Tab', name);
  await press('End');
  await keyboard.type(' B');
  await press('Enter');
  await expect(stagedCell(grid, 'Updated 5', 2)).toHaveText('Imogen B');

  // Review; another program comes between: decide, commit.
  await press('Control+E');
  const changes = page.getByRole('region', { name: /^Changes of/ });
  await expect(changes.getByRole('button', { name: 'id 3', exact: true })).toBeVisible();
  const other = new Database(path);
  other.exec("UPDATE customers SET city = 'Wells' WHERE id = 1");
  other.close();
  await press('Control+S');
  await expect(page.getByRole('alert')).toContainText('Nothing was written.');
  await press('F8');
  await expect(page.getByRole('radio', { name: 'Yours, Cork' })).toBeFocused();
  await press('Space');
  await expect(page.getByRole('status').filter({ hasText: 'All is decided' })).toBeVisible();
  await press('Control+S');
  await expect(barOf(page)).toBeHidden();
  expect(stored(path, 'SELECT * FROM customers')).toEqual([
    [1, 'Mira', 'Cork', 10],
    [2, 'Jonas', null, 20],
    [3, 'Rui', '', 30],
    [4, 'Akira', 'Ulm', 41],
    [5, 'Imogen B', 'Ulm', 51],
    [7, 'Freya', null, null],
  ]);

  // Undo the commit from the history; think again, and discard that.
  await command(page, 'history');
  await until(page, 'Tab', button(/^Undo commit of/).first(), 40);
  await press('Enter');
  await expect(barOf(page)).toContainText('7 staged changes');
  await command(page, 'discard');
  await expect(barOf(page)).toBeHidden();

  // A document in form, tree and JSON, staged and committed.
  await until(page, 'F6', lineOf(page, 'customers'));
  await keyboard.type('parc');
  await press('Enter');
  await expect(gridOf(page, 'parcels').getByRole('gridcell', { name: 'p1' })).toBeVisible();
  const pane = page.getByRole('region', { name: 'Document inspector' });
  await until(page, 'F6', pane.getByRole('radio', { checked: true }));
  await press('Home', 'Space');
  await expect(pane.getByRole('radio', { name: 'Form' })).toBeChecked();
  await until(page, 'Tab', pane.getByRole('textbox', { name: 'city', exact: true }));
  await press('Control+A');
  await keyboard.type('Milano');
  await until(page, 'Shift+Tab', pane.getByRole('radio', { name: 'Form' }));
  await press('ArrowRight');
  const tree = pane.getByRole('tree', { name: 'Values' });
  await until(page, 'Tab', tree);
  await press('End', 'ArrowUp', 'Enter', 'Control+A');
  await keyboard.type('2.50');
  await press('Enter');
  await expect(tree.getByRole('treeitem', { name: /^weight.*2\.50/ })).toBeVisible();
  await until(page, 'Shift+Tab', pane.getByRole('radio', { name: 'Tree' }));
  await press('ArrowRight');
  await until(page, 'Tab', pane.getByRole('textbox', { name: 'JSON of the document' }));
  await press('Control+End', 'ArrowUp', 'End', ...Array<string>('false'.length).fill('Backspace'));
  await keyboard.type('true');
  await expect(pane.getByText('The JSON text is not complete.')).toBeHidden();
  await press('Escape');
  await until(page, 'Tab', pane.getByRole('button', { name: 'Stage change' }));
  await press('Enter');
  await expect(barOf(page)).toContainText('1 staged change');
  await press('Control+S');
  await expect(barOf(page)).toBeHidden();
  expect(stored(path, 'SELECT json(doc) FROM parcels')).toEqual([
    [PARCEL.replace('Torino', 'Milano').replace('1.10', '2.50').replace('false', 'true')],
  ]);
  expect(await pointers()).toBe(0);
});
