import type { Browser, CDPSession, Page } from 'playwright';
import { startBrowser } from '../app/browser.ts';
import { privateBytes } from '../app/processor-time.ts';
import { serveBuilt } from '../app/serve.ts';
import type { SalesFile } from '../data/sales-file.ts';
import { part } from '../harness/part.ts';
import { quantile, randomNumbers } from '../harness/samples.ts';
import { dragScrollbar, type LongFrame, shownRows, watchFrames } from './frames.ts';
import type { Setup } from './setup.ts';

/** Scrolled before the memory is measured: caches that have a limit are full by then. */
const WARM_UP = 4_000;
const WHEEL_TIME = 3_000;
const DRAG_TIME = 2_000;
const WHEEL_PAUSE = 16;
const MEGABYTE = 1024 * 1024;
const PATIENCE = 30_000;

/** A minute of scrolling by wheel and by scrollbar, in Chromium on the built app. */
export function scrolling({ large, folder, scrollSeconds }: Setup) {
  const what = `${scrollSeconds} s of scrolling`;
  return part({
    name: 'scrolling',
    measures: {
      frames: { name: `${what}: long animation frames with the app's scripts, p99`, unit: 'ms', target: 50 },
      heap: { name: `${what}: growth of the JS heap`, unit: 'MB', target: 80 },
      memory: { name: `${what}: growth of the page's private memory`, unit: 'MB', target: 80 },
    },
    async run(record) {
      const served = await serveBuilt([large.path, folder]);
      let browser: Browser | undefined;
      try {
        browser = await startBrowser();
        const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
        await page.goto(served.address);
        await openTable(page);
        await checkRows(page, large);
        const session = await page.context().newCDPSession(page);
        const renderer = await rendererOf(browser);
        await scrollFor(page, WARM_UP);
        const before = await memoryOf(session, renderer);
        await page.evaluate(watchFrames);
        const moves = await scrollFor(page, scrollSeconds * 1_000);
        const frames = await page.evaluate(() => window.benchFrames ?? { own: [], all: Number.NaN });
        const after = await memoryOf(session, renderer);
        // What is seen after all this is still the truth, far down as well.
        await page.evaluate(dragScrollbar, [0.3, 0.7, 500] as const);
        await checkRows(page, large);
        record('frames', framesFinding(frames.own, frames.all, moves));
        record('heap', { measured: (after.heap - before.heap) / MEGABYTE, runs: 1, note: MEMORY_NOTE });
        record('memory', { measured: (after.memory - before.memory) / MEGABYTE, runs: 1, note: MEMORY_NOTE });
      } finally {
        await browser?.close();
        await served.stop();
      }
    },
  });
}

const MEMORY_NOTE = `after a collection of garbage, since ${WARM_UP / 1000} s of scrolling`;

function framesFinding(own: readonly LongFrame[], all: number, moves: Moves) {
  const durations = own.map(({ duration }) => duration);
  return {
    // The browser reports frames over 50 ms only: none is as good as it gets.
    measured: durations.length === 0 ? 0 : quantile(durations, 0.99),
    runs: 1,
    beside: [
      { name: 'such frames', measured: durations.length, unit: '' },
      {
        name: 'longest script of the app in one',
        measured: Math.max(0, ...own.map((f) => f.script)),
        unit: 'ms',
      },
      { name: 'long frames, whoever made them', measured: all, unit: '' },
      { name: 'wheel steps', measured: moves.wheels, unit: '' },
      { name: 'drags of the scrollbar', measured: moves.drags, unit: '' },
    ],
    note: 'the browser reports frames over 50 ms only; 0: there was none',
  };
}

async function openTable(page: Page): Promise<void> {
  const grid = page.getByRole('grid');
  // Not the file's own line, which begins with the same word.
  const line = page.getByRole('treeitem').filter({ hasText: /^sales(?!-)/ });
  await line.waitFor({ timeout: PATIENCE });
  await line.click();
  await grid.waitFor({ timeout: PATIENCE });
}

/** Waits until the rows in sight are drawn, and compares their ids with the file. */
async function checkRows(page: Page, large: SalesFile): Promise<void> {
  const isRight = (rows: readonly (readonly [number, string])[]) =>
    rows.length > 10 && rows.every(([row, text]) => Number(text.replaceAll(/\D/g, '')) === large.idOf(row));
  const started = performance.now();
  for (;;) {
    const rows = await page.evaluate(shownRows);
    if (isRight(rows)) return;
    if (performance.now() - started > PATIENCE) {
      const [row, text] =
        rows.find(([number, id]) => Number(id.replaceAll(/\D/g, '')) !== large.idOf(number)) ?? [];
      throw new Error(
        row === undefined
          ? `only ${rows.length} rows are drawn`
          : `row ${row} shows "${text}" instead of ${large.idOf(row)}`,
      );
    }
    await page.waitForTimeout(50);
  }
}

interface Moves {
  wheels: number;
  drags: number;
}

/** Turns the wheel and drags the scrollbar by turns. */
async function scrollFor(page: Page, milliseconds: number): Promise<Moves> {
  const box = await page.getByRole('grid').boundingBox();
  if (box === null) throw new Error('the grid is not to be seen');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const random = randomNumbers(4);
  const moves: Moves = { wheels: 0, drags: 0 };
  const end = performance.now() + milliseconds;
  let place = 0;
  while (performance.now() < end) {
    const direction = place > 0.9 ? -1 : 1;
    const stop = Math.min(end, performance.now() + WHEEL_TIME);
    while (performance.now() < stop) {
      await page.mouse.wheel(0, direction * (100 + Math.floor(random() * 500)));
      await page.waitForTimeout(WHEEL_PAUSE);
      moves.wheels += 1;
    }
    if (performance.now() >= end) break;
    const next = random();
    await page.evaluate(dragScrollbar, [place, next, DRAG_TIME] as const);
    place = next;
    moves.drags += 1;
  }
  return moves;
}

async function rendererOf(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  // Of several renderers, the one that has worked most is the page's.
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  const page = renderers.toSorted((a, b) => b.cpuTime - a.cpuTime)[0];
  if (page === undefined) throw new Error('the browser does not name the process of the page');
  return page.id;
}

async function memoryOf(session: CDPSession, renderer: number): Promise<{ heap: number; memory: number }> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return { heap: usedSize, memory: privateBytes(renderer) };
}
