import { part } from '../harness/part.ts';
import { interleave, median } from '../harness/samples.ts';
import type { Arena } from './arena.ts';
import { type ContenderName, contenders } from './contenders.ts';

const ROUNDS = 3;

/** The memory that a process needs at most which stores all documents in one call, and does nothing else. */
export function peakMemory(arena: Arena) {
  return part({
    name: 'peak memory',
    measures: {
      memory: {
        name: 'insertBulk, peak memory of the process, against raw better-sqlite3',
        unit: 'x',
        target: 1.3,
      },
    },
    async run(record) {
      const peak = (name: ContenderName) => ({
        run: () =>
          arena.alone(name, async (contender) => {
            await contender.insert();
            return await contender.peakMemory();
          }),
      });
      const samples = await interleave(ROUNDS, {
        raw: peak('raw'),
        sync: peak('sync'),
      });
      record('memory', {
        measured: median(samples.sync.map((own, round) => own / (samples.raw[round] ?? Number.NaN))),
        runs: ROUNDS,
        beside: (['raw', 'sync'] as const).map((name) => ({
          name: contenders[name].title,
          measured: median(samples[name]),
          unit: 'MB',
        })),
        note: 'resident, at most, with the documents that are given; Cairn returns those that were stored as well',
      });
    },
  });
}
