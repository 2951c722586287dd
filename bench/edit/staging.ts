import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EditStep } from '../../src-preload/contract/index.ts';
import { type EditsHere, editsHere } from '../app/edits-here.ts';
import type { SalesFile } from '../data/sales-file.ts';
import { part } from '../harness/part.ts';
import { interleave, median, quantile, randomNumbers } from '../harness/samples.ts';

const ROUNDS = 200;
const STAGED = 10_000;
/** About what the journal gets for one edit. */
const RECORD_BYTES = 700;

/** One edit of a random row: read, staged and in the journal, without and with 10,000 edits that are staged already. */
export function staging({ large }: { readonly large: SalesFile }) {
  return part({
    name: 'staging',
    measures: {
      first: { name: 'staging one edit, nothing staged, beside its fsync', unit: 'ms', target: 5 },
      loaded: {
        name: `staging one edit, ${STAGED.toLocaleString('en')} staged, beside its fsync`,
        unit: 'ms',
        target: 5,
      },
      growth: { name: 'the same with and without those that are staged', unit: 'x', target: 1.5 },
      many: { name: `staging ${STAGED.toLocaleString('en')} edits at once, each`, unit: 'ms', target: 0.5 },
      undo: { name: 'taking them all back at once, each', unit: 'ms', target: 0.1 },
      restart: { name: 'reading their journal after a restart', unit: 'ms', target: 500 },
    },
    async run(record) {
      const folder = mkdtempSync(join(tmpdir(), 'cairn-bench-edit-'));
      let here: EditsHere | undefined;
      try {
        const random = randomNumbers(7);
        const anyStep = (): EditStep => ({
          kind: 'set',
          object: 'sales',
          row: { key: [large.idOf(Math.floor(random() * large.rows))] },
          column: 'amount',
          value: -Math.floor(random() * 1e9),
        });
        const alone = await rawAppends(join(folder, 'raw'));
        here = await editsHere(large.path, folder);
        const { stage } = here;
        const timed = async (work: () => Promise<unknown>) => {
          const started = performance.now();
          await work();
          return performance.now() - started;
        };
        const measure = () =>
          interleave(ROUNDS, {
            stage: { run: () => timed(() => stage([anyStep()])) },
            fsync: { run: () => timed(() => alone.append()) },
          });
        for (let round = 0; round < 20; round += 1) await stage([anyStep()]);
        const first = await measure();
        const manySteps = Array.from({ length: STAGED }, anyStep);
        const many = await timed(() => stage(manySteps));
        const loaded = await measure();
        const [without, loadedWithout] = [first, loaded].map(
          ({ stage: ours, fsync }) => median(ours) - median(fsync),
        );
        const beside = ({ stage: ours, fsync }: typeof first) => [
          { name: 'with its fsync', measured: median(ours), unit: 'ms' },
          { name: 'with its fsync, p95', measured: quantile(ours, 0.95), unit: 'ms' },
          { name: 'a plain append and fsync', measured: median(fsync), unit: 'ms' },
        ];
        record('first', { measured: without ?? Number.NaN, runs: ROUNDS, beside: beside(first) });
        record('loaded', { measured: loadedWithout ?? Number.NaN, runs: ROUNDS, beside: beside(loaded) });
        record('growth', { measured: median(loaded.stage) / median(first.stage), runs: ROUNDS });
        record('many', { measured: many / STAGED, runs: 1 });
        await here.stop();
        const reopened = performance.now();
        here = await editsHere(large.path, folder);
        const opened = performance.now() - reopened;
        const count = await here.count();
        const known = performance.now() - reopened - opened;
        if (count < STAGED * 0.9) throw new Error(`${count} edits are staged after a restart`);
        record('restart', { measured: known, runs: 1 });
        const discard = await timed(here.discard);
        const undo = await timed(here.undo);
        record('undo', {
          measured: undo / count,
          runs: 1,
          beside: [{ name: 'discarding them, each', measured: discard / count, unit: 'ms' }],
        });
        await alone.close();
      } finally {
        await here?.stop();
        rmSync(folder, { recursive: true, force: true });
      }
    },
  });
}

/** What no journal can be quicker than. */
async function rawAppends(path: string) {
  const file = await open(path, 'w');
  const bytes = Buffer.alloc(RECORD_BYTES, 1);
  return {
    async append() {
      await file.write(bytes);
      await file.datasync();
    },
    close: () => file.close(),
  };
}
