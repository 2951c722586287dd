import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BridgeFailure, type Client } from '../../../src-preload/client.ts';
import type { PageAnchor, ViewInfo } from '../../../src-preload/contract/rows.ts';
import type { TablePlace } from '../../../src-preload/contract/session.ts';
import { RowsSession } from './rows-session.ts';

/** A table of ids that others change, behind a client that answers when it is told to. */
function table(count: number) {
  const ids = Array.from({ length: count }, (_, at) => at);
  const waiting: (() => void)[] = [];
  const listeners = new Map<string, (value: never) => void>();
  const calls = { open: 0 };
  let failure: Error | null = null;
  const later = <T>(answer: () => T, signal?: AbortSignal) =>
    new Promise<T>((resolve, reject) => {
      const failed = failure;
      const value = failed === null ? answer() : undefined;
      waiting.push(() => {
        if (signal?.aborted) reject(signal.reason);
        else if (failed !== null) reject(failed);
        else resolve(value as T);
      });
    });
  const firstRowOf = (anchor: PageAnchor, limit: number) =>
    anchor.kind === 'row' ? anchor.row : anchor.kind === 'last' ? Math.max(0, ids.length - limit) : 0;
  const rows = {
    open: (_: unknown, options?: { signal?: AbortSignal }) =>
      later(() => {
        calls.open += 1;
        return infoOf(`view-${calls.open}`, ids.length);
      }, options?.signal),
    close: () => Promise.resolve(null),
    locate: ({ key }: { key: readonly number[] }, options?: { signal?: AbortSignal }) =>
      later(() => {
        const row = ids.indexOf(key[0] ?? -1);
        return { row: row < 0 ? null : row };
      }, options?.signal),
    page: ({ anchor, limit }: { anchor: PageAnchor; limit: number }, options?: { signal?: AbortSignal }) =>
      later(() => {
        const firstRow = firstRowOf(anchor, limit);
        const shown = ids.slice(firstRow, firstRow + limit);
        return {
          rows: shown.map((id) => [id]),
          keys: shown.map((id) => [id]),
          firstRow,
          isExact: true,
          isStart: firstRow === 0,
          isEnd: firstRow + shown.length >= ids.length,
          milliseconds: 1,
        };
      }, options?.signal),
  };
  const on = (event: string, listener: (value: never) => void) => {
    listeners.set(event, listener);
    return () => listeners.delete(event);
  };
  return {
    ids,
    calls,
    client: { rows, on } as unknown as Client,
    fail: (error: Error | null) => {
      failure = error;
    },
    tell: (what: 'content' | 'schema' | 'busy' | 'free') =>
      listeners.get('files.changed')?.({ file: 'f', what, message: null } as never),
    remove: (id: number) => {
      if (ids.includes(id)) ids.splice(ids.indexOf(id), 1);
    },
    /** Lets up to so many answers arrive, the oldest first. */
    async answer(most: number) {
      for (let step = 0; step < most && waiting.length > 0; step += 1) {
        waiting.shift()?.();
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    isDone: () => waiting.length === 0,
  };
}

function infoOf(view: string, count: number): ViewInfo {
  return {
    view,
    file: 'f',
    object: 't',
    columns: [{ name: 'id' }],
    keyKind: 'rowid',
    keyColumns: ['id'],
    sort: [],
    filter: [],
    progress: { view, count: { value: count, kind: 'exact' }, positions: 'ready', isStale: false },
    limitedTo: null,
  } as unknown as ViewInfo;
}

/** The grid's part: it goes where it is sent, and says what it shows. */
function show(session: RowsSession, first = 0, cursor = 0) {
  const grid = { first, cursor, serial: 0 };
  session.see(first, first + 9);
  session.setCursor(cursor);
  session.subscribe(() => {
    const { seek } = session.state();
    if (seek === null || seek.serial === grid.serial) return;
    grid.serial = seek.serial;
    grid.first = seek.row;
    const shift = session.takeShift();
    grid.cursor = seek.cursor ?? grid.cursor + shift;
    session.see(grid.first, grid.first + 9);
    session.setCursor(grid.cursor);
  });
  return grid;
}

function openSession(client: Client, place?: TablePlace) {
  const options = { client, file: 'f', object: 't', asTable: false, sort: [], filter: [], place };
  const session = new RowsSession(options);
  session.start();
  return session;
}

test('a table that the open transaction has dropped shows no rows until it is back', async () => {
  const other = table(400);
  const session = openSession(other.client);
  await other.answer(10);
  session.see(100, 109);
  await other.answer(10);
  const details = { isInTransaction: true };
  other.fail(new BridgeFailure({ code: 'OBJECT_NOT_FOUND', message: 'It was dropped.', details }));
  other.tell('schema');
  await other.answer(10);
  expect(session.state()).toMatchObject({ info: null, error: { message: 'It was dropped.' } });
  other.fail(null);
  other.tell('schema');
  await other.answer(10);
  expect(session.state()).toMatchObject({ error: null, rowCount: 400 });
  expect(session.row(100)?.key).toEqual([100]);
});

test('rows that could not be read at first are read when they have changed', async () => {
  const other = table(400);
  other.fail(new BridgeFailure({ code: 'TRANSACTION_OPEN', message: 'It takes too long.' }));
  const session = openSession(other.client);
  await other.answer(10);
  expect(session.state()).toMatchObject({ info: null, error: { message: 'It takes too long.' } });
  other.fail(null);
  other.tell('content');
  await other.answer(10);
  expect(session.state()).toMatchObject({ error: null, rowCount: 400 });
});

test('whatever rows others delete, and whenever the answers come, the cursor stays on its row', async () => {
  const step = fc.record({
    removed: fc.integer({ min: 0, max: 399 }),
    answers: fc.integer({ min: 0, max: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 0, max: 300 }),
      fc.array(step, { minLength: 1, maxLength: 6 }),
      async (first, cursor, steps) => {
        const other = table(400);
        const session = openSession(other.client);
        await other.answer(10);
        // The cursor is looked at, then left behind.
        session.see(cursor, cursor + 9);
        await other.answer(10);
        session.setCursor(cursor);
        session.see(first, first + 9);
        await other.answer(10);
        const grid = show(session, first, cursor);
        for (const { removed, answers } of steps) {
          // The rows that are watched stay; that they may go is another test.
          if (removed === cursor || removed === first) continue;
          other.remove(removed);
          other.tell('content');
          await other.answer(answers);
        }
        while (!other.isDone()) await other.answer(10);
        expect(other.ids[grid.cursor]).toBe(cursor);
        expect(other.ids[grid.first]).toBe(first);
      },
    ),
    { numRuns: 150 },
  );
});

test('when the row with the cursor and one before it go at once, the cursor is on the row that came after', async () => {
  const other = table(100);
  const session = openSession(other.client);
  await other.answer(10);
  const grid = show(session, 10, 15);
  for (const id of [12, 15]) other.remove(id);
  other.tell('content');
  await other.answer(10);
  expect(other.ids[grid.cursor]).toBe(16);
  expect(other.ids[grid.first]).toBe(10);
});

test('a file that could not be read and is free again is read at once', async () => {
  const other = table(50);
  const session = openSession(other.client);
  other.fail(new Error('locked'));
  session.retry();
  await other.answer(10);
  expect(session.state().error).toMatchObject({ message: 'locked' });
  other.fail(null);
  other.tell('free');
  await other.answer(10);
  expect(session.state().error).toBeNull();
  expect(session.row(7)?.cells).toEqual([7]);
});

test('a place is come back to by keys: the rows before it may be other ones', async () => {
  const other = table(1000);
  for (const id of [3, 4, 5, 510]) other.remove(id);
  const place: TablePlace = {
    sort: [],
    filter: [{ column: 'id', text: '>= 0' }],
    isFilterOpen: true,
    first: { key: [500], row: 500 },
    left: 40,
    cursor: { key: [520], row: 520 },
    column: 'id',
    inspector: null,
  };
  const session = openSession(other.client, place);
  const grid = show(session);
  while (!other.isDone()) await other.answer(10);
  expect(session.state().filter).toEqual(place.filter);
  expect(session.state().seek).toMatchObject({ place: 'top', column: 'id', left: 40 });
  expect(other.ids[grid.first]).toBe(500);
  expect(other.ids[grid.cursor]).toBe(520);
});
