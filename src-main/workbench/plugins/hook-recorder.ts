import type { HookEvent, HookOutcome, Trace, TraceStep } from '../../../src-preload/contract/plugins.ts';
import { MOST_KEPT_HOOKS } from '../../../src-preload/contract/plugins.ts';
import {
  type DatabaseError,
  type HookContext,
  type HookName,
  type HookObserver,
  OperationTimes,
  type Plugin,
  PluginTimeoutError,
  vetoHooks,
} from '../../engine/index.ts';
import { addedLines, cut, dataText, traceLines } from './trace-lines.ts';

/** Milliseconds of hooks from which an operation is slow. */
const SLOW = 100;
const MOST_ERRORS = 20;
const LONGEST_GIVEN = 4_000;

/** What is known of an operation before its first hook is asked. */
export interface OperationStart {
  /** Such as "orders.update". */
  readonly name: string;
  readonly about: string;
  /** Asked when it runs, or does not: hooks may have changed it by then. */
  readonly sql?: (() => string) | undefined;
  /** Whether what its hooks are given is kept: that costs writing it down. */
  readonly keepsData: boolean;
}

/** An operation as its hooks are called. */
export interface RunningOperation {
  /** Calls with this context belong to the operation. */
  add(context: HookContext): void;
  /** Its SQL is run now. */
  run(): void;
  end(outcome: 'done' | 'vetoed' | 'failed', message?: string): void;
}

interface Figures {
  calls: number;
  errors: number;
  total: number;
  times: OperationTimes;
}

/** Figures of calls. Times are milliseconds. */
export interface CallFigures {
  readonly calls: number;
  readonly errors: number;
  readonly total: number;
  readonly mean: number;
  readonly p95: number;
}

type Told = Omit<Trace['operation'], 'isSlow'>;

interface Recorded {
  readonly operation: { -readonly [K in keyof Told]: Told[K] };
  readonly keepsData: boolean;
  given: string | null;
  readonly steps: TraceStep[];
  sql: string | null;
  isRun: boolean;
  sqlAt: number;
  message: string | null;
}

/** Keeps what the hooks of one file's plugins did: figures of all calls, the last calls, the last operations. */
export class HookRecorder {
  readonly #onEvent: (event: HookEvent) => void;
  readonly #events: HookEvent[] = [];
  readonly #operations: Recorded[] = [];
  readonly #contexts = new WeakMap<HookContext, Recorded>();
  readonly #refusers = new WeakMap<HookContext, string>();
  readonly #figures = new Map<string, Map<HookName | '', Figures>>();
  readonly #errors = new Map<string, { at: number; hook: string; message: string }[]>();
  #nextEvent = 1;
  #nextOperation = 1;
  #since = Date.now();

  constructor(onEvent: (event: HookEvent) => void) {
    this.#onEvent = onEvent;
  }

  readonly observe: HookObserver = (plugin, hook, context) => {
    const recorded = this.#contexts.get(context);
    const before = recorded?.keepsData === true ? dataText(context.data) : null;
    if (recorded !== undefined && recorded.given === null && before !== null) {
      recorded.given = cut(before, LONGEST_GIVEN);
    }
    const { insteadOfDelete, answer, statements } = context;
    const was = { before, insteadOfDelete, answer, statements: statements?.length ?? 0 };
    return (time, failure) => {
      const changes = changesOf(context, was, recorded?.keepsData === true);
      const outcome = outcomeOf(hook, failure, changes.isChanged);
      this.#count(plugin.name, hook, time, failure);
      if (failure !== undefined) this.#refusers.set(context, plugin.name);
      if (recorded !== undefined) {
        const { operation, steps } = recorded;
        const note = failure === undefined ? changes.note : cut(failure.message, LONGEST_GIVEN);
        const { lines } = changes;
        steps.push({ hook, plugin: plugin.name, start: operation.time, time, outcome, lines, note });
        operation.time += time;
      }
      this.#tell({ plugin, hook, time, outcome, failure, recorded });
    };
  };

