import { setImmediate } from 'node:timers/promises';
import {
  cancelledError,
  type HookContext,
  PluginError,
  PluginTimeoutError,
  type TellHook,
  type VetoHook,
} from '../../engine/index.ts';
import type { SqlValue } from '../../engine/types.ts';
import type {
  AddedStatement,
  ChangeProblem,
  CheckedDocument,
  CommitDecision,
  DocumentToCheck,
} from '../../operations/commit/commit-input.ts';
import type { StagedEntry } from '../edits/index.ts';
import type { OpenFile } from '../open-file.ts';
import type { FilePlugins, RunningOperation } from '../plugins/index.ts';
import { markedDeletions } from './marked-deletions.ts';
import { hookProblem } from './plugin-problems.ts';
import { type HookObject, HookSubject, hookObjects } from './plugin-subjects.ts';
import type { Prepared } from './prepare.ts';

/** Rows of a commit of which it is kept which hooks were called; those before `MOST_DATA` with what they were given. */
const MOST_TRACED = 250;
const MOST_DATA = 50;
/** Refused rows whose `onError` hooks are told. */
const MOST_ERRORS = 100;
const MOST_PROBLEMS = 1000;
/** Milliseconds after which others in this process have their turn. */
const LONGEST_TURN = 10;
const NO_OBJECT: HookObject = { keys: ['rowid'], table: null };

/** Whose hooks are asked, for what. */
export interface CommitHookParts {
  readonly file: OpenFile;
  readonly plugins: FilePlugins;
  /** The rows are put back as they were: hooks that change or mark are not asked, checks and logs are. */
  readonly isUndo: boolean;
  /** The rows are written inside of the user's own transaction, which knows its statements. */
  readonly isInTransaction: boolean;
  readonly signal: AbortSignal | undefined;
}

/** Why a row is refused, and by whom. */
interface Veto {
  readonly error: unknown;
  readonly plugins: readonly string[];
}

/**
 * The hooks of plugins around one commit of staged rows: before anything is written, with each document as it is to be
 * stored; and after it, when nothing is undone any more.
 */
export class CommitHooks {
  readonly #parts: CommitHookParts;
  readonly #subjects: HookSubject[];
  /** Statements that hooks add to the transaction, by the change that they are about. */
  readonly #added = new Map<number, readonly AddedStatement[]>();
  #transaction: RunningOperation | undefined;
  readonly #vetoed = new Map<number, Veto>();
  #turnEnds = performance.now() + LONGEST_TURN;

