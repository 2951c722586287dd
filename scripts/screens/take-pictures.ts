import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { cellAt, openRows } from '../../e2e/parts.ts';
import { allScreens } from '../../e2e/screens/all-screens.ts';
import { makeFolder } from '../../e2e/screens/make-folder.ts';
import { WIDE } from '../../e2e/screens/screen.ts';
import { walkScreens } from '../../e2e/screens/walk-screens.ts';
import { createBrowserRunner } from '../../e2e/shells/browser-runner.ts';
import { measureOrder, measurePage, type PageMeasures } from './measure-page.ts';
import { notCompared, type Picture, picturesPage } from './pictures-page.ts';
import { smallPicture } from './small-picture.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const target = join(import.meta.dirname, '..', '..', 'docs', 'screens');

/** Paths are seen on pictures, so these folders have the same names each time. */
const folder = join(tmpdir(), 'cairn-pictures');
const data = join(tmpdir(), 'cairn-pictures-data');

/** Circumstances that the table of customers is shown in besides. */
const LOOKS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  '2560': (page) => page.setViewportSize({ width: 2560, height: 1440 }),
  // To the page, a window of 1440 x 900 at 200 % is one of half the size.
  'zoom-200': (page) => page.setViewportSize({ width: 720, height: 450 }),
  contrast: (page) => page.emulateMedia({ contrast: 'more' }),
  'forced-colors': (page) => page.emulateMedia({ forcedColors: 'active' }),
};

test('pictures of every screen', async ({ page, browser }) => {
  for (const left of [folder, data]) rmSync(left, { recursive: true, force: true });
  mkdirSync(folder);
  const files = makeFolder(folder);
  const pageFaults: string[] = [];
  const runner = await createBrowserRunner(page, pageFaults);
  const { openFile } = await runner.start({
    paths: [folder],
    env: { CAIRN_DATA_DIR: data, CAIRN_CACHE_DIR: join(data, 'cache') },
    faults: pageFaults,
  });
  const painter = await browser.newPage();
  const pictures: Picture[] = [];
  const shoot = async (name: string, look: string): Promise<PageMeasures> => {
    writeFileSync(join(target, `${name}-${look}.webp`), await smallPicture(page, painter));
    return measurePage(page);
  };
  const seen: { readonly look: string; readonly measures: PageMeasures }[] = [];
  await walkScreens({ page, files, openFile }, async ({ screen, theme }) => {
    seen.push({ look: theme, measures: await shoot(screen.name, theme) });
    if (theme !== 'dark') return;
    // Where Tab goes is the same in both themes.
    const order = screen.isLeftByTab === true ? null : await measureOrder(page);
    for (const { look, measures } of seen.splice(0))
      pictures.push({ name: screen.name, look, measures, order });
  });
  await page.setViewportSize(WIDE);
  await cellAt(await openRows(page, 'customers'), 2, 2).click();
  for (const [look, enter] of Object.entries(LOOKS)) {
    await enter(page);
    await expect(page.getByRole('gridcell').first()).toBeVisible();
    const measures = await shoot('browse', look);
    pictures.push({ name: 'browse', look, measures, order: await measureOrder(page) });
    await page.emulateMedia({ contrast: 'no-preference', forcedColors: 'none' });
    await page.setViewportSize(WIDE);
  }
  await painter.close();
  await runner.stop();
  for (const made of [folder, data]) rmSync(made, { recursive: true, force: true });
  const differences = readFileSync(join(import.meta.dirname, 'differences.md'), 'utf8');
  writeFileSync(join(target, 'README.md'), picturesPage(pictures, differences));
  const names = allScreens.map(({ name }) => name);
  expect(notCompared(names, differences), 'screens without a line of their own in differences.md').toEqual(
    [],
  );
  expect(pageFaults, 'errors and violations of the pages').toEqual([]);
  expect(
    pictures.flatMap(({ name, look, measures, order }) =>
      [...measures.faults, ...(order?.faults ?? [])].map((fault) => `${name}, ${look}: ${fault}`),
    ),
  ).toEqual([]);
});
