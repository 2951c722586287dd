import { join } from 'node:path';
import type { Page, TestInfo } from '@playwright/test';
import { hostileNames, makeHostileNames } from './fixtures/hostile-names.ts';
import { makeLongNames } from './fixtures/long-names.ts';
import { openRows } from './parts.ts';
import { allScreens, writingScreens } from './screens/all-screens.ts';
import { AXE, lookWithAxe } from './screens/look-with-axe.ts';
import { makeFolder } from './screens/make-folder.ts';
import { makeRuler } from './screens/make-ruler.ts';
import { measureFocus } from './screens/measure-focus.ts';
import { measureTargets } from './screens/measure-targets.ts';
import { measureText } from './screens/measure-text.ts';
import type { Place, Screen } from './screens/screen.ts';
import { type Look, walkScreens } from './screens/walk-screens.ts';
import { expect, test } from './shell.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

/** What is wrong with the page as it is shown now. */
async function faultsOf(page: Page, name: string): Promise<readonly string[]> {
  const ruler = await page.evaluateHandle(makeRuler);
  const text = await ruler.evaluate(measureText);
  const targets = await ruler.evaluate(measureTargets);
  expect(text.count, 'texts that were measured').toBeGreaterThan(3);
  expect(targets.count, 'controls that were measured').toBeGreaterThan(1);
  await ruler.dispose();
  return [...text.faults, ...targets.faults].map((fault) => `${name}: ${fault}`);
}

/** What gets the focus on this page and does not show it. */
async function focusFaultsOf(page: Page, { screen, theme }: Look): Promise<readonly string[]> {
  // Without a key the browser takes the focus for that of a pointer.
  await page.keyboard.press('Shift');
  const ruler = await page.evaluateHandle(makeRuler);
  const focus = await ruler.evaluate(measureFocus);
  await ruler.dispose();
  expect(focus.count, `stops of ${screen.name}`).toBeGreaterThan(0);
  return focus.faults.map((fault) => `${screen.name}, ${theme}: ${fault}`);
}

/** Walks through screens and measures each, in both themes and by axe. */
async function lookAt(place: Place, screens: readonly Screen[], info: TestInfo): Promise<void> {
  const { page } = place;
  await page.evaluate(AXE);
  const faults: string[] = [];
  const lines = ['screen | theme | rules passed | violations', '--- | --- | --- | ---'];
  const look = async (shown: Look): Promise<void> => {
    const name = `${shown.screen.name}, ${shown.theme}`;
    const before = faults.length;
    faults.push(...(await faultsOf(page, name)));
    const { passed, violations } = await lookWithAxe(page);
    expect(passed, `rules for ${name}`).toBeGreaterThan(shown.theme === 'light' ? 10 : 0);
    lines.push(`${shown.screen.name} | ${shown.theme} | ${passed} | ${violations.length}`);
    faults.push(...violations.map((violation) => `${name}: ${violation}`));
    if (faults.length > before) {
      await info.attach(`${shown.screen.name}-${shown.theme}.jpg`, {
        body: await page.screenshot({ type: 'jpeg', quality: 60 }),
        contentType: 'image/jpeg',
      });
    }
    if (shown.theme === 'light') return;
    // At the end, since tooltips open at what gets the focus.
    for (const theme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      faults.push(...(await focusFaultsOf(page, { ...shown, theme })));
    }
  };
  await walkScreens(place, look, screens);
  console.log(lines.join('\n'));
  await info.attach('axe.md', { body: lines.join('\n'), contentType: 'text/markdown' });
  expect(faults).toEqual([]);
}

test('@browser every screen that only reads keeps its measures in both themes, and axe finds nothing', async ({
  shell,
}, info) => {
  test.setTimeout(300_000);
  const files = makeFolder(shell.folder);
  const { page, openFile } = await shell.start();
  const screens = allScreens.filter((screen) => !writingScreens.includes(screen));
  await lookAt({ page, files, openFile }, screens, info);
});

test('@browser every screen that writes keeps its measures in both themes, and axe finds nothing', async ({
  shell,
}, info) => {
  test.setTimeout(300_000);
  shell.allowWrites();
  const files = makeFolder(shell.folder);
  const { page, openFile } = await shell.start();
  await openFile(files.sample);
  await openRows(page, 'orders');
  await lookAt({ page, files, openFile }, writingScreens, info);
});

/** Windows that the design names: the smallest, a narrow one, 1440 x 900 at 200 %, and a large one. */
const SIZES = [
  { width: 960, height: 600 },
  { width: 1000, height: 640 },
  { width: 720, height: 450 },
  { width: 2560, height: 1440 },
];

/** Opens a table by its place in the tree, since some names have nothing to be found by. */
async function openNth(page: Page, index: number): Promise<void> {
  await page.getByRole('treeitem', { level: 3 }).nth(index).click();
  await expect(page.getByRole('grid').getByRole('rowheader', { name: '1', exact: true })).toBeVisible();
}

/** Waits until the page has taken the width that its window has: the sidebar stands beside it from 960 px on. */
async function settled(page: Page, width: number): Promise<void> {
  await expect(page.locator('[data-region="sidebar"]')).toBeVisible({ visible: width >= 960 });
  // What observes sizes hears of them with the next drawing, and may change some itself.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** Measures what is shown in windows of all sizes. */
async function faultsInAllSizes(page: Page, name: string): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await settled(page, size.width);
    await expect(page.getByRole('gridcell', { name: 'loading' })).toHaveCount(0);
    faults.push(...(await faultsOf(page, `${name}, ${size.width} x ${size.height}`)));
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await settled(page, 1440);
  return faults;
}

