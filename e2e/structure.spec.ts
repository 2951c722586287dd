import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { makeEveryKind } from './fixtures/every-kind.ts';
import { clipboardOf, gridOf, lineOf, openRows } from './parts.ts';
import { expect, test } from './shell.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const everyKind = (folder: string) => makeEveryKind(join(folder, 'kinds.sqlite'));

async function openStructure(page: Page, name: string) {
  await openRows(page, name);
  await page.getByRole('radio', { name: 'Structure' }).click();
  const structure = page.getByRole('region', { name: `Structure of ${name}` });
  await expect(structure).toBeVisible();
  return structure;
}

test('@page columns, indexes and keys are listed, and keys are followed both ways', async ({ shell }) => {
  const page = await shell.share(everyKind);
  const child = await openStructure(page, 'child');
  await expect(page.getByRole('toolbar', { name: 'Structure' })).toContainText(
    /rowid table, \d+ rows?(, |$)/,
  );
  const column = child.getByRole('row').filter({ hasText: 'parent_id' }).first();
  await expect(column.getByTitle('Foreign key')).toBeVisible();
  await expect(column.getByTitle('Indexed')).toBeVisible();
  await expect(child.getByRole('row', { name: /child_parent.*parent_id.*no.*CREATE INDEX/ })).toBeVisible();
  await expect(child.getByRole('row', { name: /child_upper.*where/ })).toBeVisible();
  await expect(child.getByRole('row', { name: /parent_id.*parent\.id.*no action.*cascade/ })).toBeVisible();
  await child.getByRole('button', { name: 'parent.id' }).last().click();
  await expect(gridOf(page, 'parent')).toBeVisible();
  await page.getByRole('radio', { name: 'Structure' }).click();
  const parent = page.getByRole('region', { name: 'Structure of parent' });
  await parent.getByRole('button', { name: /child\.parent_id/ }).click();
  await expect(gridOf(page, 'child')).toBeVisible();
});

test('@page the statements are shown in colours and copied as they are kept', async ({ shell }) => {
  const page = await shell.share(everyKind);
  await openStructure(page, 'child');
  const ddl = page.getByRole('region', { name: 'DDL' });
  await expect(ddl.getByText('CREATE', { exact: true }).first()).toBeVisible();
  const colours = await ddl
    .getByText(/\S/)
    .evaluateAll((words) => new Set(words.map((word) => getComputedStyle(word).color)).size);
  expect(colours).toBeGreaterThan(1);
  await ddl.getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByText('DDL copied')).toBeVisible();
  const copied = await clipboardOf(page);
  expect(copied).toContain(
    'CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent (id) ON DELETE CASCADE, note TEXT)',
  );
  expect(copied).toContain('CREATE INDEX child_upper ON child (upper(note) DESC) WHERE note IS NOT NULL');
  await page.getByRole('button', { name: 'Hide the DDL' }).click();
  await expect(ddl).toBeHidden();
});

test('@page a view has its triggers, generated columns are named, and the menu opens the structure', async ({
  shell,
}) => {
  const page = await shell.share(everyKind);
  await lineOf(page, 'plain_view').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Open structure' }).click();
  const view = page.getByRole('region', { name: 'Structure of plain_view' });
  await expect(view.getByRole('row', { name: /plain_view_insert.*instead of insert/i })).toBeVisible();
  const generated = await openStructure(page, 'generated');
  await expect(generated.getByTitle('Generated')).toHaveCount(2);
  const strict = await openStructure(page, 'no_rowid');
  await expect(strict.getByTitle(/^Primary key/)).toHaveCount(2);
});

test('@page an object that cannot be read says why and hides none of the others', async ({ shell }) => {
  const page = await shell.share(everyKind);
  await expect(lineOf(page, 'unknown_module').getByRole('img', { name: 'Cannot be read' })).toBeVisible();
  await lineOf(page, 'broken_view').click();
  await expect(page.getByRole('alert').filter({ hasText: /nowhere/ })).toBeVisible();
  for (const name of ['plain', 'no_rowid', 'blob_key', 'notes', 'boxes']) {
    await openRows(page, name);
    await expect(gridOf(page, name).getByRole('rowheader', { name: '2', exact: true })).toBeVisible();
  }
});
