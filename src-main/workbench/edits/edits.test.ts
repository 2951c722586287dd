import { expect, test } from 'vitest';
import { context, openEdits } from './testing/open-edits.ts';

const CUSTOMERS = `CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT, balance REAL);
  INSERT INTO customers VALUES (1, 'Ada', 'London', 1.5), (2, 'Bob', NULL, 2), (3, 'Cy', 'Rome', -0.0);`;

const customer = (id: number) => ({ object: 'customers', row: { key: [id] } });

test('a staged value is told with what the file had, and the file is not written', async () => {
  const under = await openEdits(CUSTOMERS);
  const changed = await under.stage({ kind: 'set', ...customer(1), column: 'city', value: 'Paris' });
  expect(changed.state).toMatchObject({
    counts: { inserted: 0, updated: 1, deleted: 0 },
    undo: 'city of customers 1',
    redo: null,
    heldBy: null,
  });
  expect(changed.rows).toMatchObject([
    { ...customer(1), kind: 'update', cells: [{ column: 'city', before: 'London', after: 'Paris' }] },
  ]);
  expect(await under.list()).toEqual(changed.rows);
  expect(under.writer.rowsSync('SELECT city FROM customers WHERE id = 1')).toEqual([['London']]);
  expect(under.events.filter(({ name }) => name === 'edits.changed')).toEqual([
    { name: 'edits.changed', value: changed, client: 1 },
  ]);
});

test('a value that is set back is not staged any more', async () => {
  const under = await openEdits(CUSTOMERS);
  await under.stage({ kind: 'set', ...customer(2), column: 'city', value: 'Oslo' });
  const changed = await under.stage({ kind: 'set', ...customer(2), column: 'city', value: null });
  expect(changed.rows).toEqual([]);
  expect(changed.unstaged).toEqual([customer(2)]);
  expect(await under.list()).toEqual([]);
});

test('undo and redo go step by step, and survive a restart', async () => {
  const under = await openEdits(CUSTOMERS);
  await under.stage({ kind: 'set', ...customer(1), column: 'city', value: 'Paris' });
  await under.stage({ kind: 'set', ...customer(1), column: 'city', value: 'Bern' });
  await under.stage({ kind: 'delete', ...customer(2) });
  expect((await under.handlers.undo({ file: under.file }, context)) as unknown).toMatchObject({
    unstaged: [customer(2)],
    state: { undo: 'city of customers 1', redo: 'deleting customers 2' },
  });
  await under.end();
  const again = await openEdits({ path: under.path, dataFolder: under.services.dataFolder });
  expect(await again.list()).toMatchObject([
    { ...customer(1), cells: [{ before: 'London', after: 'Bern' }] },
  ]);
  const { file } = again;
  expect(await again.handlers.redo({ file }, context)).toMatchObject({ rows: [{ kind: 'delete' }] });
  await again.handlers.undo({ file }, context);
  await again.handlers.undo({ file }, context);
  expect(await again.list()).toMatchObject([{ cells: [{ before: 'London', after: 'Paris' }] }]);
  await again.handlers.undo({ file }, context);
  expect(await again.list()).toEqual([]);
  expect(await again.handlers.undo({ file }, context)).toBeNull();
});

test('a deletion is told with the values that it takes away', async () => {
  const under = await openEdits(CUSTOMERS);
  await under.stage({ kind: 'set', ...customer(2), column: 'city', value: 'Oslo' });
  const { rows } = await under.stage({ kind: 'delete', ...customer(2) });
  expect(rows?.[0]?.cells.map(({ column, before, after }) => [column, before, after])).toEqual([
    ['id', 2, [11]],
    ['name', 'Bob', [11]],
    ['city', null, [11]],
    ['balance', [1, '2.0'], [11]],
  ]);
});

test('a new row has values and defaults, and one object is discarded without the others', async () => {
  const under = await openEdits(
    `${CUSTOMERS} CREATE TABLE orders (id INTEGER PRIMARY KEY, total REAL DEFAULT 0);`,
  );
  const row = { inserted: 'n1' };
  await under.stage({
    kind: 'insert',
    object: 'orders',
    id: 'n1',
    values: [{ column: 'total', value: 5 }],
  });
  const changed = await under.stage({ kind: 'set', object: 'orders', row, column: 'id', value: 3 });
  // A REAL column makes 5.0 of it.
  expect(changed.rows).toMatchObject([
    {
      kind: 'insert',
      cells: [
        { column: 'total', before: [11], after: [1, '5.0'] },
        { column: 'id', after: 3 },
      ],
    },
  ]);
  const back = await under.stage({ kind: 'set', object: 'orders', row, column: 'total' });
  expect(back.rows?.[0]?.cells.map(({ column }) => column)).toEqual(['id']);
  await expect(under.stage({ kind: 'insert', object: 'orders', id: 'n1', values: [] })).rejects.toMatchObject(
    {
      code: 'EDIT_REFUSED',
    },
  );
  await under.stage({ kind: 'delete', ...customer(3) });
  const { file } = under;
  expect(await under.handlers.discard({ file, object: 'orders' }, context)).toMatchObject({
    state: {
      counts: { inserted: 0, deleted: 1 },
      objects: [{ object: 'customers', counts: { deleted: 1 }, drafts: 0 }],
      undo: 'discarding 1 row',
    },
    unstaged: [{ object: 'orders', row }],
  });
  expect(await under.list('orders')).toEqual([]);
  await under.handlers.undo({ file }, context);
  expect(await under.list('orders')).toHaveLength(1);
});

test('of many rows the answer says only that they are many', async () => {
  const under = await openEdits(CUSTOMERS);
  const steps = Array.from({ length: 201 }, (_, n) => ({
    kind: 'insert' as const,
    object: 'customers',
    id: `n${n}`,
    values: [],
  }));
  const { file } = under;
  expect(await under.handlers.stage({ file, steps, label: 'paste of 201 rows' }, context)).toMatchObject({
    rows: null,
    unstaged: [],
    state: { undo: 'paste of 201 rows', counts: { inserted: 201 } },
  });
  expect(await under.list()).toHaveLength(201);
});
