import type { Browser, Page } from 'playwright';
import { descendantsOf } from '../../src-main/faults/testing/processes.ts';
import { startBrowser } from '../app/browser.ts';
import { processorTime } from '../app/processor-time.ts';
import { serveBuilt } from '../app/serve.ts';
import type { SalesFile } from '../data/sales-file.ts';
import { part } from '../harness/part.ts';
import { interleave, median, randomNumbers } from '../harness/samples.ts';

/** Looks of so many milliseconds at each of: the page shown, and another tab in its place. */
const LOOK = 3000;
const ROUNDS = 11;
/** What a tab does when it is shown is not what it costs to be looked at. */
const SETTLING = 700;
/** Milliseconds between two pages that somebody else reads in the busy looks. */
const READ_EVERY = 50;

type Looks = Readonly<Record<'shown' | 'hidden', readonly number[]>>;

/** What the page of connections costs while it is shown: processor time of shell, engine and connections, and of the page. */
export function watching(file: SalesFile) {
  return part({
    name: 'watching',
    measures: {
      quiet: { name: 'page of connections, nothing happens: of a core', unit: '%', target: 2 },
      busy: {
        name: 'page of connections, 20 pages of rows a second are read: of a core',
        unit: '%',
        target: 2,
      },
      rate: {
        name: 'the same: times a second that its figures change',
        unit: '',
        target: 3.5,
        isLeast: true,
      },
    },
    async run(record) {
      const served = await serveBuilt([file.path]);
      const browser = await startBrowser();
      try {
        const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
        await page.goto(served.address);
        await page
          .getByRole('treeitem')
          .filter({ hasText: /^sales(?!-)/ })
          .click();
        await page.getByRole('grid', { name: 'Rows of sales' }).waitFor();
        await page.getByRole('button', { name: /^Connections/ }).click();
        await page.getByRole('table', { name: 'Connections' }).waitFor();
        const look = () => looks(browser, page, served.pid);
        record('quiet', finding(await look()));

        const { client, disconnect } = await served.connect();
        const { id } = await client.files.open({ path: file.path });
        const { view } = await client.rows.open({ file: id, object: 'sales' });
        const random = randomNumbers(3);
        const reading = setInterval(() => {
          const row = Math.floor(random() * 1000) * 200;
          void client.rows.page({ view, anchor: { kind: 'row', row }, limit: 200 });
        }, READ_EVERY);
        try {
          record('busy', finding(await look()));
          record('rate', { measured: await changesASecond(page), runs: 1 });
        } finally {
          clearInterval(reading);
          disconnect();
        }
      } finally {
        await browser.close();
        await served.stop();
      }
    },
  });
}

async function looks(browser: Browser, page: Page, shell: number): Promise<Looks> {
  const show = (name: string) => async () => {
    await page.getByRole('tab', { name }).click();
    await page.waitForTimeout(SETTLING);
    const [before, started] = [await usedBy(browser, shell), performance.now()];
    await page.waitForTimeout(LOOK);
    const used = (await usedBy(browser, shell)) - before;
    return (100 * used) / (performance.now() - started);
  };
  return interleave(ROUNDS, { shown: { run: show('Connections') }, hidden: { run: show('sales') } });
}

function finding({ shown, hidden }: Looks) {
  return {
    // Each look beside the one that came next to it: what else the machine does meets both.
    measured: median(shown.map((used, round) => used - (hidden[round] ?? Number.NaN))),
    runs: shown.length,
    beside: [
      { name: 'all of it while the page is shown', measured: median(shown), unit: '%' },
      { name: 'all of it while a table is shown', measured: median(hidden), unit: '%' },
    ],
  };
}

/** Milliseconds of the shell, all that it has started, and the processes that draw pages. */
async function usedBy(browser: Browser, shell: number): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const pages = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  let sum = 0;
  for (const pid of [shell, ...descendantsOf(shell), ...pages]) {
    try {
      sum += processorTime(pid);
    } catch {
      // It has ended since.
    }
  }
  return sum;
}

/** How often the table of connections shows something else. */
async function changesASecond(page: Page): Promise<number> {
  await page.getByRole('tab', { name: 'Connections' }).click();
  const table = page.getByRole('table', { name: 'Connections' });
  await table.waitFor();
  const changes = await table.evaluate(async (element, milliseconds) => {
    let count = 0;
    const observer = new MutationObserver(() => {
      count += 1;
    });
    observer.observe(element, { subtree: true, childList: true, characterData: true });
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    observer.disconnect();
    return count;
  }, LOOK);
  return changes / (LOOK / 1000);
}
