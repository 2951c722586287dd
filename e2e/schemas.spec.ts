import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { makeDatabase } from './fixtures/make-database.ts';
import { clipboardOf, gridOf, lineOf, openRows } from './parts.ts';
import { expect, test } from './shell.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const schema = {
  type: 'object',
  properties: {
    _id: { type: 'string' },
    status: { type: 'string', enum: ['draft', 'paid', 'shipped'], default: 'draft' },
    customer: {
      type: 'object',
      properties: { email: { type: 'string', 'x-zod': { onlyInCode: ['transform'] } } },
      required: ['email'],
    },
    items: {
      type: 'array',
      maxItems: 50,
      items: { type: 'object', properties: { qty: { type: 'integer', minimum: 1 } }, required: ['qty'] },
    },
  },
  required: ['customer', 'items'],
};

/** A collection with a schema and faulty documents, one without, and a plain table with JSON. */
function makeShop(folder: string, pattern?: string): string {
  return makeDatabase(join(folder, 'shop.sqlite'), (db) => {
    db.exec(`CREATE TABLE _cairn_collections (name TEXT PRIMARY KEY NOT NULL COLLATE NOCASE, version INTEGER NOT NULL,
      primary_key TEXT NOT NULL, schema TEXT NOT NULL, constrained_fields TEXT NOT NULL, constraints TEXT NOT NULL);
      CREATE TABLE orders (_id TEXT PRIMARY KEY, doc TEXT NOT NULL, _version INTEGER NOT NULL DEFAULT 1);
      CREATE TABLE carts (_id TEXT PRIMARY KEY, doc TEXT NOT NULL);
      CREATE TABLE customers (customer_id INTEGER PRIMARY KEY, name TEXT);
      CREATE TABLE readings (id INTEGER PRIMARY KEY, payload TEXT)`);
    const own =
      pattern === undefined ? schema : { ...schema, properties: { code: { type: 'string', pattern } } };
    db.prepare('INSERT INTO _cairn_collections VALUES (?, 3, ?, ?, ?, ?)').run(
      ...['orders', '_id', JSON.stringify(own), '[]', '[]'],
    );
    // On this one a pattern with nested repeats takes for ever.
    const slow = `${'a'.repeat(40)}!`;
    const order = db.prepare('INSERT INTO orders (_id, doc) VALUES (?, ?)');
    const cart = db.prepare('INSERT INTO carts VALUES (?, ?)');
    const customer = db.prepare('INSERT INTO customers VALUES (?, ?)');
    const reading = db.prepare('INSERT INTO readings VALUES (?, ?)');
    for (let number = 0; number < 120; number += 1) {
      const status = number % 40 === 7 ? 'payed' : ['draft', 'paid', 'shipped'][number % 3];
      const qty = number === 50 ? 0 : 1;
      order.run(
        `ord_${100 + number}`,
        JSON.stringify({
          status,
          customer: { email: 'a@b.it' },
          items: [{ qty }],
          code: number === 60 ? slow : 'aa',
        }),
      );
      customer.run(number + 1, `c${number}`);
      cart.run(
        `cart_${number}`,
        JSON.stringify({
          ...{ customer_id: (number % 40) + 1, serial: `s-${number}`, open: number % 2 === 0 },
          ...{ total: number === 3 ? 'n/a' : number / 4, placed: '2026-11-23T13:58:04Z' },
          ship: { city: 'Torino' },
        }),
      );
      reading.run(number, JSON.stringify({ temp: number }));
    }
  });
}

