import { part } from '../harness/part.ts';
import { type Arena, others, ratio, rivals, timesBeside } from './arena.ts';
import { documentsOf } from './contenders.ts';

const ROUNDS = 7;
const SECONDS = 80;

/** Storing all documents in one call. */
export function inserting(arena: Arena) {
  return part({
    name: 'insertBulk',
    measures: {
      speed: {
        name: 'insertBulk, against raw better-sqlite3 (speed)',
        unit: 'x',
        target: 0.9,
        isLeast: true,
      },
      async: { name: 'insertBulk, async against Sync (cost)', unit: 'x', target: 1.15 },
    },
    async run(record) {
      const timings = await arena.insert({ rounds: ROUNDS, everyOther: ROUNDS, seconds: SECONDS });
      record('speed', {
        measured: ratio(timings.raw, timings.sync),
        runs: timings.sync.length,
        beside: [
          {
            name: 'against raw better-sqlite3 with 64 rows in an INSERT',
            measured: ratio(timings.rawOther, timings.sync),
            unit: 'x',
          },
          ...timesBeside(timings, [...rivals, ...others], (name) => documentsOf(name, arena.documents)),
        ],
        note: 'times are of one document; raw better-sqlite3 validates nothing, copies nothing and returns nothing',
      });
      record('async', { measured: ratio(timings.async, timings.sync), runs: timings.sync.length });
    },
  });
}
