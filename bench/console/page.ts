import type { Browser, Page } from 'playwright';
import { startBrowser } from '../app/browser.ts';
import { serveBuilt } from '../app/serve.ts';
import type { SalesFile } from '../data/sales-file.ts';
import { part } from '../harness/part.ts';
import { longestTask } from './page-tasks.ts';

const PATIENCE = 120_000;
/** Tasks of the browser with the times that they took, by the clock and of the processor. */
const CATEGORIES = ['toplevel'];

declare global {
  interface Window {
    benchTasks?: number[];
  }
}

/** A SELECT of the whole table in a console of the built app, as somebody does it who chooses the largest limit. */
export function page(file: SalesFile) {
  const count = file.rows.toLocaleString('en');
  return part({
    name: 'page',
    measures: {
      task: { name: `${count} rows read into a console: longest task of the page`, unit: 'ms', target: 50 },
      cpu: { name: 'the same: most processor time of one task', unit: 'ms', target: 50 },
    },
    async run(record) {
      const app = await serveBuilt([file.path]);
      let browser: Browser | undefined;
      try {
        browser = await startBrowser();
        const shown = await browser.newPage({ viewport: { width: 1440, height: 900 } });
        await shown.goto(app.address);
        await openConsole(shown);
        await shown.evaluate(watchTasks);
        await browser.startTracing(shown, { categories: CATEGORIES });
        const seconds = await readAll(shown, file.rows);
        const tasks = await shown.evaluate(() => window.benchTasks ?? []);
        const traced = longestTask(await browser.stopTracing());
        record('task', {
          // The browser tells of tasks over 50 ms only.
          measured: tasks.length === 0 ? traced.longest : Math.max(...tasks),
          runs: 1,
          beside: [
            { name: 'tasks over 50 ms', measured: tasks.length, unit: '' },
            { name: 'until all rows are there', measured: seconds, unit: 's' },
          ],
        });
        record('cpu', { measured: traced.mostProcessorTime, runs: 1 });
      } finally {
        await browser?.close();
        await app.stop();
      }
    },
  });
}

async function openConsole(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New console' }).click({ timeout: PATIENCE });
  await page.getByRole('textbox', { name: 'SQL of Console 1' }).waitFor({ timeout: PATIENCE });
  await page.keyboard.insertText('SELECT * FROM sales');
  await page.keyboard.press('Escape');
  const toolbar = page.getByRole('toolbar', { name: 'Console' });
  await toolbar.getByRole('button', { name: /^Limit/ }).click();
  await page.getByRole('menuitemradio', { name: '1,000,000', exact: true }).click();
}

/** Runs the statement, and asks for more where the budget of bytes has ended it. Gives the seconds. */
async function readAll(page: Page, rows: number): Promise<number> {
  const started = performance.now();
  const more = page.getByRole('button', { name: 'Load more' });
  const isWhole = page.locator(`[role="grid"][aria-rowcount="${rows + 1}"][aria-busy="false"]`);
  await page.getByRole('button', { name: /^Run/ }).click();
  for (;;) {
    // The rows of the table, in the tab behind, are as many.
    await isWhole.or(more).filter({ visible: true }).first().waitFor({ timeout: PATIENCE });
    if (!(await more.isVisible())) break;
    await more.click();
    await more.waitFor({ state: 'hidden', timeout: PATIENCE });
  }
  return (performance.now() - started) / 1000;
}

/** Keeps the long tasks of the page. Runs inside it. Source: https://w3c.github.io/longtasks/ */
function watchTasks(): void {
  const kept: number[] = [];
  window.benchTasks = kept;
  if (!PerformanceObserver.supportedEntryTypes.includes('longtask'))
    throw new Error('this browser does not tell of long tasks');
  new PerformanceObserver((list) => kept.push(...list.getEntries().map(({ duration }) => duration))).observe({
    type: 'longtask',
  });
}