test('@browser names and values of any length and script keep the measures in windows of any size', async ({
  shell,
}) => {
  const { page } = await shell.start(makeLongNames(join(shell.folder, `${'long name '.repeat(12)}.sqlite`)));
  const faults: string[] = [];
  const inspector = page.getByRole('region', { name: 'Row inspector' });
  for (const index of [0, 1, 2, 3]) {
    await openNth(page, index);
    await page.getByRole('gridcell').nth(1).click();
    faults.push(...(await faultsInAllSizes(page, `table ${index}`)));
  }
  for (const view of ['Tree', 'JSON', 'Related', 'Form']) {
    await inspector.getByRole('radio', { name: view }).click();
    await expect(inspector.getByRole('radio', { name: view })).toBeChecked();
    faults.push(...(await faultsOf(page, view)));
  }
  await page.getByRole('radio', { name: 'Structure' }).click();
  await expect(page.getByRole('region', { name: 'DDL' })).toBeVisible();
  faults.push(...(await faultsInAllSizes(page, 'structure')));
  await page.getByRole('treeitem', { level: 1 }).dblclick();
  await expect(page.getByRole('region', { name: /^Overview/ })).toBeVisible();
  faults.push(...(await faultsInAllSizes(page, 'overview')));
  await page.keyboard.press('Control+K');
  await page.keyboard.type('a name');
  await expect(page.getByRole('option').first()).toBeVisible();
  faults.push(...(await faultsInAllSizes(page, 'palette')));
  expect(faults).toEqual([]);
});

test('@browser hostile names keep the measures', async ({ shell }) => {
  const { page } = await shell.start(makeHostileNames(join(shell.folder, 'hostile.sqlite')));
  const faults: string[] = [];
  await page.setViewportSize({ width: 1000, height: 640 });
  await expect(page.getByRole('treeitem', { level: 3 }).first()).toBeVisible();
  const filter = page.getByRole('textbox', { name: 'Filter tables and collections' });
  for (const name of hostileNames.filter((name) => !/[\n\t]/.test(name)).slice(8)) {
    await filter.fill(name.slice(0, 60));
    await page.getByRole('treeitem', { level: 3 }).first().click();
    await expect(page.getByRole('grid').getByRole('rowheader', { name: '3', exact: true })).toBeVisible();
    faults.push(...(await faultsOf(page, name.slice(0, 20))));
  }
  expect(faults).toEqual([]);
});

/** One fault of each kind, and what a measure says of it. */
const PLANTED: readonly (readonly [html: string, says: RegExp])[] = [
  ['<p style="font-size: 10px">too small</p>', /^10 px: "too small"/],
  ['<p style="color: #999">too pale</p>', /^contrast 2\.\d+: "too pale"/],
  ['<p style="opacity: 0.4">see-through</p>', /^contrast 2\.\d+: "see-through"/],
  ['<p style="width: 60px; overflow: hidden; white-space: nowrap">is simply cut</p>', /^cut without an ell/],
  [
    '<p style="width: 60px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis">without tooltip</p>',
    /^cut, and no tooltip has the whole/,
  ],
  ['<p style="width: 40px; white-space: nowrap">spills over its box</p>', /^spills out of its box by \d+ px/],
  ['<p style="height: 9px; overflow: hidden; line-height: 20px">cut below</p>', /^cut above or below/],
  [
    '<p style="position: fixed; left: 1400px; width: 200px">half out of the window</p>',
    /^outside of the window/,
  ],
  ['<p style="position: fixed; left: 1500px">out of the window</p>', /^outside of the window/],
  ['<div style="width: 1500px; height: 1px"></div>', /^the page is \d+ wide in 1440/],
  [
    '<button style="width: 16px; height: 30px; padding: 0" aria-label="thin"></button>',
    /^16 px wide: .*thin/,
  ],
  [
    '<button style="width: 30px; min-height: 0; height: 16px; padding: 0" aria-label="flat"></button>',
    /^16 px high: .*flat/,
  ],
  [
    '<button style="width: 30px; height: 30px; color: #ccc; background: #fff" aria-label="faint"><svg width="16" height="16"><rect width="16" height="16" fill="currentcolor" /></svg></button>',
    /^contrast 1\.\d+ of the sign: .*faint/,
  ],
  ['<button style="outline: none">hidden focus</button>', /^nothing shows the focus of .*hidden focus/],
  ['<a href="#x" style="outline-color: #eee">faint focus</a>', /^contrast 1\.\d+ of the focus .*faint focus/],
];

test('@browser each measure finds the fault that is planted for it, and nothing on a sound page', async ({
  chromium,
  viewport,
}) => {
  const page = await (await chromium()).newPage({ viewport });
  const sound = (more: string) =>
    page.setContent(`<style>
      body { margin: 40px; font: 13px/20px sans-serif; background: #fff; color: #222 }
      p { width: 300px; margin: 8px 0 } button, a { display: block; min-height: 28px; margin: 8px 0 }
      :focus-visible { outline: 2px solid #2559d1 }
    </style><p>sound</p><button>Go</button>${more}`);
  const faults = async () => {
    await page.keyboard.press('Shift');
    const ruler = await page.evaluateHandle(makeRuler);
    const found = [
      await ruler.evaluate(measureText),
      await ruler.evaluate(measureTargets),
      await ruler.evaluate(measureFocus),
    ];
    return found.flatMap(({ faults }) => faults);
  };
  await sound('');
  expect(await faults()).toEqual([]);
  for (const [html, says] of PLANTED) {
    await sound(html);
    const found = await faults();
    expect(found, html).toEqual(expect.arrayContaining([expect.stringMatching(says)]));
  }
  await page.close();
});
