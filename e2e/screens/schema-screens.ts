import { expect } from '@playwright/test';
import type { Screen } from './screen.ts';

/** The schema of the orders, begun at their documents. */
export const schemaScreens: readonly Screen[] = [
  {
    name: 'schema',
    async show({ page }) {
      await page.getByRole('radio', { name: 'Schema' }).click();
      await expect(page.getByRole('region', { name: 'Rules only in code' })).toBeVisible();
      // A keyword stands alone as soon as the source is there.
      await expect(page.getByRole('region', { name: 'Source' })).toContainText('"properties"');
    },
  },
  {
    name: 'schema-check',
    async show({ page }) {
      await page.getByRole('button', { name: 'Check all documents' }).click();
      await page.getByRole('button', { name: 'Repair status' }).click();
      const repair = page.getByRole('region', { name: /^Repair status/ });
      await repair.getByRole('combobox', { name: 'Instead of "payed"' }).selectOption('paid');
      await expect(repair.getByRole('status')).toContainText('match the schema after this');
    },
    leave: ({ page }) => page.getByRole('button', { name: 'Back to the schema' }).click(),
  },
  {
    name: 'schema-infer',
    async show({ page }) {
      await page.getByRole('button', { name: 'Infer again' }).click();
      await expect(page.getByRole('button', { name: 'Read the documents again' })).toBeVisible();
      await page.getByRole('button', { name: 'total', exact: true }).click();
      await expect(page.getByRole('complementary', { name: 'Field' })).toContainText('Kinds found');
    },
    async leave({ page }) {
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('radio', { name: 'Documents' }).click();
    },
  },
];
