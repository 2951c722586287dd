import { openDriver } from '../../src-main/engine/index.ts';
import { descendantsOf } from '../../src-main/faults/testing/processes.ts';
import { hops } from '../../src-main/operations/hops.ts';
import type { RowsPlan } from '../../src-main/operations/plan.ts';
import { openSettled } from '../app/open-view.ts';
import { processorTime } from '../app/processor-time.ts';
import { part } from '../harness/part.ts';
import { interleave, median, quantile } from '../harness/samples.ts';
import { countAll, type Setup, withApp } from './setup.ts';

const ROUNDS = 5;
const STEP_ROUNDS = 3;

/** The order of the bench's table by its key, as the workbench plans it. */
const KEY_ORDER: RowsPlan = {
  scratch: null,
  from: 'main."sales"',
  where: null,
  order: [{ sql: '"id"', direction: 'up', collation: 'BINARY', isNullable: false, floor: '-9e999' }],
  keyTerms: [0],
};

/** Building the exact position index in the background, against counting the rows. */
export function exactIndex({ large, folder }: Setup) {
  return part({
    name: 'exact index',
    measures: {
      wall: { name: 'exact position index against COUNT(*) NOT INDEXED', unit: 'x', target: 1.5 },
      step: { name: 'longest step of building the position index', unit: 'ms', target: 2 },
    },
    async run(record) {
      const steps = Array.from({ length: STEP_ROUNDS }, () => stepsOf(large.path, large.rows));
      record('step', {
        measured: median(steps.map((times) => Math.max(...times.slice(1)))),
        runs: STEP_ROUNDS,
        beside: [
          { name: 'p99', measured: quantile(steps.flat(), 0.99), unit: 'ms' },
          { name: 'p50', measured: quantile(steps.flat(), 0.5), unit: 'ms' },
        ],
        note: 'median over the runs of the longest of all steps, without the first, which prepares the statement',
      });
      await withApp(folder, async ({ client }) => {
        const cpu = { index: [] as number[], count: [] as number[] };
        const samples = await interleave(ROUNDS, {
          index: {
            run: async () => {
              const { id: file } = await client.files.open({ path: large.path });
              const before = cpuOfChildren();
              const { settled, rows } = await openSettled(client, file);
              cpu.index.push(cpuOfChildren() - before);
              await client.files.close({ file });
              if (rows !== large.rows) throw new Error(`the index counts ${rows} rows of ${large.rows}`);
              return settled;
            },
          },
          count: {
            run: () => {
              const before = process.cpuUsage();
              const { count, milliseconds } = countAll(large.path);
              const used = process.cpuUsage(before);
              cpu.count.push((used.user + used.system) / 1000);
              if (count !== large.rows) throw new Error(`COUNT(*) gives ${count} rows of ${large.rows}`);
              return milliseconds;
            },
          },
        });
        record('wall', {
          measured: median(samples.index) / median(samples.count),
          runs: ROUNDS,
          beside: [
            { name: 'index, from opening the view', measured: median(samples.index), unit: 'ms' },
            { name: 'COUNT(*) NOT INDEXED', measured: median(samples.count), unit: 'ms' },
            {
              name: 'processor time of all processes, against COUNT(*)',
              measured: median(cpu.index) / median(cpu.count),
              unit: 'x',
            },
          ],
        });
      });
    },
  });
}

/** Milliseconds of each step of the operation that the worker runs. */
function stepsOf(path: string, rows: number): readonly number[] {
  const driver = openDriver('better-sqlite3', { filename: path, readonly: true });
  try {
    const building = hops({ driver }, { plan: KEY_ORDER, chunk: 1_000 }) as ReturnType<typeof hops> &
      Generator<{ counts: number[]; rest: number | null } | undefined>;
    const times: number[] = [];
    let counted = 0;
    for (;;) {
      const started = performance.now();
      const { value, done } = building.next();
      if (done) break;
      times.push(performance.now() - started);
      counted += (value?.counts ?? []).reduce((sum, count) => sum + count, 0) + (value?.rest ?? 0);
    }
    if (counted !== rows) throw new Error(`the steps count ${counted} rows of ${rows}`);
    return times;
  } finally {
    driver.closeSync();
  }
}

function cpuOfChildren(): number {
  let sum = 0;
  for (const pid of descendantsOf(process.pid)) {
    try {
      sum += processorTime(pid);
    } catch {
      // It has ended since.
    }
  }
  return sum;
}
