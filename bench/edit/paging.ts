import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EditStep } from '../../src-preload/contract/index.ts';
import { noObjectEdits, type ObjectEdits } from '../../src-renderer/lib/edits/object-edits.ts';
import { type EditsHere, editsHere, type PageHere } from '../app/edits-here.ts';
import type { SalesFile } from '../data/sales-file.ts';
import { part } from '../harness/part.ts';
import { interleave, median, randomNumbers } from '../harness/samples.ts';

const ROUNDS = 300;
const STAGED = 10_000;
/** Rows of one page, and of them those that are in sight. */
const PAGE = 200;

/** A page of rows, read and laid over with what is staged: with 10,000 staged rows, all of them about the pages read. */
export function paging({ large }: { readonly large: SalesFile }) {
  return part({
    name: 'paging',
    measures: {
      growth: {
        name: `a page of ${PAGE} rows with ${STAGED.toLocaleString('en')} staged edits, beside one without`,
        unit: 'x',
        target: 1.3,
      },
      overlay: { name: 'taking one more edit into the overlay of them', unit: 'ms', target: 5 },
    },
    async run(record) {
      const folder = mkdtempSync(join(tmpdir(), 'cairn-bench-paging-'));
      let here: EditsHere | undefined;
      try {
        here = await editsHere(large.path, folder);
        const { page } = await here.openRows('sales');
        const random = randomNumbers(11);
        const starts = Array.from({ length: ROUNDS }, () => Math.floor(random() * (large.rows - PAGE)));
        const timed = async (round: number, staged: ObjectEdits) => {
          const started = performance.now();
          lookUp(await page(starts[round] ?? 0, PAGE), staged);
          return performance.now() - started;
        };
        for (const start of starts) await page(start, PAGE);
        const before = await interleave(ROUNDS, { page: { run: (round) => timed(round, noObjectEdits) } });
        // A half of the rows of each page that is read.
        const ids = starts.flatMap((start) => large.idsOf(start, PAGE).filter((_, at) => at % 2 === 0));
        const steps = [...new Set(ids)].slice(0, STAGED).map(stepOf);
        await here.stage(steps);
        const rows = await here.list();
        const staged = noObjectEdits.withStaged(rows, []);
        const after = await interleave(ROUNDS, { page: { run: (round) => timed(round, staged) } });
        const [without, loaded] = [median(before.page), median(after.page)];
        record('growth', {
          measured: loaded / without,
          runs: ROUNDS,
          beside: [
            { name: 'without', measured: without, unit: 'ms' },
            { name: 'with', measured: loaded, unit: 'ms' },
          ],
        });
        const one = rows[0];
        const added = await interleave(ROUNDS, {
          one: {
            run: () => {
              const started = performance.now();
              staged.withStaged(one === undefined ? [] : [one], []);
              return performance.now() - started;
            },
          },
        });
        record('overlay', { measured: median(added.one), runs: ROUNDS });
        await here.discard();
      } finally {
        await here?.stop();
        rmSync(folder, { recursive: true, force: true });
      }
    },
  });
}

function stepOf(id: number): EditStep {
  return { kind: 'set', object: 'sales', row: { key: [id] }, column: 'amount', value: -id };
}

/** What the grid does with each row and cell that it draws. */
function lookUp({ columns, keys }: PageHere, staged: ObjectEdits): void {
  for (const key of keys) {
    const row = staged.ofKey(key);
    for (const column of columns) row?.cellOf(column);
  }
}
