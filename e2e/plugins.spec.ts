import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { makeDatabase } from './fixtures/make-database.ts';
import { cellAt, openRows } from './parts.ts';
import { AXE, lookWithAxe } from './screens/look-with-axe.ts';
import { expect, test } from './shell.ts';

const SCHEMA = {
  type: 'object',
  properties: {
    status: { type: 'string' },
    total: { type: 'number' },
    updatedAt: { type: 'string' },
  },
  required: ['status'],
};
/** Digits and blanks that nobody may touch. */
const ODD = '{"status":"paid",  "total":36.470,"big":12345678901234567890123}';

function makeOrders(path: string): string {
  return makeDatabase(path, (db) => {
    db.exec(`
      CREATE TABLE orders (_id TEXT PRIMARY KEY, doc TEXT NOT NULL);
      CREATE TABLE _cairn_collections (name TEXT PRIMARY KEY NOT NULL COLLATE NOCASE, version INTEGER NOT NULL,
        primary_key TEXT NOT NULL, schema TEXT NOT NULL, constrained_fields TEXT NOT NULL, constraints TEXT NOT NULL);
    `);
    db.prepare('INSERT INTO orders VALUES (?, ?)').run('ord_1', ODD);
    db.prepare("INSERT INTO _cairn_collections VALUES ('orders', 1, '_id', ?, '[]', '[]')").run(
      JSON.stringify(SCHEMA),
    );
  });
}

function read(path: string, sql: string): unknown[][] {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare(sql).raw().all() as unknown[][];
  } finally {
    db.close();
  }
}

const pageOf = (page: Page) => page.getByRole('region', { name: /^Plugins of / });
const eventsOf = (page: Page) => page.getByRole('region', { name: 'Hook events' });

async function look(page: Page): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    expect((await lookWithAxe(page)).violations).toEqual([]);
  }
}

/** Stages another status of the first order and commits it. */
async function commitStatus(page: Page, status: string): Promise<void> {
  const grid = await openRows(page, 'orders');
  await cellAt(grid, 1, 1).click();
  const inspector = page.getByRole('region', { name: 'Document inspector' });
  await inspector.getByRole('radio', { name: 'Form' }).click();
  await inspector.getByRole('textbox', { name: 'status', exact: true }).fill(status);
  await inspector.getByRole('button', { name: 'Stage change' }).click();
  await expect(inspector.getByRole('button', { name: 'Stage change' })).toBeHidden();
  await page.keyboard.press('Control+s');
}

