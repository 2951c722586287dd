import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CallTable } from './call-table.ts';

test('whatever clients do, every number leads to its own call, and no client sees a number twice', () => {
  const step = fc.record({
    what: fc.constantFrom('add', 'remove', 'leave'),
    client: fc.integer({ min: 1, max: 3 }),
    callId: fc.integer({ min: 1, max: 5 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const table = new CallTable();
      const model = new Map<string, number>();
      const given = new Set<number>();
      for (const { what, client, callId } of steps) {
        const key = `${client}/${callId}`;
        if (what === 'add') {
          const id = table.add(client, callId);
          expect(id === undefined).toBe(model.has(key));
          if (id === undefined) continue;
          expect(given.has(id)).toBe(false);
          given.add(id);
          model.set(key, id);
        } else if (what === 'remove') {
          const id = table.idOf(client, callId);
          if (id !== undefined) table.remove(id);
          model.delete(key);
        } else {
          table.removeClient(client);
          for (const each of [...model.keys()]) if (each.startsWith(`${client}/`)) model.delete(each);
        }
        for (const [each, id] of model) {
          const call = table.get(id);
          expect(`${call?.client}/${call?.callId}`).toBe(each);
          expect(table.idOf(call?.client ?? 0, call?.callId ?? 0)).toBe(id);
        }
      }
      const left = table.takeAll().map((call) => `${call.client}/${call.callId}`);
      expect(left.sort()).toEqual([...model.keys()].sort());
      expect(table.takeAll()).toEqual([]);
    }),
  );
});