  private constructor(
    parts: CommitHookParts,
    entries: readonly StagedEntry[],
    objects: ReadonlyMap<string, HookObject>,
  ) {
    this.#parts = parts;
    const { recorder } = parts.plugins;
    this.#subjects = entries.map(
      (entry, place) =>
        new HookSubject(entry, objects.get(entry.object) ?? NO_OBJECT, recorder, tracedAt(place)),
    );
  }

  /** Asks the hooks that may change or veto. Rejects with CANCELLED, and with what a `strict` plugin throws. */
  static async begin(parts: CommitHookParts, entries: readonly StagedEntry[]): Promise<CommitHooks> {
    const hooks = new CommitHooks(parts, entries, await hookObjects(parts.file, entries));
    try {
      await hooks.#tellNow('onBeforeTransaction');
      await hooks.#askAll();
    } catch (error) {
      hooks.failed(error);
      throw error;
    }
    return hooks;
  }

  /** The rows as the hooks left them. */
  get entries(): readonly StagedEntry[] {
    return this.#subjects.map(({ entry }) => entry);
  }

  /** Rows that hooks refused. */
  get problems(): readonly ChangeProblem[] {
    return [...this.#vetoed].map(([place, veto]) => this.#problemOf(place, veto)).slice(0, MOST_PROBLEMS);
  }

  /** What hooks changed is taken as it is, also where others changed it too: nobody can be asked about it. */
  get decisions(): readonly CommitDecision[] {
    return this.#subjects.flatMap(({ table, paths }, change) =>
      paths.map((path) => ({ change, column: table?.documentColumn ?? '', path, take: 'mine' as const })),
    );
  }

  get added(): readonly AddedStatement[] {
    const seen = new Set<string>();
    return [...this.#added.values()].flat().filter(({ sql, params, changes }) => {
      // Such as CREATE TABLE IF NOT EXISTS, for each of many rows.
      if (params.length > 0 || changes !== null) return true;
      if (seen.has(sql)) return false;
      seen.add(sql);
      return true;
    });
  }

  /** Documents that hooks look at must not be written in another form, merged with what others wrote, say. */
  marked(prepared: Prepared): Prepared {
    if (!this.#parts.plugins.manager.hasHook('onBeforeCommit')) return prepared;
    const tables = prepared.tables.map((table) => {
      const column = table.collection?.documentColumn;
      if (column === undefined || table.checkedColumns.includes(column)) return table;
      return { ...table, checkedColumns: [...table.checkedColumns, column] };
    });
    return { ...prepared, tables };
  }

  /** Asks `onBeforeCommit` about documents that the schemas accept, and about deletions the first time. */
  async beforeCommit(
    documents: readonly DocumentToCheck[],
    checked: readonly CheckedDocument[],
  ): Promise<
    { readonly checked: readonly CheckedDocument[] } | { readonly problems: readonly ChangeProblem[] }
  > {
    if (!this.#parts.plugins.manager.hasHook('onBeforeCommit')) return { checked };
    const own = documents.filter(
      ({ change, column }) => this.#subjects[change]?.table?.documentColumn === column,
    );
    for (const { change, text } of own) {
      const subject = this.#subjects[change];
      subject?.see(text);
      if (subject === undefined) continue;
      if (!(await this.#askCommit(subject, change, subject.contextOf(text))))
        return { problems: this.problems };
    }
    for (const [change, subject] of this.#subjects.entries()) {
      if (subject.kind !== 'delete' || subject.isMarked || subject.table === null || this.#added.has(change))
        continue;
      if (!(await this.#askCommit(subject, change, subject.contextOf(null))))
        return { problems: this.problems };
    }
    if (this.#vetoed.size > 0) return { problems: this.problems };
    const has = new Set(checked.map(({ change, column }) => `${change} ${column}`));
    const more = own.filter(({ change, column }) => !has.has(`${change} ${column}`));
    return {
      checked: [
        ...checked,
        ...more.map(({ change, column, text }) => ({ change, column, text, columns: [] })),
      ],
    };
  }

  /** The SQL is about to run. */
  run(): void {
    this.#transaction?.run();
    for (const subject of this.#subjects) subject.operation?.run();
  }

  /** It is in the file. Nobody waits for the hooks that are told, and nothing that they do undoes it. */
  committed(): void {
    const { plugins } = this.#parts;
    const hooks = { insert: 'onAfterInsert', update: 'onAfterUpdate', delete: 'onAfterDelete' } as const;
    plugins.tellLater(async () => {
      for (const subject of this.#subjects) {
        const hook: TellHook = subject.table === null ? 'onAfterQuery' : hooks[subject.kind];
        if (plugins.manager.hasHook(hook)) {
          const context = subject.contextAfter();
          await this.#tell(hook, subject.add(context));
        }
        subject.operation?.end('done');
        await this.#giveTurn();
      }
      await this.#tellTransaction('onAfterTransaction', {});
      this.#transaction?.end('done');
    });
  }

  /** Nothing was written. */
  failed(error: unknown): void {
    const { plugins } = this.#parts;
    const vetoed = [...this.#vetoed].slice(0, MOST_ERRORS);
    plugins.tellLater(async () => {
      for (const [place, veto] of vetoed) {
        const subject = this.#subjects[place];
        if (subject === undefined) continue;
        await this.#tell('onError', subject.add({ ...subject.contextAfter(), error: veto.error }));
        subject.operation?.end('vetoed', this.#problemOf(place, veto).problem.message);
      }
      for (const [place, subject] of this.#subjects.entries()) {
        if (!this.#vetoed.has(place))
          subject.operation?.end('failed', 'Nothing was written, since the commit failed.');
      }
      await this.#tellTransaction('onTransactionError', { error });
      this.#transaction?.end('failed');
    });
  }

  async #askAll(): Promise<void> {
    const { isUndo, plugins, file, signal } = this.#parts;
    if (isUndo) return;
    for (const [place, subject] of this.#subjects.entries()) {
      const asked = subject.before();
      if (asked === null || !plugins.manager.hasHook(asked.hook)) continue;
      const isGoingOn = await this.#ask(place, asked.hook, subject.add(asked.context), () =>
        subject.take(asked.context),
      );
      if (!isGoingOn || this.#vetoed.size >= MOST_PROBLEMS) return;
    }
    const marked = this.#subjects.filter(({ isMarked }) => isMarked);
    if (marked.length > 0) await markedDeletions(file, marked, signal);
  }

  async #askCommit(subject: HookSubject, change: number, context: HookContext): Promise<boolean> {
    const statements: NonNullable<HookContext['statements']> = [];
    const asked = subject.add({ ...context, statements });
    return this.#ask(change, 'onBeforeCommit', asked, () => {
      if (this.#parts.isInTransaction && statements.length > 0) throw addsToTransaction();
      this.#added.set(
        change,
        statements.flatMap(({ sql, params = [], each, changes = null }) =>
          (each ?? [params]).map((bound) => ({ change, sql, params: [...bound] as SqlValue[], changes })),
        ),
      );
    });
  }

  /** Whether the rest is to be asked too: not after one that took too long, since all may. */
  async #ask(place: number, hook: VetoHook, context: HookContext, take: () => void): Promise<boolean> {
    const { plugins, signal } = this.#parts;
    try {
      const asked = plugins.manager.executeHook(hook, context);
      if (asked !== undefined) await unlessAborted(asked, signal);
      take();
    } catch (error) {
      if (signal?.aborted) throw error;
      this.#vetoed.set(place, { error, plugins: this.#askedWith(hook, context) });
      if (error instanceof PluginTimeoutError) return false;
    }
    await this.#giveTurn();
    return true;
  }

  /** The plugin that refused; all that were asked, where the data that they left was no good. */
  #askedWith(hook: VetoHook, context: HookContext): readonly string[] {
    const { manager, recorder } = this.#parts.plugins;
    const refuser = recorder.refuserOf(context);
    if (refuser !== undefined) return [refuser];
    return manager.listPlugins().flatMap((plugin) => (plugin[hook] === undefined ? [] : [plugin.name]));
  }

  #problemOf(place: number, { error, plugins }: Veto): ChangeProblem {
    const column = this.#subjects[place]?.table?.documentColumn ?? null;
    return { change: place, problem: hookProblem(error, column, plugins) };
  }

  #transactionContext(): HookContext {
    const context: HookContext = { collectionName: '', schema: {}, operation: 'transaction' };
    const rows = this.#subjects.length;
    const about = rows === 1 ? '1 row' : `${rows} rows`;
    this.#transaction ??= this.#parts.plugins.recorder.begin({
      name: 'transaction',
      about,
      keepsData: false,
    });
    this.#transaction.add(context);
    return context;
  }

  async #tellTransaction(hook: TellHook, outcome: Pick<HookContext, 'error'>): Promise<void> {
    if (!this.#parts.plugins.manager.hasHook(hook)) return;
    const context = { ...this.#transactionContext(), ...outcome };
    this.#transaction?.add(context);
    await this.#tell(hook, context);
  }

  async #tellNow(hook: TellHook): Promise<void> {
    const { manager } = this.#parts.plugins;
    if (!manager.hasHook(hook)) return;
    const told = manager.executeHookSafe(hook, this.#transactionContext());
    if (told !== undefined) await unlessAborted(told, this.#parts.signal);
  }

  /** What `strict` plugins throw is an event like the rest: it is too late to throw it. */
  async #tell(hook: TellHook, context: HookContext): Promise<void> {
    const { manager } = this.#parts.plugins;
    if (!manager.hasHook(hook)) return;
    try {
      await manager.executeHookSafe(hook, context);
    } catch {
      return;
    }
  }

  async #giveTurn(): Promise<void> {
    if (performance.now() < this.#turnEnds) return;
    await setImmediate();
    this.#parts.signal?.throwIfAborted();
    this.#turnEnds = performance.now() + LONGEST_TURN;
  }
}

function addsToTransaction(): PluginError {
  return new PluginError(
    'PLUGIN_FAILED',
    'it adds statements to each commit, and they cannot be part of an open transaction. Commit or roll back that one first, or turn the plugin off.',
    { plugin: '' },
  );
}

function tracedAt(place: number): 'with-data' | 'hooks' | 'not' {
  if (place < MOST_DATA) return 'with-data';
  return place < MOST_TRACED ? 'hooks' : 'not';
}

async function unlessAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return await work;
  let stop = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(cancelledError(signal));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
