import type { GuardedStatement, ResultRows, ResultSet, SqlValue } from '../types.ts';

/** One thing that a body of work needs from outside: SQL, or the answer of code that is not ours. */
export type Step =
  | { readonly kind: 'all'; readonly sql: string; readonly params: readonly SqlValue[] }
  | { readonly kind: 'run'; readonly sql: string; readonly params: readonly SqlValue[] }
  | { readonly kind: 'atomic'; readonly statements: Iterable<GuardedStatement> }
  | { readonly kind: 'transaction'; readonly body: () => Steps<unknown> }
  | { readonly kind: 'wait'; readonly ask: () => unknown };

/**
 * A body of work that is written once and run by either runner: `runSteps` awaits what it yields, `runStepsSync`
 * does it at once. So the methods of a collection and their Sync twins cannot differ.
 */
export type Steps<T> = Generator<Step, T, unknown>;

/** Rows of one statement, in an object as other reads give them. Its runner knows what it gives back; nobody else sees the cast. */
export function* all(sql: string, params: readonly SqlValue[] = []): Steps<Pick<ResultSet, 'rows'>> {
  return { rows: (yield { kind: 'all', sql, params }) as ResultRows };
}

/** Runs one statement and gives the number of rows that it changed. */
export function* run(sql: string, params: readonly SqlValue[] = []): Steps<number> {
  return (yield { kind: 'run', sql, params }) as number;
}

/**
 * Runs statements all or nothing, in a transaction of their own or in a savepoint of the one that is open, and gives
 * the rows that each changed. They are pulled one by one: many need not be in memory at once.
 */
export function* atomic(statements: Iterable<GuardedStatement>): Steps<readonly number[]> {
  return (yield { kind: 'atomic', statements }) as readonly number[];
}

/**
 * Runs a body of work in a transaction of its own, or in a savepoint of the one that is open: all of it or nothing.
 * For what must read before it can write; `atomic` is cheaper where the statements are known.
 */
export function* transaction<T>(body: () => Steps<T>): Steps<T> {
  return (yield { kind: 'transaction', body }) as T;
}

/**
 * Asks code that may answer later (a hook). Under `runStepsSync` an answer that is a promise is refused with
 * SYNC_HOOK_ASYNC.
 */
export function* wait<T>(ask: () => T | PromiseLike<T>): Steps<T> {
  return (yield { kind: 'wait', ask }) as T;
}
