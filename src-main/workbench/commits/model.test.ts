import { expect, test } from 'vitest';
import type { EditStep } from '../../../src-preload/contract/index.ts';
import { openCommits } from './testing/open-commits.ts';

type Value = string | number | null;
type Row = { id: number; name: Value; n: Value };

const ROUNDS = 12;
const STEPS = 25;

test.for([1, 2, 3])(
  'random edits, staged and committed, are the same edits made in memory: seed %i',
  async (seed) => {
    const random = randomOf(seed);
    const under = await openCommits(
      `CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, n); INSERT INTO t SELECT value, 'name ' || value, value FROM json_each('[1,2,3,4,5,6,7,8]');`,
    );
    const model = new Map<number, Row>();
    for (let id = 1; id <= 8; id += 1) model.set(id, { id, name: `name ${id}`, n: id });
    let nextId = 100;
    for (let round = 0; round < ROUNDS; round += 1) {
      const inserted = new Map<string, number>();
      const touched = new Set<number>();
      for (let count = 0; count < STEPS; count += 1) {
        const step = randomStep();
        if (step !== null) await under.stage(step);
      }
      // Another program writes rows that are not staged meanwhile.
      const free = [...model.keys()].find((id) => !touched.has(id) && ![...inserted.values()].includes(id));
      if (free !== undefined) {
        under.writer.runSync('UPDATE t SET n = ? WHERE id = ?', [`theirs ${round}`, free]);
        model.set(free, { ...(model.get(free) as Row), n: `theirs ${round}` });
      }
      if ((await under.list()).length > 0) expect(await under.commit()).toMatchObject({ kind: 'committed' });
      expect(under.rows('SELECT id, name, n FROM t ORDER BY id')).toEqual(
        [...model.values()].sort((a, b) => a.id - b.id).map(({ id, name, n }) => [id, name, n]),
      );

      function randomStep(): EditStep | null {
        const ids = [...model.keys()].filter((id) => ![...inserted.values()].includes(id));
        const id = ids[random(ids.length)];
        const column = random(2) === 0 ? 'name' : 'n';
        const value = randomValue(column);
        const kind = random(10);
        if (kind < 2) {
          const name = `new ${nextId}`;
          model.set(nextId, { id: nextId, name, n: null });
          inserted.set(name, nextId);
          const values = [
            { column: 'id', value: nextId },
            { column: 'name', value: name },
          ];
          nextId += 1;
          return { kind: 'insert', object: 't', id: name, values };
        }
        if (kind < 4 && inserted.size > 0) {
          const [name, own] = [...inserted][random(inserted.size)] as [string, number];
          model.set(own, { ...(model.get(own) as Row), [column]: value });
          return { kind: 'set', object: 't', row: { inserted: name }, column, value };
        }
        if (id === undefined) return null;
        touched.add(id);
        if (kind < 5) {
          model.delete(id);
          return { kind: 'delete', object: 't', row: { key: [id] } };
        }
        model.set(id, { ...(model.get(id) as Row), [column]: value });
        return { kind: 'set', object: 't', row: { key: [id] }, column, value };
      }
    }

    function randomValue(column: 'name' | 'n'): Value {
      const values = column === 'name' ? ['', 'a', 'ä', null, 'x\0y'] : [0, -1, 2 ** 40, 'text', null, 1.5];
      return values[random(values.length)] ?? null;
    }
  },
);

function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
}
