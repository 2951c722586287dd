import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import Database from 'better-sqlite3';
import { barOf, stored } from './edit-parts.ts';
import { makeDatabase } from './fixtures/make-database.ts';
import { cellAt, gridOf, openRows } from './parts.ts';
import { AXE, lookWithAxe } from './screens/look-with-axe.ts';
import { expect, type Shell, test } from './shell.ts';

/** Digits, an escape and a twin that a reader of JSON would lose. */
const PARCEL =
  '{"to":{"name":"Nadia \\u0046erro","city":"Torino"},"weight":1.10,"code":12345678901234567890123,"twin":1,"twin":2,"stops":[{"at":"Roma","min":5},{"at":"Pisa","min":7}]}';
const OTHER = '{"to":{"name":"Sam","city":"Perth"},"weight":2,"stops":[]}';

function makeParcels(shell: Shell): string {
  shell.allowWrites();
  return makeDatabase(join(shell.folder, 'parcels.sqlite'), (db) => {
    db.exec('CREATE TABLE parcels (_id TEXT PRIMARY KEY, doc BLOB NOT NULL)');
    const insert = db.prepare('INSERT INTO parcels VALUES (?, jsonb(?))');
    insert.run('p1', PARCEL);
    insert.run('p2', OTHER);
    db.exec(`
      CREATE TABLE _cairn_collections (name TEXT PRIMARY KEY NOT NULL COLLATE NOCASE, version INTEGER NOT NULL,
        primary_key TEXT NOT NULL, schema TEXT NOT NULL, constrained_fields TEXT NOT NULL, constraints TEXT NOT NULL);
      INSERT INTO _cairn_collections VALUES ('parcels', 1, '_id', '{"type":"object"}', '[]', '[]');
    `);
  });
}

function parcel(path: string): unknown {
  return stored(path, "SELECT typeof(doc), json(doc) FROM parcels WHERE _id = 'p1'")[0];
}

function choose(inspector: Locator, view: 'Form' | 'Tree' | 'JSON'): Promise<void> {
  return inspector.getByRole('radio', { name: view }).click();
}

test('@page a JSONB document is edited in all views; its draft outlives Cairn, and a commit changes what was edited', async ({
  shell,
}) => {
  shell.allowFaults(/WebSocket|ERR_CONNECTION/);
  const path = makeParcels(shell);
  const { page, pid } = await shell.start(path);
  const grid = await openRows(page, 'parcels');
  await cellAt(grid, 1, 1).click();
  const inspector = page.getByRole('region', { name: 'Document inspector' });
  await choose(inspector, 'Form');
  await inspector.getByRole('textbox', { name: 'city', exact: true }).fill('Milano');
  await choose(inspector, 'Tree');
  const tree = inspector.getByRole('tree', { name: 'Values' });
  await tree.getByRole('treeitem', { name: /^weight/ }).click();
  await page.keyboard.press('Enter');
  await tree.getByRole('textbox', { name: 'Value of weight' }).fill('1.250');
  await page.keyboard.press('Enter');
  await choose(inspector, 'JSON');
  const editor = inspector.getByRole('textbox', { name: 'JSON of the document' });
  await editor.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' half');
  await expect(inspector.getByText('The JSON text is not complete.')).toBeVisible();
  await expect(barOf(page)).toContainText('1 not valid');
  process.kill(pid, 'SIGKILL');

  // Nothing of it is in the file, and all of it is there again, half-typed text included.
  expect(parcel(path)).toEqual(['blob', PARCEL]);
  const again = await shell.start(path);
  const pane = again.page.getByRole('region', { name: 'Document inspector' });
  await expect(gridOf(again.page, 'parcels')).toBeVisible();
  await choose(pane, 'JSON');
  const text = pane.getByRole('textbox', { name: 'JSON of the document' });
  await expect(text).toContainText('half');
  await expect(text).toContainText('1.250');
  await text.click();
  await again.page.keyboard.press('Control+End');
  for (const _ of ' half') await again.page.keyboard.press('Backspace');
  await expect(pane.getByText('The JSON text is not complete.')).toBeHidden();
  await choose(pane, 'Form');
  await expect(pane.getByRole('textbox', { name: 'city', exact: true })).toHaveValue('Milano');
  await pane.getByRole('textbox', { name: 'stops[1].min' }).fill('9');
  await pane.getByRole('button', { name: 'Stage change' }).click();
  await expect(pane.getByRole('button', { name: 'Stage change' })).toBeHidden();
  await again.page.keyboard.press('Control+S');
  await expect(barOf(again.page)).toBeHidden();
  const changed = PARCEL.replace('Torino', 'Milano').replace('1.10', '1.250').replace('"min":7', '"min":9');
  expect(parcel(path)).toEqual(['blob', changed]);
});

