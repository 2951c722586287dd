import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accessKinds, openAccess } from '../testing/each-access.ts';
import type { DatabaseAccess } from './database-access.ts';

/** What somebody does: inserts of their own, transactions with parts, pauses. */
type Work =
  | { readonly kind: 'insert' }
  | { readonly kind: 'atomic'; readonly count: number; readonly fails: boolean }
  | { readonly kind: 'pause'; readonly turns: number }
  | { readonly kind: 'read' }
  | { readonly kind: 'iterate' }
  | {
      readonly kind: 'transaction';
      readonly parts: readonly Work[];
      readonly end: 'commit' | 'fail' | 'never';
      /** Whether the parts are begun all at once. */
      readonly isAtOnce: boolean;
    };

const { work } = fc.letrec<{ work: Work; transaction: Work }>((tie) => ({
  work: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constant<Work>({ kind: 'insert' }),
    fc.record({
      kind: fc.constant('atomic' as const),
      count: fc.integer({ min: 1, max: 3 }),
      fails: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('pause' as const), turns: fc.integer({ min: 1, max: 3 }) }),
    fc.constant<Work>({ kind: 'read' }),
    fc.constant<Work>({ kind: 'iterate' }),
    { arbitrary: tie('transaction'), weight: 3 },
  ),
  transaction: fc.record({
    kind: fc.constant('transaction' as const),
    parts: fc.array(tie('work'), { maxLength: 4 }),
    end: fc.constantFrom(
      'commit' as const,
      'commit' as const,
      'commit' as const,
      'fail' as const,
      'never' as const,
    ),
    isAtOnce: fc.boolean(),
  }),
}));

/** Runs over a file wait for the disk. */
const runs = Number(process.env.CAIRN_PROPERTY_RUNS ?? 20);
const DEADLINE = 40;
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** Runs work on a table in which each row names the outermost transaction that it belongs to. */
class Run {
  readonly #access: DatabaseAccess;
  #last = 0;
  /** Ids of rows that are to be there at the end. */
  readonly kept: number[] = [];
  /** How many rows a transaction, seen from outside, must have. */
  readonly sizes = new Map<number, number>();

  constructor(access: DatabaseAccess) {
    this.#access = access;
  }

  /** Gives the rows that are kept if all around it is kept. */
  async do(work: Work, group: number | undefined): Promise<number[]> {
    switch (work.kind) {
      case 'insert':
        return [await this.#insert(group)];
      case 'atomic':
        return await this.#atomic(work.count, work.fails, group);
      case 'pause':
        for (let turn = 0; turn < work.turns; turn += 1) await nextTurn();
        return [];
      case 'read':
        await this.#look(group);
        return [];
      case 'iterate':
        for await (const _rows of this.#access.iterate('SELECT id FROM t', [], {})) await nextTurn();
        return [];
      case 'transaction':
        return await this.#transaction(work, group);
    }
  }

  async #insert(group: number | undefined): Promise<number> {
    const id = this.#next();
    await this.#access.run('INSERT INTO t VALUES (?, ?)', [id, group ?? null], {});
    return id;
  }

  async #atomic(count: number, fails: boolean, group: number | undefined): Promise<number[]> {
    const ids = Array.from({ length: count }, () => this.#next());
    const statements = ids.map((id) => ({ sql: 'INSERT INTO t VALUES (?, ?)', params: [id, group ?? null] }));
    if (!fails) {
      await this.#access.atomic(statements, {});
      return ids;
    }
    const failing = [...statements, { sql: 'UPDATE t SET id = id WHERE id = -1', changes: 1 }];
    await expect((async () => await this.#access.atomic(failing, {}))()).rejects.toThrow();
    return [];
  }

  /** From outside, a transaction is there with all of its rows, or not at all. */
  async #look(group: number | undefined): Promise<void> {
    const { rows } = await this.#access.all(
      'SELECT transaction_id, COUNT(*) FROM t WHERE transaction_id IS NOT NULL GROUP BY 1',
      [],
      {},
    );
    for (const [id, count] of rows) if (id !== group) expect(count).toBe(this.sizes.get(Number(id)));
  }

  async #transaction(
    work: Extract<Work, { kind: 'transaction' }>,
    group: number | undefined,
  ): Promise<number[]> {
    const own = group ?? this.#next();
    let ids: number[] = [];
    try {
      await this.#access.transaction(
        async () => {
          ids = await this.#parts(work.parts, work.isAtOnce, own);
          if (work.end === 'fail') throw new Error('fails');
          if (work.end === 'never') await new Promise(() => {});
          // Whoever sees the commit must know what belongs to it.
          if (group === undefined) this.sizes.set(own, ids.length);
        },
        { timeout: work.end === 'never' ? DEADLINE : 60_000 },
      );
      return ids;
    } catch (error) {
      expect(work.end).not.toBe('commit');
      expect(error).toMatchObject(
        work.end === 'fail' ? { message: 'fails' } : { code: 'TRANSACTION_LOCK_TIMEOUT' },
      );
      return [];
    }
  }

  async #parts(parts: readonly Work[], isAtOnce: boolean, group: number): Promise<number[]> {
    if (isAtOnce) return (await Promise.all(parts.map((part) => this.do(part, group)))).flat();
    const ids: number[] = [];
    for (const part of parts) ids.push(...(await this.do(part, group)));
    return ids;
  }

  #next(): number {
    this.#last += 1;
    return this.#last;
  }
}

describe.each(accessKinds)('any work at once over an access %s', (_name, kind) => {
  test('keeps what was committed, nothing else, and shows no half transaction', {
    timeout: 60_000,
  }, async () => {
    const { access } = openAccess(kind);
    await access.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, transaction_id INTEGER)', undefined, {});
    await fc.assert(
      fc.asyncProperty(fc.array(work, { minLength: 1, maxLength: 5 }), async (works) => {
        await access.exec('DELETE FROM t', [], {});
        const run = new Run(access);
        const kept = await Promise.all(works.map((each) => run.do(each, undefined)));
        const { rows } = await access.all('SELECT id FROM t ORDER BY id', [], {});
        expect(rows.flat()).toEqual(kept.flat().sort((a, b) => a - b));
        expect(access.isInTransaction).toBe(false);
      }),
      { numRuns: kind.isInMemory ? runs : Math.ceil(runs / 5) },
    );
  });
});
