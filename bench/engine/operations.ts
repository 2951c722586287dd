import { type Measure, part } from '../harness/part.ts';
import { expectSame } from '../harness/samples.ts';
import { type Arena, isOther, others, ratio, rivals, timesBeside } from './arena.ts';
import type { TaskTiming } from './contender.ts';
import type { ContenderName } from './contenders.ts';
import { RANGE, type TaskName } from './tasks.ts';

interface Operation {
  readonly title: string;
  /** How many times as fast as raw better-sqlite3 it has to be. */
  readonly target: number;
  /** What it is compared with. */
  readonly rival: ContenderName;
  /** How often a contender does it in a round; the other stores, which may be much slower, and only in some rounds. */
  readonly times: number;
  readonly timesOfOthers: number;
}

const ROUNDS = 15;
const SECONDS = 40;
/** Code is compiled by then, and pages are read. */
const WARM_UP = 3;

const operations: Readonly<Record<TaskName, Operation>> = {
  findById: { title: 'findById', target: 0.9, rival: 'raw', times: 5_000, timesOfOthers: 500 },
  find: { title: 'indexed find of 10 documents', target: 0.8, rival: 'raw', times: 1_000, timesOfOthers: 50 },
  range: {
    title: `range of ${RANGE.toLocaleString('en')} documents`,
    target: 0.9,
    rival: 'raw',
    times: 25,
    timesOfOthers: 2,
  },
  scan: {
    title: 'scan without index, JSONB against json_extract of text',
    target: 2,
    rival: 'rawText',
    times: 2,
    timesOfOthers: 1,
  },
  // Last: how much is changed differs.
  put: { title: 'put', target: 0.9, rival: 'raw', times: 1_500, timesOfOthers: 50 },
};

/** Reads and changes of documents, each as often as makes it measurable. */
export function operating(arena: Arena): readonly ReturnType<typeof part>[] {
  const prepared = { count: 0, calls: 0 };
  const parts = (Object.keys(operations) as TaskName[]).map((task) => operationPart(arena, task, prepared));
  return [...parts, preparing(prepared)];
}

function operationPart(arena: Arena, task: TaskName, prepared: { count: number; calls: number }) {
  const { title, target, rival, times, timesOfOthers } = operations[task];
  const timesOf = (name: ContenderName) => (isOther(name) ? timesOfOthers : times);
  return part({
    name: task,
    measures: {
      speed: { name: `${title}, against raw better-sqlite3 (speed)`, unit: 'x', target, isLeast: true },
      async: { name: `${title}, async against Sync (cost)`, unit: 'x', target: 1.15 },
    } satisfies Readonly<Record<string, Measure>>,
    async run(record) {
      await arena.fill();
      const expected = new Map<number, readonly string[]>();
      const measure = (rounds: number, start: number, everyOther: number) =>
        arena.rounds({ rounds, everyOther, seconds: SECONDS }, async (contender, round) => {
          const first = (start + round) * times;
          const timing = await contender.run(task, first, timesOf(contender.name));
          if (contender.documents === arena.documents) check(contender.name, timing, round + start);
          return timing;
        });
      /** What the first one answers in a round, all have to answer. */
      const check = (name: ContenderName, { digests }: TaskTiming, round: number) => {
        const known = expected.get(round);
        if (known === undefined || known.length < digests.length) expected.set(round, digests);
        if (known === undefined) return;
        const same = Math.min(known.length, digests.length);
        expectSame(`${title}, ${name}`, digests.slice(0, same), known.slice(0, same));
      };
      await measure(WARM_UP, 0, WARM_UP);
      const timings = await measure(ROUNDS, WARM_UP, 5);
      for (const timing of [...timings.sync, ...timings.async]) {
        prepared.count += timing.prepared;
        prepared.calls += times;
      }
      record('speed', {
        measured: ratio(timings[rival], timings.sync),
        runs: timings.sync.length,
        beside: [
          ...(task === 'put'
            ? [
                {
                  name: 'against raw better-sqlite3 that writes no columns',
                  measured: ratio(timings.rawOther, timings.sync),
                  unit: 'x',
                },
              ]
            : []),
          ...timesBeside(timings, [...rivals, ...others], timesOf),
        ],
      });
      record('async', { measured: ratio(timings.async, timings.sync), runs: timings.sync.length });
    },
  });
}

/** Counted in the other parts, after their first rounds. */
function preparing(prepared: { readonly count: number; readonly calls: number }) {
  return part({
    name: 'prepare',
    measures: { count: { name: 'statements prepared in the steady state', unit: '', target: 0 } },
    async run(record) {
      if (prepared.calls === 0) throw new Error('no other part ran before it');
      record('count', {
        measured: prepared.count,
        runs: prepared.calls,
        note: 'counted in better-sqlite3 itself, over all calls of the other parts but the first ones',
      });
    },
  });
}
