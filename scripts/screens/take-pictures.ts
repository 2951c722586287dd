import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { cellAt, openRows } from '../../e2e/parts.ts';
import { makeFolder } from '../../e2e/screens/make-folder.ts';
import { WIDE } from '../../e2e/screens/screen.ts';
import { walkScreens } from '../../e2e/screens/walk-screens.ts';
import { expect, test } from '../../e2e/shell.ts';
import { measurePage } from './measure-page.ts';
import { type Picture, picturesPage } from './pictures-page.ts';
import { smallPicture } from './small-picture.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const target = join(import.meta.dirname, '..', '..', 'docs', 'screens');

/** Circumstances that the table of customers is shown in besides. */
const LOOKS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  '2560': (page) => page.setViewportSize({ width: 2560, height: 1440 }),
  // To the page, a window of 1440 x 900 at 200 % is one of half the size.
  'zoom-200': (page) => page.setViewportSize({ width: 720, height: 450 }),
  contrast: (page) => page.emulateMedia({ contrast: 'more' }),
  'forced-colors': (page) => page.emulateMedia({ forcedColors: 'active' }),
};

test('pictures of every screen', async ({ shell, browser }) => {
  const files = makeFolder(shell.folder);
  const { page, openFile } = await shell.start();
  const painter = await browser.newPage();
  const pictures: Picture[] = [];
  const take = async (name: string, look: string) => {
    writeFileSync(join(target, `${name}-${look}.webp`), await smallPicture(page, painter));
    pictures.push({ name, look, measures: await measurePage(page) });
  };
  await walkScreens({ page, files, openFile }, ({ screen, theme }) => take(screen.name, theme));
  await page.setViewportSize(WIDE);
  await cellAt(await openRows(page, 'customers'), 2, 2).click();
  for (const [look, enter] of Object.entries(LOOKS)) {
    await enter(page);
    await expect(page.getByRole('gridcell').first()).toBeVisible();
    await take('browse', look);
    await page.emulateMedia({ contrast: 'no-preference', forcedColors: 'none' });
    await page.setViewportSize(WIDE);
  }
  await painter.close();
  const differences = readFileSync(join(import.meta.dirname, 'differences.md'), 'utf8');
  writeFileSync(join(target, 'README.md'), picturesPage(pictures, differences));
  expect(
    pictures.flatMap(({ name, look, measures }) =>
      measures.faults.map((fault) => `${name}, ${look}: ${fault}`),
    ),
  ).toEqual([]);
});
