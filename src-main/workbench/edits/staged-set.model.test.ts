import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EditStep, StagedRow } from '../../../src-preload/contract/edits.ts';
import { context, type EditsUnderTest, openEdits } from './testing/open-edits.ts';

const ROWS = [1, 2, 3];
const TABLE = `CREATE TABLE t (id INTEGER PRIMARY KEY, a, b); INSERT INTO t VALUES (1, 'a1', NULL), (2, 2, 2.5), (3, NULL, 'b3');`;
type Row = Readonly<Record<'a' | 'b', unknown>>;
const STORED: Readonly<Record<number, Row>> = {
  1: { a: 'a1', b: null },
  2: { a: 2, b: 2.5 },
  3: { a: null, b: 'b3' },
};

/**
 * What the file would be with what is staged, kept in the plainest way: rows by name, undefined for the default. The
 * history is a list of such states.
 */
interface Model {
  readonly rows: Readonly<Record<string, Partial<Row> | undefined>>;
}

const START: Model = { rows: Object.fromEntries(ROWS.map((id) => [`r${id}`, STORED[id]])) };

type Action =
  | {
      readonly kind: 'set';
      readonly row: string;
      readonly column: 'a' | 'b';
      readonly value: string | number | null;
    }
  | { readonly kind: 'insert'; readonly id: string; readonly value: string }
  | { readonly kind: 'delete' | 'unstage' | 'unstage-a'; readonly row: string }
  | { readonly kind: 'discard' | 'undo' | 'redo' | 'restart' };

const rowName = fc.constantFrom('r1', 'r2', 'r3', 'n1', 'n2');
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('set' as const),
      row: rowName,
      column: fc.constantFrom('a', 'b'),
      // Some of them are what the file has.
      value: fc.constantFrom('a1', 'x', 2, 2.5, null, 'b3'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('insert' as const),
      id: fc.constantFrom('n1', 'n2'),
      value: fc.constantFrom('new', 'newer'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('delete', 'unstage', 'unstage-a'), row: rowName }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constantFrom('discard', 'undo', 'undo', 'redo', 'restart') }),
  },
);

/** The model after an action; null: it is to be refused. */
function apply({ rows }: Model, act: Action): Model | null {
  switch (act.kind) {
    case 'set': {
      const row = rows[act.row];
      return row === undefined ? null : { rows: { ...rows, [act.row]: { ...row, [act.column]: act.value } } };
    }
    case 'insert':
      return rows[act.id] === undefined ? { rows: { ...rows, [act.id]: { a: act.value } } } : null;
    case 'delete':
      return rows[act.row] === undefined && act.row.startsWith('n')
        ? null
        : { rows: { ...rows, [act.row]: undefined } };
    case 'unstage':
      return { rows: { ...rows, [act.row]: START.rows[act.row] } };
    case 'unstage-a': {
      const row = rows[act.row];
      if (row === undefined) return { rows: { ...rows, [act.row]: START.rows[act.row] } };
      const { a: _, ...rest } = row;
      const stored = START.rows[act.row];
      return { rows: { ...rows, [act.row]: stored === undefined ? rest : { ...rest, a: stored.a } } };
    }
    case 'discard':
      return START;
    default:
      return { rows };
  }
}

function stepsOf(act: Action): EditStep[] {
  const place = (name: string) => ({
    object: 't',
    row: name.startsWith('n') ? { inserted: name } : { key: [Number(name.slice(1))] },
  });
  switch (act.kind) {
    case 'set':
      return [{ kind: 'set', ...place(act.row), column: act.column, value: act.value }];
    case 'insert':
      return [{ kind: 'insert', object: 't', id: act.id, values: [{ column: 'a', value: act.value }] }];
    case 'delete':
      return [{ kind: 'delete', ...place(act.row) }];
    case 'unstage':
      return [{ kind: 'unstage', ...place(act.row), columns: null }];
    case 'unstage-a':
      return [{ kind: 'unstage', ...place(act.row), columns: ['a'] }];
    default:
      return [];
  }
}

/** The rows as they would be, by what is staged. */
function overlay(staged: readonly StagedRow[]): Model['rows'] {
  const rows: Record<string, Partial<Row> | undefined> = { ...START.rows };
  for (const { row, kind, cells } of staged) {
    const name = 'key' in row ? `r${String(row.key[0])}` : row.inserted;
    const values = Object.fromEntries(cells.map(({ column, after }) => [column, after]));
    rows[name] = kind === 'delete' ? undefined : { ...(kind === 'update' ? rows[name] : {}), ...values };
    if (kind === 'update') {
      // What is not other than in the file is not staged.
      for (const { column, before, after } of cells) {
        expect(before).toEqual(START.rows[name]?.[column as 'a' | 'b']);
        expect(after).not.toEqual(before);
      }
      expect(cells.length).toBeGreaterThan(0);
    }
  }
  return rows;
}

const present = (rows: Model['rows']) =>
  Object.fromEntries(Object.entries(rows).filter(([, row]) => row !== undefined));

const isEqual = (a: Model, b: Model) => isDeepStrictEqual(present(a.rows), present(b.rows));

async function act(under: EditsUnderTest, one: Action): Promise<'done' | 'refused' | 'nothing'> {
  const { handlers, file } = under;
  if (one.kind === 'discard') {
    await handlers.discard({ file, object: null }, context);
    return 'done';
  }
  if (one.kind === 'undo' || one.kind === 'redo') {
    return (await handlers[one.kind]({ file }, context)) === null ? 'nothing' : 'done';
  }
  return await under.stage(...stepsOf(one)).then(
    () => 'done' as const,
    () => 'refused' as const,
  );
}

test('random edits, undo, redo, discard and restarts are what a plain list of states says', {
  timeout: 120_000,
}, async () => {
  const first = await openEdits(TABLE);
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 25 }), async (actions) => {
      const from = { path: first.path, dataFolder: mkdtempSync(join(first.services.dataFolder, 'run-')) };
      let under = await openEdits(from);
      let [past, now, future]: [Model[], Model, Model[]] = [[], START, []];
      for (const one of actions) {
        if (one.kind === 'restart') {
          await under.end();
          under = await openEdits(from);
        } else {
          const outcome = await act(under, one);
          if (one.kind === 'undo') {
            const before = past.pop();
            expect(outcome).toBe(before === undefined ? 'nothing' : 'done');
            if (before !== undefined) [now, future] = [before, [now, ...future]];
          } else if (one.kind === 'redo') {
            const [after, ...rest] = future;
            expect(outcome).toBe(after === undefined ? 'nothing' : 'done');
            if (after !== undefined) [past, now, future] = [[...past, now], after, rest];
          } else {
            const next = apply(now, one);
            expect(outcome).toBe(next === null ? 'refused' : 'done');
            if (next !== null && !isEqual(next, now)) [past, now, future] = [[...past, now], next, []];
          }
        }
        expect(present(overlay(await under.list()))).toEqual(present(now.rows));
      }
      while (past.pop() !== undefined) await under.handlers.undo({ file: under.file }, context);
      expect(await under.list()).toEqual([]);
      // The next run begins with nothing.
      await under.staged.whileHeld(under.file, (held) => held.applyCommitted([]));
      await under.end();
    }),
    { numRuns: 60 },
  );
});