test('@page two windows and another program change other fields of one document: all of them come together', async ({
  shell,
}) => {
  const path = makeParcels(shell);
  const running = await shell.start(path);
  const { page } = running;
  const other = await running.anotherPage();
  const panes = [page, other].map((one) => one.getByRole('region', { name: 'Document inspector' }));
  const [mine, theirs] = panes as [Locator, Locator];
  for (const one of [page, other]) {
    const grid = await openRows(one, 'parcels');
    await cellAt(grid, 1, 1).click();
  }
  for (const pane of panes) await choose(pane, 'Form');
  const field = (pane: Locator, name: string) => pane.getByRole('textbox', { name, exact: true });
  await field(mine, 'city').fill('Milano');
  await field(theirs, 'weight').fill('3.30');
  await theirs.getByRole('button', { name: 'Stage change' }).click();
  await expect(theirs.getByRole('button', { name: 'Stage change' })).toBeHidden();
  // The open draft goes on over what the other window has staged.
  await expect(field(mine, 'weight')).toHaveValue('3.30');
  await expect(field(mine, 'city')).toHaveValue('Milano');
  await mine.getByRole('button', { name: 'Stage change' }).click();
  await expect(field(theirs, 'city')).toHaveValue('Milano');
  const db = new Database(path);
  db.exec("UPDATE parcels SET doc = jsonb_set(doc, '$.stops[0].min', 6) WHERE _id = 'p1'");
  db.close();
  await page.keyboard.press('Control+S');
  await expect(barOf(page)).toBeHidden();
  await expect(barOf(other)).toBeHidden();
  await expect
    .poll(() => parcel(path))
    .toEqual([
      'blob',
      PARCEL.replace('Torino', 'Milano').replace('1.10', '3.30').replace('"min":5', '"min":6'),
    ]);
  await expect(field(theirs, 'stops[0].min')).toHaveValue('6');

  // The same field is no merge: whoever comes second is told, and nothing is lost.
  await field(mine, 'city').fill('Genova');
  await field(theirs, 'city').fill('Bari');
  await theirs.getByRole('button', { name: 'Stage change' }).click();
  await expect(mine.getByText('The document has changed since this draft was begun.')).toBeVisible();
  await expect(field(mine, 'city')).toHaveValue('Genova');
});

const SETTINGS = '{"mode":"eco","limits":[1.10, 2],  "note":"a\\u00e9"}';

test('@page a JSON column of a plain table is edited in Tree and JSON as a document; other columns say where', async ({
  shell,
}) => {
  shell.allowWrites();
  const path = makeDatabase(join(shell.folder, 'devices.sqlite'), (db) => {
    db.exec(`CREATE TABLE devices (id INTEGER PRIMARY KEY, name TEXT, settings TEXT CHECK (json_valid(settings)),
      state BLOB, extra JSON)`);
    const insert = db.prepare('INSERT INTO devices VALUES (?, ?, ?, jsonb(?), NULL)');
    insert.run(1, 'pump', SETTINGS, '{"on":true,"rate":1.50}');
    insert.run(2, 'fan', SETTINGS, '{"on":false,"rate":2.50}');
  });
  const { page } = await shell.start(path);
  const grid = await openRows(page, 'devices');
  const inspector = page.getByRole('region', { name: 'Row inspector' });
  await cellAt(grid, 1, 3).click();
  await page.keyboard.press('Enter');
  const tree = inspector.getByRole('tree', { name: 'Values' });
  await tree.getByRole('treeitem', { name: /^mode/ }).click();
  await page.keyboard.press('Enter');
  await tree.getByRole('textbox', { name: 'Value of mode' }).fill('full');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: '1 staged' })).toBeVisible();

  // One draft: the grid and the form have it, and so has the page that is loaded anew.
  await page.reload();
  await expect(cellAt(grid, 1, 3)).toHaveAccessibleName(/draft/);
  await choose(inspector, 'Form');
  await expect(inspector.getByRole('textbox', { name: 'settings' })).toHaveValue(/"mode":"full"/);
  await expect(inspector.getByText('The key names this row.')).toBeVisible();
  await expect(inspector.getByText('{"on":true,"rate":1.50}')).toBeVisible();
  await expect(inspector.getByText('JSONB is edited in Tree and JSON.')).toBeVisible();
  await expect(inspector.getByRole('textbox', { name: 'id', exact: true })).toHaveCount(0);
  await cellAt(grid, 1, 3).click();
  await choose(inspector, 'JSON');
  const editor = inspector.getByRole('textbox', { name: 'JSON of the document' });
  await expect(editor).toContainText('"full"');
  await inspector.getByRole('button', { name: 'Stage change' }).click();
  await expect(inspector.getByRole('button', { name: 'Stage change' })).toBeHidden();

  await inspector.getByRole('button', { name: 'Shows settings' }).click();
  await page.getByRole('menuitemradio', { name: 'state' }).click();
  await choose(inspector, 'Tree');
  await inspector.getByRole('button', { name: /^Shows/ }).click();
  await page.getByRole('menuitemradio', { name: 'state' }).click();
  await tree.getByRole('treeitem', { name: /^rate/ }).click();
  await page.keyboard.press('Enter');
  await tree.getByRole('textbox', { name: 'Value of rate' }).fill('1.750');
  await page.keyboard.press('Enter');
  await inspector.getByRole('button', { name: 'Stage change' }).click();
  await expect(inspector.getByRole('button', { name: 'Stage change' })).toBeHidden();

  await inspector.getByRole('button', { name: 'Shows state' }).click();
  await page.getByRole('menuitemradio', { name: 'Whole row' }).click();
  await expect(inspector.getByText(/^The whole row, to be read\. Choose a JSON column above/)).toContainText(
    'extra holds no JSON yet: type it in the Form.',
  );
  await page.evaluate(AXE);
  expect((await lookWithAxe(page, '[data-region="inspector"]')).violations).toEqual([]);
  await page.keyboard.press('Control+S');
  await expect(barOf(page)).toBeHidden();
  expect(stored(path, 'SELECT settings, typeof(state), json(state), extra FROM devices')).toEqual([
    [SETTINGS.replace('eco', 'full'), 'blob', '{"on":true,"rate":1.750}', null],
    [SETTINGS, 'blob', '{"on":false,"rate":2.50}', null],
  ]);
});
