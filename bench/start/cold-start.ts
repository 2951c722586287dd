import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { startBrowser } from '../app/browser.ts';
import { serveBuilt } from '../app/serve.ts';
import type { SalesFile } from '../data/sales-file.ts';
import { part } from '../harness/part.ts';
import { interleave, median, quantile } from '../harness/samples.ts';
import { noteStart, type StartMarks } from './start-marks.ts';

const ROUNDS = 11;
/** A busy machine shows the overview of the file first, where the list of its tables takes more than 300 ms. */
const PATIENCE = 8_000;
const TRIES = 3;
const STEPS = ['process', 'load', 'connect', 'engine', 'open', 'rows'] as const;
type Step = (typeof STEPS)[number];
type Run = Readonly<Record<Step, number>>;

const names: Readonly<Record<Step, string>> = {
  process: 'process and engine: from the start of the shell to its address',
  load: 'page load: to the end of its scripts and styles',
  connect: 'script: to the first call to the engine',
  engine: 'first answer of the engine, and what the page does until it opens the file',
  open: 'files.open',
  rows: 'first rows: from the open file to their frame',
};

/**
 * From starting the built browser shell to the first rows of a file of 1 MB in Chromium, which runs already: with
 * the code that Node compiled for an earlier start, and without.
 */
export function coldStart(small: SalesFile) {
  return part({
    name: 'cold start',
    measures: {
      start: {
        name: 'cold start to first rows of a 1 MB file, browser shell, p50',
        unit: 'ms',
        target: 1500,
      },
      tail: { name: 'cold start to first rows of a 1 MB file, browser shell, p95', unit: 'ms', target: 2500 },
      cache: { name: 'process and engine with compiled code kept, against without', unit: 'x', target: 1 },
    },
    async run(record) {
      const code = mkdtempSync(join(tmpdir(), 'cairn-bench-code-'));
      const browser = await startBrowser();
      try {
        const runs: { readonly kept: Run[]; readonly none: Run[] } = { kept: [], none: [] };
        const contender = (into: Run[], folder: string | undefined) => async () => {
          const run = await startToRows(browser, small, folder);
          into.push(run);
          return total(run);
        };
        // Fills the folder, and the page cache of the system.
        await startToRows(browser, small, code);
        await interleave(ROUNDS, {
          kept: { run: contender(runs.kept, code) },
          none: { run: contender(runs.none, undefined) },
        });
        const of = (step: Step, from: readonly Run[]) => median(from.map((run) => run[step]));
        const totals = runs.kept.map(total);
        record('start', {
          measured: median(totals),
          runs: ROUNDS,
          beside: [
            ...STEPS.map((step) => ({ name: names[step], measured: of(step, runs.kept), unit: 'ms' })),
            { name: 'without kept code', measured: median(runs.none.map(total)), unit: 'ms' },
          ],
          note: 'Chromium runs already; a new data folder each time; shares are medians and need not add up',
        });
        record('tail', { measured: quantile(totals, 0.95), runs: ROUNDS });
        record('cache', {
          measured: of('process', runs.kept) / of('process', runs.none),
          runs: ROUNDS,
          beside: [{ name: 'without', measured: of('process', runs.none), unit: 'ms' }],
        });
      } finally {
        await browser.close();
        rmSync(code, { recursive: true, force: true });
      }
    },
  });
}

function total(run: Run): number {
  return STEPS.reduce((sum, step) => sum + run[step], 0);
}

/** Runs that show something else first are not counted. */
async function startToRows(browser: Browser, small: SalesFile, code: string | undefined): Promise<Run> {
  for (let left = TRIES; left > 0; left -= 1) {
    const run = await startOnce(browser, small, code);
    if (run !== null) return run;
  }
  throw new Error(`the rows were not shown at once in ${TRIES} starts: the machine is too busy`);
}

async function startOnce(browser: Browser, small: SalesFile, code: string | undefined): Promise<Run | null> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(noteStart);
  const started = performance.timeOrigin + performance.now();
  const served = await serveBuilt([small.path], {
    // Without the second one Node would keep the code in the folder that Cairn chooses.
    ...(code === undefined ? { NODE_DISABLE_COMPILE_CACHE: '1' } : { NODE_COMPILE_CACHE: code }),
  });
  try {
    const address = performance.timeOrigin + performance.now();
    await page.goto(served.address);
    const hasRows = await page
      .waitForFunction(() => window.benchMarks?.rowsPainted !== undefined, null, { timeout: PATIENCE })
      .then(
        () => true,
        () => false,
      );
    if (!hasRows) return null;
    const { marks, loaded } = await page.evaluate(() => ({
      marks: window.benchMarks as StartMarks,
      loaded:
        performance.timeOrigin +
        Math.max(
          ...performance
            .getEntriesByType('resource')
            .filter((entry) => /\.(js|css)$/.test(entry.name))
            .map((entry) => (entry as PerformanceResourceTiming).responseEnd)
            // What is loaded later is not waited for.
            .filter((end) => performance.timeOrigin + end <= (window.benchMarks?.firstCall ?? Infinity)),
        ),
    }));
    return {
      process: address - started,
      load: loaded - marks.navigation,
      connect: marks.firstCall - loaded,
      engine: marks.openCall - marks.firstCall,
      open: marks.openReply - marks.openCall,
      rows: marks.rowsPainted - marks.openReply,
    };
  } finally {
    await context.close();
    await served.stop();
  }
}
