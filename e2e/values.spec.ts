import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { makeOddValues, oddValues } from './fixtures/odd-values.ts';
import { cellAt, openRows, statusOf } from './parts.ts';
import { expect, test } from './shell.ts';

/** What is seen and what a screen reader says, by what the value is. */
const shown: Readonly<Record<string, readonly [seen: string | RegExp, said: string | RegExp]>> = {
  'int64 max': ['9223372036854775807', '9223372036854775807'],
  'int64 min': ['-9223372036854775808', '-9223372036854775808'],
  '2^53 - 1': ['9007199254740991', '9007199254740991'],
  '2^53': ['9007199254740992', '9007199254740992'],
  '2^53 + 1': ['9007199254740993', '9007199254740993'],
  'integer one': ['1', '1'],
  'real one': ['1.0', '1.0'],
  'minus zero': [/^-?0\.0$/, /^-?0\.0$/],
  infinity: ['Inf', 'Inf'],
  'minus infinity': ['-Inf', '-Inf'],
  tenth: ['0.1', '0.1'],
  'huge real': [/^1(\.0)?e\+?300$/, /^1(\.0)?e\+?300$/],
  null: ['NULL', 'null'],
  'empty text': ['', 'empty text'],
  'text NULL': ['NULL', 'NULL'],
  'text with NUL': ['a␀b', /^a.b$/s],
  'invalid UTF-8': ['a\ufffdb', 'a\ufffdb, not valid UTF-8'],
  'replacement character': ['a\ufffdb', 'a\ufffdb'],
  'line breaks': ['a↵b↵c', /^a\s+b\s+c$/],
  'number as text': ['00123', '00123'],
  blob: ['4 bytes', /BLOB, 4 bytes/],
  'empty blob': ['0 bytes', /BLOB, 0 bytes/],
  json: ['2 keys', 'JSON, 2 keys'],
  jsonb: ['2 keys', 'JSON, 2 keys'],
  'long text': [/^long long/, /^long long/],
  'long blob': [/kB|KB|98|100/, /BLOB/],
};

const odd = (folder: string) => makeOddValues(join(folder, 'odd.sqlite'));

async function openOdd(page: Page): Promise<Locator> {
  const grid = await openRows(page, 'odd');
  await expect(statusOf(page)).toContainText(`${oddValues.length} rows`);
  return grid;
}

test('@any every odd value is shown as it is stored', async ({ shell }) => {
  const page = await shell.share(odd);
  const grid = await openOdd(page);
  for (const [index, [what]] of oddValues.entries()) {
    const expected = shown[what];
    if (expected === undefined) throw new Error(`Nothing is expected of ${what}.`);
    await expect.soft(cellAt(grid, index + 1, 2)).toHaveText(what);
    await expect.soft(cellAt(grid, index + 1, 3), what).toHaveText(expected[0]);
    await expect.soft(cellAt(grid, index + 1, 3), what).toHaveAccessibleName(expected[1]);
  }
});

test('@page a value of another type than its column says so', async ({ shell }) => {
  const page = await shell.share(odd);
  const grid = await openRows(page, 'typed');
  await cellAt(grid, 1, 2).click();
  const inspector = page.getByRole('region', { name: 'Row inspector' });
  await expect(inspector.getByText('stored as TEXT')).toBeVisible();
  await expect(cellAt(grid, 1, 3)).toHaveText('5');
});

test('@page JSON with large numbers is shown to the last digit, as it is stored', async ({ shell }) => {
  const page = await shell.share(odd);
  const grid = await openOdd(page);
  const row = oddValues.findIndex(([what]) => what === 'json') + 1;
  await cellAt(grid, row, 3).click();
  const inspector = page.getByRole('region', { name: 'Row inspector' });
  await expect(inspector.getByRole('textbox', { name: 'v' })).toHaveValue('{"a":[1,2,{"b":1.10}],"c":1e400}');
  await inspector.getByRole('radio', { name: 'Tree' }).click();
  const tree = inspector.getByRole('tree', { name: 'Values' });
  for (const digits of ['1.10', '1e400'])
    await expect(tree.getByRole('treeitem').filter({ hasText: digits }).last()).toBeVisible();
});
