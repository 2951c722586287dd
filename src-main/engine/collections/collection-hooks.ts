import { hasErrorCode } from '../errors.ts';
import type { HookContext, TellHook, VetoHook } from '../plugins/plugin.ts';
import type { QueryHooks } from '../queries/query-source.ts';
import { atomic, run, type Steps, wait } from '../steps/steps.ts';
import type { GuardedStatement } from '../types.ts';
import type { CollectionSpec } from './collection-spec.ts';

/** What a write is about, for its hooks. */
export interface WriteSubject {
  readonly operation: string;
  readonly data?: unknown;
  readonly ids?: readonly string[] | undefined;
}

/** The hooks around the writes of one collection. Where no plugin has a hook, it costs nothing. */
export class CollectionHooks {
  readonly #spec: CollectionSpec;
  readonly #plugins: QueryHooks;
  /** When the body of work began that runs now. */
  #startedAt: number | undefined;

  constructor(spec: CollectionSpec, plugins: QueryHooks) {
    this.#spec = spec;
    this.#plugins = plugins;
  }

  /** Whether any plugin has any of these hooks. */
  has(...hooks: readonly (VetoHook | TellHook)[]): boolean {
    return hooks.some((hook) => this.#plugins.hasHook(hook));
  }

  /** A body of work whose hooks are told when it began. */
  timed<T>(steps: Steps<T>): Steps<T> {
    return this.has('onAfterInsert', 'onAfterUpdate', 'onAfterDelete', 'onError')
      ? this.#timed(steps)
      : steps;
  }

  *#timed<T>(steps: Steps<T>): Steps<T> {
    const startedAt = performance.now();
    // Between two steps nobody else runs: what is made meanwhile belongs to this body.
    const go = <R>(on: () => R): R => {
      this.#startedAt = startedAt;
      try {
        return on();
      } finally {
        this.#startedAt = undefined;
      }
    };
    let next = go(() => steps.next());
    while (!next.done) {
      let answer: unknown;
      try {
        answer = yield next.value;
      } catch (error) {
        next = go(() => steps.throw(error));
        continue;
      }
      next = go(() => steps.next(answer));
    }
    return next.value;
  }

  /** Asks before something is written. Gives what the hooks left as data. */
  *before(hook: VetoHook, subject: WriteSubject): Steps<unknown> {
    if (!this.#plugins.hasHook(hook)) return subject.data;
    const context = this.#context(subject);
    yield* wait(() => this.#plugins.executeHook(hook, context));
    return context.data;
  }

  /** Tells after something was done, or has failed. */
  *after(
    hook: TellHook,
    subject: WriteSubject,
    outcome: { readonly result?: unknown; readonly error?: unknown },
  ): Steps<void> {
    if (!this.#plugins.hasHook(hook)) return;
    const context = { ...this.#context(subject), ...outcome };
    yield* wait(() => this.#plugins.executeHookSafe(hook, context));
  }

  /**
   * Writes, all or nothing, together with what `onBeforeCommit` hooks add. Gives the rows that each of the statements
   * changed.
   */
  *commit(statements: Iterable<GuardedStatement>, subject: WriteSubject): Steps<readonly number[]> {
    const added = yield* this.#added(subject);
    return yield* atomic(added.length === 0 ? statements : new Concatenated(statements, added));
  }

  /** The same for one statement, which needs no transaction where nothing is added. Gives the rows that it changed. */
  commitOne(statement: GuardedStatement, subject: WriteSubject): Steps<number> {
    return this.has('onBeforeCommit')
      ? this.#commitWithAdded(statement, subject)
      : run(statement.sql, statement.params);
  }

  *#commitWithAdded(statement: GuardedStatement, subject: WriteSubject): Steps<number> {
    const added = yield* this.#added(subject);
    if (added.length === 0) return yield* run(statement.sql, statement.params);
    const [changed = 0] = yield* atomic([statement, ...added]);
    return changed;
  }

  /** The same for a statement that changes one row, or nothing: then what was added is undone as well. */
  commitGuarded(statement: GuardedStatement, subject: WriteSubject): Steps<number> {
    return this.has('onBeforeCommit')
      ? this.#commitGuardedWithAdded(statement, subject)
      : run(statement.sql, statement.params);
  }

  *#commitGuardedWithAdded(statement: GuardedStatement, subject: WriteSubject): Steps<number> {
    try {
      return yield* this.#commitWithAdded({ ...statement, changes: 1 }, subject);
    } catch (error) {
      if (hasErrorCode(error, 'ATOMIC_GUARD')) return 0;
      throw error;
    }
  }

  /** Asks before documents are deleted. Gives the fields that are to be set in them instead, if a hook wants that. */
  *beforeDelete(subject: WriteSubject): Steps<Readonly<Record<string, unknown>> | undefined> {
    if (!this.#plugins.hasHook('onBeforeDelete')) return undefined;
    const context = this.#context(subject);
    yield* wait(() => this.#plugins.executeHook('onBeforeDelete', context));
    return context.insteadOfDelete;
  }

  *#added(subject: WriteSubject): Steps<GuardedStatement[]> {
    if (!this.#plugins.hasHook('onBeforeCommit')) return [];
    const statements: GuardedStatement[] = [];
    const context = { ...this.#context(subject), statements };
    yield* wait(() => this.#plugins.executeHook('onBeforeCommit', context));
    return statements;
  }

  #context(subject: WriteSubject): HookContext {
    const startedAt = this.#startedAt;
    return { collectionName: this.#spec.name, schema: this.#spec, startedAt, ...subject };
  }
}

/** One list after the other; may be gone through more than once. */
class Concatenated<T> implements Iterable<T> {
  readonly #parts: readonly Iterable<T>[];

  constructor(...parts: readonly Iterable<T>[]) {
    this.#parts = parts;
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const part of this.#parts) yield* part;
  }
}