  begin({ name, about, sql, keepsData }: OperationStart): RunningOperation {
    const recorded: Recorded = {
      operation: {
        id: this.#nextOperation,
        at: Date.now(),
        name,
        about: cut(about, 120),
        time: 0,
        outcome: 'running',
      },
      ...{ keepsData, given: null, steps: [], sql: null },
      ...{ isRun: false, sqlAt: 0, message: null },
    };
    this.#nextOperation += 1;
    keepLast(this.#operations, recorded);
    const setSql = () => {
      recorded.sqlAt = recorded.steps.length;
      recorded.sql = sql === undefined ? null : cut(sql(), LONGEST_GIVEN);
    };
    return {
      add: (context) => void this.#contexts.set(context, recorded),
      run() {
        recorded.isRun = true;
        setSql();
      },
      end(outcome, message) {
        if (!recorded.isRun && recorded.operation.outcome === 'running') setSql();
        recorded.operation.outcome = outcome;
        if (message !== undefined) recorded.message = message;
      },
    };
  }

  /** The plugin whose hook has failed with this context. */
  refuserOf(context: HookContext): string | undefined {
    return this.#refusers.get(context);
  }

  /** When counting began, in milliseconds since 1970. */
  get since(): number {
    return this.#since;
  }

  /** The last calls, the oldest first. */
  events(): HookEvent[] {
    return this.#events.slice(-MOST_KEPT_HOOKS);
  }

  /** The last operations, the newest first. */
  operations(): Trace['operation'][] {
    return this.#operations.slice(-MOST_KEPT_HOOKS).toReversed().map(shown);
  }

  /** undefined: it is not kept any more. `notCalled` is told by who knows the plugins. */
  trace(id: number): Omit<Trace, 'notCalled'> | undefined {
    const recorded = this.#operations.find(({ operation }) => operation.id === id);
    if (recorded === undefined) return undefined;
    const { given, steps, sql, isRun, sqlAt, message } = recorded;
    return {
      operation: shown(recorded),
      ...{ given, steps: [...steps], sql: sql === null ? null : { text: sql, isRun }, sqlAt, message },
    };
  }

  /** Of one hook of a plugin, or of all its hooks together. */
  figures(plugin: string, hook: HookName | '' = ''): CallFigures {
    const figures = this.#figures.get(plugin)?.get(hook);
    if (figures === undefined) return { calls: 0, errors: 0, total: 0, mean: 0, p95: 0 };
    const { calls, errors, total, times } = figures;
    return { calls, errors, total, mean: total / calls, p95: times.figures().p95 };
  }

  /** The newest first. */
  lastErrors(plugin: string) {
    return (this.#errors.get(plugin) ?? []).toReversed();
  }

  reset(): void {
    this.#figures.clear();
    this.#errors.clear();
    this.#since = Date.now();
  }

  #count(plugin: string, hook: HookName, time: number, failure: DatabaseError | undefined): void {
    let ofPlugin = this.#figures.get(plugin);
    if (ofPlugin === undefined) {
      ofPlugin = new Map();
      this.#figures.set(plugin, ofPlugin);
    }
    for (const key of ['', hook] as const) {
      let figures = ofPlugin.get(key);
      if (figures === undefined) {
        figures = { calls: 0, errors: 0, total: 0, times: new OperationTimes() };
        ofPlugin.set(key, figures);
      }
      figures.calls += 1;
      figures.total += time;
      figures.times.add(time);
      if (failure !== undefined) figures.errors += 1;
    }
    if (failure === undefined) return;
    const errors = this.#errors.get(plugin) ?? [];
    errors.push({ at: Date.now(), hook, message: cut(failure.message, LONGEST_GIVEN) });
    this.#errors.set(plugin, errors.slice(-MOST_ERRORS));
  }

  #tell(call: {
    readonly plugin: Plugin;
    readonly hook: HookName;
    readonly time: number;
    readonly outcome: HookOutcome;
    readonly failure: DatabaseError | undefined;
    readonly recorded: Recorded | undefined;
  }): void {
    const { plugin, hook, time, outcome, failure, recorded } = call;
    const event: HookEvent = {
      id: this.#nextEvent,
      at: Date.now(),
      plugin: plugin.name,
      hook,
      operation: recorded?.operation.name ?? '',
      trace: recorded?.operation.id ?? null,
      time,
      outcome,
      message: failure === undefined ? null : cut(failure.message),
    };
    this.#nextEvent += 1;
    keepLast(this.#events, event);
    this.#onEvent(event);
  }
}

/** Drops many at once, not one at each call. */
function keepLast<T>(list: T[], value: T): void {
  list.push(value);
  if (list.length >= 2 * MOST_KEPT_HOOKS) list.splice(0, list.length - MOST_KEPT_HOOKS);
}

function shown({ operation }: Recorded): Trace['operation'] {
  return { ...operation, isSlow: operation.time >= SLOW };
}

function outcomeOf(hook: HookName, failure: DatabaseError | undefined, isChanged: boolean): HookOutcome {
  if (failure === undefined) return isChanged ? 'changed' : 'done';
  if (failure instanceof PluginTimeoutError) return 'late';
  return (vetoHooks as readonly string[]).includes(hook) ? 'vetoed' : 'failed';
}

/** What a context was like before a hook. */
interface ContextBefore extends Pick<HookContext, 'insteadOfDelete' | 'answer'> {
  readonly before: string | null;
  readonly statements: number;
}

/** What a hook has done to its context. */
function changesOf(
  context: HookContext,
  was: ContextBefore,
  keepsData: boolean,
): Pick<TraceStep, 'lines' | 'note'> & { readonly isChanged: boolean } {
  const { insteadOfDelete } = context;
  const added = (context.statements?.length ?? 0) - was.statements;
  if (added > 0) {
    const note = `added ${added} ${added === 1 ? 'statement' : 'statements'} to the commit`;
    return { lines: [], note, isChanged: true };
  }
  if (insteadOfDelete !== undefined && insteadOfDelete !== was.insteadOfDelete) {
    const lines = keepsData ? addedLines(insteadOfDelete) : [];
    return { lines, note: 'sets this instead of deleting', isChanged: true };
  }
  if (context.answer !== was.answer) return { lines: [], note: 'gave the answer itself', isChanged: true };
  if (!keepsData) return { lines: [], note: null, isChanged: false };
  const lines = traceLines(was.before, dataText(context.data));
  const note = lines.length === 0 ? 'returned nothing, data unchanged' : null;
  return { lines, note, isChanged: lines.length > 0 };
}