test('@any plugins are turned on for a file, change and refuse what is committed, and show each hook', async ({
  shell,
}) => {
  shell.allowWrites();
  const path = makeOrders(join(shell.folder, 'shop.sqlite'));
  const { page } = await shell.start(path);
  await page.evaluate(AXE);
  await openRows(page, 'orders');
  await page.getByRole('button', { name: /^Plugins/ }).click();
  await expect(page.getByRole('tab', { name: 'Plugins' })).toHaveAttribute('aria-selected', 'true');
  await expect(eventsOf(page).getByText('No plugin is on for this file')).toBeVisible();

  const table = page.getByRole('table', { name: 'Plugins', exact: true });
  await table.getByRole('switch', { name: 'timestamps' }).click();
  await table.getByRole('switch', { name: 'audit-log' }).focus();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: /^Plugins\s*2 on/ })).toBeVisible();

  await commitStatus(page, 'sent');
  await expect.poll(() => String(read(path, 'SELECT doc FROM orders')[0]?.[0])).toContain('updatedAt');
  const stored = String(read(path, 'SELECT doc FROM orders')[0]?.[0]);
  expect(stored.replace(/,\s*"updatedAt":"[^"]+"/u, '')).toBe(ODD.replace('paid', 'sent'));
  expect(read(path, 'SELECT collection, operation, document_id FROM _audit_log')).toEqual([
    ['orders', 'put', 'ord_1'],
  ]);

  // A rule of its own, typed into the form that the schema of its settings makes.
  await page.getByRole('tab', { name: 'Plugins' }).click();
  await table.getByRole('button', { name: 'validation' }).click();
  await pageOf(page).getByRole('button', { name: 'Settings' }).click();
  const settings = page.getByRole('region', { name: 'Settings of validation' });
  await settings.getByRole('textbox', { name: 'Name for rules' }).fill('orders');
  await page.keyboard.press('Enter');
  await settings.getByRole('button', { name: 'Add to orders' }).click();
  await settings.getByRole('textbox', { name: 'Path' }).fill('status');
  await settings.getByRole('textbox', { name: 'Min length' }).fill('many');
  await settings.getByRole('button', { name: 'Keep settings' }).click();
  await expect(settings.getByRole('alert')).toContainText('correct the fields');
  await expect(settings.getByRole('textbox', { name: 'Min length' })).toHaveAttribute('aria-invalid', 'true');
  if (shell.name === 'browser') await look(page);
  await settings.getByRole('textbox', { name: 'Min length' }).fill('3');
  await settings.getByRole('button', { name: 'Keep settings' }).click();
  await expect(settings).toBeHidden();
  await table.getByRole('switch', { name: 'validation' }).click();

  await commitStatus(page, 'no');
  await expect(
    page.getByText(/The plugin validation refused it: status is shorter than 3\./).first(),
  ).toBeVisible();
  expect(String(read(path, 'SELECT doc FROM orders')[0]?.[0])).toBe(stored);

  await page.getByRole('tab', { name: 'Plugins' }).click();
  const refused = eventsOf(page).getByRole('listitem').filter({ hasText: 'validation: ' }).first();
  await expect(refused).toContainText('onBeforeCommit');
  const hooks = page.getByRole('table', { name: 'Hooks of validation' });
  await expect(hooks.getByRole('row', { name: /onBeforeCommit/ })).toContainText('1');
  await expect(page.getByRole('table', { name: 'Last errors of validation' })).toContainText(
    'is shorter than 3',
  );
  if (shell.name === 'browser') await look(page);

  await refused.getByRole('button', { name: /onBeforeCommit/ }).click();
  await expect(
    page.getByRole('heading', { name: 'orders.update ord_1 was vetoed by validation' }),
  ).toBeVisible();
  const steps = page.getByRole('table', { name: 'Hooks in their order' }).getByRole('row');
  await expect(steps.filter({ hasText: 'onBeforeUpdate' })).toContainText('"updatedAt"');
  await expect(steps.filter({ hasText: 'SQL' })).toContainText('not run');
  if (shell.name === 'browser') await look(page);
  const operations = page.getByRole('listbox', { name: 'Operations' });
  await operations.focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('heading', { name: 'orders.update ord_1 was done' })).toBeVisible();
  await expect(steps.filter({ hasText: 'SQL' })).toContainText('"updatedAt"');
  await page.getByRole('button', { name: 'Back to plugins' }).click();

  // Who refuses can be turned off where it is seen.
  await refused.getByRole('button', { name: 'Turn validation off' }).click();
  await expect(table.getByRole('switch', { name: 'validation' })).not.toBeChecked();
  await page.keyboard.press('Control+s');
  await expect.poll(() => String(read(path, 'SELECT doc FROM orders')[0]?.[0])).toContain('"no"');

  // One of the user's own, which runs in its own process.
  const plugins = join(shell.dataFolder, 'plugins');
  mkdirSync(plugins, { recursive: true });
  writeFileSync(
    join(plugins, 'shout.js'),
    `export default { name: 'shout', onBeforeUpdate({ data }) { data.status = data.status.toUpperCase(); } };`,
  );
  await page.getByRole('button', { name: 'Add plugin' }).click();
  const adding = page.getByRole('dialog', { name: 'Add a plugin' });
  await expect(adding).toContainText(plugins);
  if (shell.name === 'browser') await look(page);
  await adding.getByRole('button', { name: 'Look again' }).click();
  await table.getByRole('switch', { name: 'shout.js' }).click();
  const question = page.getByRole('dialog', { name: /^Run shout\.js for shop\.sqlite\?/ });
  await expect(question).toContainText('runs as you');
  await question.getByRole('button', { name: 'Turn on' }).click();
  await expect(table.getByRole('switch', { name: 'shout.js' })).toBeChecked();
  await table.getByRole('button', { name: 'shout.js' }).click();
  await expect(page.getByText(/your plugin, in its own process \d+/)).toBeVisible();
  if (shell.name === 'browser') await look(page);

  await commitStatus(page, 'gone');
  await expect.poll(() => String(read(path, 'SELECT doc FROM orders')[0]?.[0])).toContain('"GONE"');
  await page.getByRole('tab', { name: 'Plugins' }).click();
  const own = eventsOf(page).getByRole('listitem').filter({ hasText: 'shout.js' }).first();
  await own.getByRole('button', { name: /onBeforeUpdate/ }).click();
  await expect(steps.filter({ hasText: 'shout.js' })).toContainText('"GONE"');
});
