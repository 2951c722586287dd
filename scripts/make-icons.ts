import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { type IconPicture, icnsOf, icoOf } from './icons/icon-containers.ts';
import { type IconKind, iconDrawing } from './icons/icon-drawing.ts';

/*
 * Draws the icons of the packages from the mark, by Chromium: PNGs for Linux, one .ico for Windows, one .icns for
 * macOS. They are committed; run this again when the mark changes (with CAIRN_CHROMIUM where Playwright has no
 * Chromium of its own).
 */

const PNG_SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const root = join(import.meta.dirname, '..');
const folder = join(root, 'resources', 'icons');
const mark = readFileSync(join(root, 'src-renderer', 'styles', 'icon.svg'), 'utf8').trim();

const { CAIRN_CHROMIUM: executablePath } = process.env;
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: ['--no-sandbox'],
});
const page = await browser.newPage();

async function draw(kind: IconKind, size: number): Promise<IconPicture> {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<body style="margin: 0; display: flex">${iconDrawing(mark, kind, size)}</body>`);
  return { size, png: await page.screenshot({ omitBackground: true }) };
}

async function drawAll(kind: IconKind, sizes: readonly number[]): Promise<readonly IconPicture[]> {
  const pictures: IconPicture[] = [];
  for (const size of sizes) pictures.push(await draw(kind, size));
  return pictures;
}

mkdirSync(folder, { recursive: true });
const plates = await drawAll('plate', PNG_SIZES);
for (const { size, png } of plates) writeFileSync(join(folder, `${size}x${size}.png`), png);
writeFileSync(join(folder, 'icon.ico'), icoOf(plates.filter(({ size }) => size <= 256)));
writeFileSync(join(folder, 'icon.icns'), icnsOf(await drawAll('macos', PNG_SIZES)));
await browser.close();
console.log(`Icons are in ${folder}.`);
