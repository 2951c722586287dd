import { join } from 'node:path';
import { hostileNames, makeHostileNames } from './fixtures/hostile-names.ts';
import { cellAt, lineOf, openRows } from './parts.ts';
import { expect, test } from './shell.ts';

test('@any scripts in names and cells are never run', async ({ shell }) => {
  const { page, faults } = await shell.start(makeHostileNames(join(shell.folder, 'hostile.sqlite')));
  const tree = page.getByRole('tree', { name: 'Databases' });
  const inspector = page.getByRole('region', { name: 'Row inspector' });
  const script = hostileNames.find((name) => name.startsWith('<img')) ?? '';
  await tree
    .getByRole('treeitem', { level: 3 })
    .filter({ has: page.getByText(script, { exact: true }) })
    .click();
  const grid = page.getByRole('grid');
  await expect(grid.getByRole('rowheader', { name: '3', exact: true })).toBeVisible();
  await cellAt(grid, 1, 3).click();
  await expect
    .poll(() =>
      inspector
        .getByRole('textbox')
        .evaluateAll((all) => all.map((field) => (field as HTMLInputElement).value)),
    )
    .toContain(`${script} 1`);
  for (const view of ['Tree', 'JSON', 'Related', 'Form']) {
    await inspector.getByRole('radio', { name: view }).click();
    await expect(inspector.getByRole('radio', { name: view })).toBeChecked();
  }
  await page.getByRole('radio', { name: 'Structure' }).click();
  await expect(page.getByRole('region', { name: 'DDL' })).toContainText('onerror');
  await page.getByRole('radio', { name: 'Rows' }).click();
  await grid.focus();
  await page.keyboard.press('Control+g');
  await page.keyboard.type('onerror');
  await expect(page.getByRole('region', { name: 'Matches' }).getByRole('button').first()).toBeVisible();
  await page.getByRole('search').getByRole('button', { name: 'Close' }).click();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('onerror');
  await expect(page.getByRole('option', { name: /onerror/ }).first()).toBeVisible();
  await page.keyboard.press('Escape');
  expect(await page.evaluate(() => Reflect.get(window, '__canary'))).toBeUndefined();
  expect(faults).toEqual([]);
});

test('@page every hostile name is a table like any other', async ({ shell }) => {
  const { page } = await shell.start(makeHostileNames(join(shell.folder, 'hostile.sqlite')));
  await lineOf(page, 'plain').click();
  const filter = page.getByRole('textbox', { name: 'Filter tables and collections' });
  for (const name of ['with "double" quotes', '__proto__', 'semi;colon -- comment /* not */', 'emoji 🗻']) {
    await filter.fill(name);
    const grid = await openRows(page, name);
    await expect(cellAt(grid, 3, 2)).toHaveText(`${name} 3`);
  }
  await filter.fill('');
  await lineOf(page, '(no name)').first().click();
  await expect(page.getByRole('gridcell', { name: 'the table without a name' })).toBeVisible();
  expect(await page.evaluate(() => Reflect.get(window, '__canary'))).toBeUndefined();
});

test('@browser a page without the token cannot use the bridge', async ({ shell, chromium }) => {
  shell.allowFaults(/.*/);
  const { address } = await shell.start(makeHostileNames(join(shell.folder, 'secret.sqlite')));
  const bare = new URL(address);
  bare.hash = '';
  const context = await (await chromium()).newContext();
  try {
    const stranger = await context.newPage();
    await stranger.goto(bare.href);
    await expect(stranger.getByRole('tree')).toBeHidden();
    const bridge = `${bare.origin.replace('http', 'ws')}/bridge`;
    const answer = await stranger.evaluate(
      (url) =>
        new Promise<string>((resolve) => {
          const socket = new WebSocket(url);
          socket.onopen = () => resolve('opened');
          socket.onclose = () => resolve('refused');
        }),
      bridge,
    );
    expect(answer).toBe('refused');
    await stranger.goto(`${bare.href}#not-the-token`);
    await stranger.reload();
    await expect(stranger.getByRole('tree')).toBeHidden();
    const signIn = await stranger.evaluate(async () => {
      const { status } = await fetch('/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token: 'not-the-token' }),
      });
      return status;
    });
    expect(signIn).toBe(403);
  } finally {
    await context.close();
  }
});