async function openSchema(page: Page, name: string): Promise<void> {
  await openRows(page, name);
  await page.getByRole('radio', { name: 'Schema' }).click();
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

test('@page the schema is a tree of fields, and its source is copied in three forms', async ({ shell }) => {
  const page = (await shell.start(makeShop(shell.folder))).page;
  await openSchema(page, 'orders');
  const fields = page.getByRole('region', { name: 'Fields' });
  await expect(fields.getByRole('row', { name: /^status enum \(3\)/ })).toContainText('"draft"');
  await expect(fields.getByRole('row', { name: /items array of object required/ })).toContainText(
    'at most 50 items',
  );
  await fields.getByRole('button', { name: 'Fold customer' }).click();
  await expect(fields.getByRole('rowheader', { name: 'email' })).toHaveCount(0);
  await fields.getByRole('button', { name: 'Unfold customer' }).click();
  await expect(page.getByRole('region', { name: 'Rules only in code' })).toContainText('customer.email');
  const source = page.getByRole('region', { name: 'Source' });
  if ((await source.count()) === 0) await page.getByRole('button', { name: 'Show the source' }).click();
  await source.getByRole('radio', { name: 'zod' }).click();
  await source.getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByText('Schema copied')).toBeVisible();
  expect(await clipboardOf(page)).toContain("status: z.enum(['draft', 'paid', 'shipped']).default('draft'),");
  await expectAccessible(page);
});

test('@page all documents are checked, one is opened, and a repair is staged', async ({ shell }) => {
  const page = (await shell.start(makeShop(shell.folder))).page;
  await openSchema(page, 'orders');
  await page.getByRole('button', { name: 'Check all documents' }).click();
  await expect(
    page.getByRole('status').filter({ hasText: '4 problems in 4 documents' }).first(),
  ).toBeVisible();
  await expect(page.getByText('120 checked in')).toBeVisible();
  const table = page.getByRole('region', { name: 'By path' });
  await expect(table.getByRole('row', { name: /^status .*"payed" 3/ })).toBeVisible();
  await expect(table.getByRole('row', { name: /^items\[\]\.qty/ })).toBeVisible();
  const documents = page.getByRole('complementary', { name: 'Documents' });
  await expect(documents.getByRole('button', { name: /^ord_/ })).toHaveCount(3);
  await expectAccessible(page);

  await table.getByRole('button', { name: 'Repair status' }).click();
  const repair = page.getByRole('region', { name: /^Repair status in 3 documents/ });
  // A choice of what the schema takes; any other value has a type of its own.
  const instead = repair.getByRole('combobox', { name: 'Instead of "payed"' });
  await instead.selectOption('another value…');
  await repair.getByRole('textbox', { name: 'Instead of "payed"' }).fill('lost');
  await expect(repair.getByRole('row', { name: /ord_107 "payed" "lost" status/ })).toBeVisible();
  await expect(repair.getByRole('status')).toContainText('0 of 3 match the schema after this');
  await repair.getByRole('combobox', { name: 'Type, instead of "payed"' }).selectOption('one of 3');
  await instead.selectOption('paid');
  await expect(repair.getByRole('row', { name: /ord_107 "payed" "paid" matches/ })).toBeVisible();
  await expect(repair.getByRole('status')).toContainText('All 3 match the schema after this');
  await expectAccessible(page);
  await repair.getByRole('button', { name: 'Stage 3 repairs' }).click();
  await expect(page.getByText('3 repairs staged')).toBeVisible();

  await documents.getByRole('button', { name: 'As filter' }).click();
  await expect(gridOf(page, 'orders').getByText(/^ord_/)).toHaveText(['ord_107', 'ord_147', 'ord_187']);
  await page.getByRole('tab', { name: 'orders' }).first().click();
  await documents.getByRole('button', { name: /^ord_147/ }).click();
  await expect(gridOf(page, 'orders')).toBeVisible();
  await expect(gridOf(page, 'orders').getByRole('row', { selected: true })).toContainText('ord_147');
});

