import type { Page } from 'playwright';
import { startBrowser } from '../app/browser.ts';
import { serveBuilt } from '../app/serve.ts';
import type { SalesFile } from '../data/sales-file.ts';
import { part } from '../harness/part.ts';
import { median, quantile, randomNumbers } from '../harness/samples.ts';
import { awaitKey, type KeyTimes } from './key-times.ts';

const MOVES = 150;
const PAGES = 100;
const JUMPS = 60;

/** Keys in the grid of a large file, in Chromium on the built app: until the cell or the rows are painted. */
export function keys(file: SalesFile) {
  return part({
    name: 'keys',
    measures: {
      move: { name: 'key press to selection moved and painted, p95', unit: 'ms', target: 16 },
      page: { name: 'Page Down to rows painted, p95', unit: 'ms', target: 50 },
      jump: { name: 'Enter in "Go to row" to rows painted, never read before, p95', unit: 'ms', target: 50 },
    },
    async run(record) {
      const served = await serveBuilt([file.path]);
      const browser = await startBrowser();
      try {
        const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
        await page.goto(served.address);
        const grid = page.getByRole('grid', { name: 'Rows of sales' });
        await grid.waitFor();
        await grid.focus();
        // What is loaded when nothing else is to be done is not to be measured.
        await page.waitForLoadState('networkidle');
        const random = randomNumbers(7);
        const arrows = ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowLeft'];
        const moves: KeyTimes[] = [];
        for (let at = 0; at < MOVES; at += 1) {
          moves.push(await press(page, arrows[at % arrows.length] ?? 'ArrowDown', random));
        }
        const pages: KeyTimes[] = [];
        for (let at = 0; at < PAGES; at += 1) pages.push(await press(page, 'PageDown', random));
        const jumps: KeyTimes[] = [];
        for (let at = 0; at < JUMPS; at += 1) {
          await page.keyboard.press('Control+Shift+G');
          const field = page.getByRole('dialog').getByRole('textbox');
          await field.fill(String(1 + Math.floor(((at + random()) / JUMPS) * file.rows)));
          jumps.push(await press(page, 'Enter', random));
          await field.waitFor({ state: 'hidden' });
        }
        record('move', finding(moves));
        record('page', finding(pages));
        record('jump', finding(jumps));
      } finally {
        await browser.close();
        await served.stop();
      }
    },
  });
}

/** Presses a key at no particular moment of a frame. */
async function press(page: Page, key: string, random: () => number): Promise<KeyTimes> {
  await page.waitForTimeout(40 + random() * 40);
  await page.evaluate(awaitKey);
  await page.keyboard.press(key);
  const times = await page.evaluate(() => window.benchKey);
  if (times === undefined) throw new Error('the page was loaded again');
  return times;
}

function finding(times: readonly KeyTimes[]) {
  const painted = times.map((time) => time.painted);
  const commits = times.map((time) => time.commit);
  return {
    measured: quantile(painted, 0.95),
    runs: times.length,
    beside: [
      { name: 'p50', measured: median(painted), unit: 'ms' },
      { name: 'until the document shows it, p95', measured: quantile(commits, 0.95), unit: 'ms' },
      { name: 'until the document shows it, p50', measured: median(commits), unit: 'ms' },
    ],
    note: 'from the time stamp of the event to the end of the frame; a frame of 60 a second takes up to 16.7 ms to begin',
  };
}
