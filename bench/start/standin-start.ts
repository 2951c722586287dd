import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeElectron, launchElectron, selectShell } from '../../e2e/shells/desktop-runner.ts';
import type { SalesFile } from '../data/sales-file.ts';
import { part } from '../harness/part.ts';
import { median, quantile } from '../harness/samples.ts';

const ROUNDS = 7;

interface Run {
  readonly app: number;
  readonly load: number;
  readonly rows: number;
}

/**
 * From starting the desktop shell in the Electron stand-in to the first rows of a file of 1 MB. The stand-in starts a
 * Chromium of its own and runs its TypeScript as it is: its time says nothing about Electron's, only whether what
 * Cairn adds has grown.
 */
export function standinStart(small: SalesFile) {
  return part({
    name: 'start in the stand-in',
    measures: {
      start: {
        name: 'start to first rows of a 1 MB file, Electron stand-in, p50',
        unit: 'ms',
        target: 2500,
      },
    },
    async run(record) {
      selectShell('standin');
      const code = mkdtempSync(join(tmpdir(), 'cairn-bench-code-'));
      try {
        await startOnce(small, code);
        const runs: Run[] = [];
        while (runs.length < ROUNDS) runs.push(await startOnce(small, code));
        const totals = runs.map(({ app, load, rows }) => app + load + rows);
        const of = (step: keyof Run) => median(runs.map((run) => run[step]));
        record('start', {
          measured: median(totals),
          runs: ROUNDS,
          beside: [
            {
              name: 'app, its Chromium and window: until the page is asked for',
              measured: of('app'),
              unit: 'ms',
            },
            { name: 'page load: to the end of its scripts and styles', measured: of('load'), unit: 'ms' },
            { name: 'engine, file and first rows: to their frame', measured: of('rows'), unit: 'ms' },
            { name: 'p95', measured: quantile(totals, 0.95), unit: 'ms' },
          ],
          note: 'not Electron, and no measure of it; compiled code is kept from an earlier start',
        });
      } finally {
        rmSync(code, { recursive: true, force: true });
      }
    },
  });
}

async function startOnce(small: SalesFile, code: string): Promise<Run> {
  const data = mkdtempSync(join(tmpdir(), 'cairn-bench-data-'));
  const started = performance.timeOrigin + performance.now();
  const app = await launchElectron(['.', small.path], {
    CAIRN_DATA_DIR: data,
    CAIRN_CACHE_DIR: join(data, 'cache'),
    NODE_COMPILE_CACHE: code,
  });
  try {
    const page = await app.firstWindow();
    const shown = await page.waitForFunction(() => {
      const cell = document.querySelector('[data-row="0"] [role="gridcell"]');
      const hasRows =
        cell !== null && cell.getAttribute('aria-label') !== 'loading' && cell.textContent !== '';
      return hasRows ? performance.timeOrigin + performance.now() : undefined;
    });
    const rows = (await shown.jsonValue()) as number;
    const { asked, loaded } = await page.evaluate(() => {
      const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      const asked = performance.timeOrigin;
      return { asked, loaded: asked + (navigation?.domContentLoadedEventEnd ?? 0) };
    });
    return { app: asked - started, load: loaded - asked, rows: rows - loaded };
  } finally {
    await closeElectron(app);
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  }
}