test('@any a schema is inferred from all documents, reviewed and saved into the file', async ({ shell }) => {
  shell.allowWrites();
  const path = makeShop(shell.folder);
  const page = (await shell.start(path)).page;
  await openSchema(page, 'carts');
  await expect(page.getByText('The file keeps no schema for carts')).toBeVisible();
  await page.getByRole('button', { name: 'Infer schema' }).click();
  const fields = page.getByRole('region', { name: 'Proposed fields' });
  await expect(page.getByRole('status').filter({ hasText: '120 documents' })).toBeVisible();
  const customer = fields.getByRole('row', { name: /customer_id/ });
  await expect(customer).toContainText('customers.customer_id');
  await expect(customer.getByRole('checkbox', { name: 'customer_id is indexed' })).toBeChecked();
  await expect(fields.getByRole('button', { name: 'Type of placed: date' })).toBeVisible();
  await fields.getByRole('button', { name: 'total', exact: true }).click();
  const about = page.getByRole('complementary', { name: 'Field' });
  await expect(about).toContainText('1 value is of another kind than the other 119');
  await expect(about.getByRole('img', { name: /^Range of the numbers: from 0 to 29.75/ })).toBeVisible();
  await expect(about.getByRole('img', { name: /^Length/ })).toHaveCount(0);
  await about.getByRole('radio', { name: 'number or string' }).click();
  await expect(fields.getByRole('button', { name: 'Type of total: number or string' })).toBeVisible();
  await fields.getByRole('button', { name: 'serial', exact: true }).click();
  await expect(about.getByRole('img', { name: /^Length of the texts: from 3 to 5 letters/ })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Review and save' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save the schema of carts' });
  await expect(dialog.getByText(/CREATE UNIQUE INDEX "idx_carts_serial"/)).toBeVisible();
  await expect(dialog.getByText(/INSERT INTO "_cairn_collections"/)).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Run and save' }).click();
  await expect(page.getByText('The schema of carts is saved')).toBeVisible();
  await expect(page.getByRole('toolbar', { name: 'Schema' })).toContainText('carts v1, saved in the file');
  const db = new Database(path, { readonly: true });
  const row = db.prepare('SELECT serial, customer_id FROM carts WHERE _id = ?').get('cart_41');
  expect(row).toEqual({ serial: 's-41', customer_id: 2 });
  db.close();
});

test('@page a plain table gets a schema for its column, and its documents are edited by it', async ({
  shell,
}) => {
  shell.allowWrites();
  const path = makeShop(shell.folder);
  const before = readFileSync(path);
  const page = (await shell.start(path)).page;
  await openSchema(page, 'readings');
  await expect(page.getByText('The file keeps no schema for readings.payload')).toBeVisible();
  await page.getByRole('button', { name: 'Infer schema' }).click();
  const fields = page.getByRole('region', { name: 'Proposed fields' });
  await expect(fields.getByRole('columnheader', { name: 'Unique' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Keep as a draft' }).click();
  await page.getByRole('button', { name: 'Go on with the draft' }).click();
  await expect(page.getByRole('button', { name: 'Type of temp: integer' })).toBeVisible();
  expect(readFileSync(path).equals(before)).toBe(true);

  await page.getByRole('button', { name: 'Review and save' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save the schema of readings.payload' });
  await expect(dialog.getByText(/INSERT INTO "_cairn_schemas"/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Run and save' }).click();
  const bar = page.getByRole('toolbar', { name: 'Schema' });
  await expect(bar).toContainText('readings.payload v1, saved in the file');
  await page.getByRole('button', { name: 'Check all documents' }).click();
  await expect(page.getByText('Every document matches the schema')).toBeVisible();
  await expect(page.getByText('against readings.payload v1')).toBeVisible();

  await page.getByRole('radio', { name: 'Rows' }).click();
  await gridOf(page, 'readings').getByRole('row').nth(4).getByRole('gridcell').first().click();
  const inspector = page.getByRole('region', { name: 'Row inspector' });
  await inspector.getByRole('button', { name: /^Shows/ }).click();
  await page.getByRole('menuitemradio', { name: 'payload' }).click();
  await inspector.getByRole('radio', { name: 'Form' }).click();
  const temp = inspector.getByRole('textbox', { name: 'temp' });
  await temp.fill('cold');
  await expect(inspector.getByText(/expected number/)).toBeVisible();
  await expect(inspector.getByRole('button', { name: 'Stage change' })).toBeDisabled();
  await expectAccessible(page);
  await temp.fill('40');
  await inspector.getByRole('button', { name: 'Stage change' }).click();
  await inspector.getByRole('radio', { name: 'Tree' }).click();
  await expect(inspector.getByRole('treeitem', { name: /temp/ })).toContainText('40');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText('1 change committed')).toBeVisible();
  const db = new Database(path, { readonly: true });
  expect(db.prepare('SELECT payload FROM readings WHERE id = 3').pluck().get()).toBe('{"temp":40}');
  db.close();
});

/** Goes on with Tab until the control has the focus. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  for (let step = 0; step < 30; step += 1) {
    if (await control.evaluate((node) => node === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(control).toBeFocused();
}

test('@page a new collection is made by the keyboard alone', async ({ shell }) => {
  shell.allowWrites();
  const path = makeShop(shell.folder);
  const page = (await shell.start(path)).page;
  await lineOf(page, 'orders').click();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('New collection');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'New collection' });
  await expect(dialog.getByRole('textbox', { name: 'Name of the collection' })).toBeFocused();
  await page.keyboard.type('notes');
  await tabTo(page, dialog.getByRole('textbox', { name: 'Name of name' }));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('title');
  await tabTo(page, dialog.getByRole('checkbox', { name: 'title is required' }));
  await page.keyboard.press('Space');
  await tabTo(page, dialog.getByRole('checkbox', { name: 'title is unique' }));
  await page.keyboard.press('Space');
  await expectAccessible(page);
  await tabTo(page, dialog.getByRole('button', { name: 'Review and save' }));
  await page.keyboard.press('Enter');
  const review = page.getByRole('dialog', { name: 'Save the schema of notes' });
  await expect(review.getByText(/CREATE TABLE "notes"/)).toBeVisible();
  await tabTo(page, review.getByRole('button', { name: 'Run and save' }));
  await page.keyboard.press('Enter');
  await expect(gridOf(page, 'notes')).toBeVisible();
  await expect(lineOf(page, 'notes')).toBeVisible();
  const db = new Database(path, { readonly: true });
  expect(db.prepare('SELECT version FROM _cairn_collections WHERE name = ?').get('notes')).toEqual({
    version: 1,
  });
  db.close();
});

test('@long a pattern that hangs ends the check only, and is named', async ({ shell }) => {
  const page = (await shell.start(makeShop(shell.folder, '^(a+)+$'))).page;
  await openSchema(page, 'orders');
  await page.getByRole('button', { name: 'Check all documents' }).click();
  await expect(page.getByRole('alert')).toContainText('ended at the document ord_160', { timeout: 30_000 });
  await expect(page.getByRole('alert')).toContainText('the pattern ^(a+)+$ of code');
  // Everything else goes on.
  await openRows(page, 'carts');
});

test('@page a stored schema is edited: it becomes the next version', async ({ shell }) => {
  shell.allowWrites();
  const path = makeShop(shell.folder);
  const page = (await shell.start(path)).page;
  await openSchema(page, 'orders');
  await page.getByRole('button', { name: 'Edit schema' }).click();
  const fields = page.getByRole('region', { name: 'Fields', exact: true });
  await fields.getByRole('checkbox', { name: 'status is indexed' }).click();
  await page.getByRole('button', { name: 'Review and save' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save the schema of orders' });
  await expect(dialog).toContainText('Programs that register version 3 are refused');
  await dialog.getByRole('button', { name: 'Run and save' }).click();
  await expect(page.getByRole('toolbar', { name: 'Schema' })).toContainText('orders v4');
  const db = new Database(path, { readonly: true });
  const stored = db.prepare('SELECT schema FROM _cairn_collections').pluck().get() as string;
  expect(JSON.parse(stored)).toEqual(schema);
  expect(db.prepare('SELECT count(*) FROM orders WHERE status IS NOT NULL').pluck().get()).toBe(120);
  db.close();
});
