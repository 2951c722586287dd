import { type Ref, type RefObject, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { QueryParameter, WriteMode } from '../../../src-preload/contract/queries.ts';
import { parametersOf } from '../../../src-preload/contract/sql-text/index.ts';
import { formatCount } from '../../lib/cells/byte-size.ts';
import { showToast } from '../../ui/toasts.ts';
import type { ConsolePane, ConsoleScript, ConsoleSlots, ConsoleTools, ResultTab } from './console-slots.ts';
import type { ConsoleText, TextState } from './console-text.ts';
import type { CaretPlace, SqlEditorHandle, TextPiece } from './editor/sql-editor.tsx';
import { explained } from './explained.ts';
import type { ShownPlan } from './plan-pane.tsx';
import { readBuilder } from './read-builder.ts';
import type { ResultTabEntry } from './result-tabs.tsx';
import type { ConsoleRuns, RunsState } from './runs/console-runs.ts';
import type { ResultSet, RunStatement } from './runs/result-set.ts';
import { useParameterNames } from './use-parameter-names.ts';

export interface ConsoleActionOptions {
  readonly client: Client;
  readonly file: string;
  readonly text: ConsoleText;
  readonly runs: ConsoleRuns;
  readonly state: RunsState;
  readonly textState: TextState;
  readonly slots: ConsoleSlots;
  readonly pane: ConsolePane | null;
  readonly onPane: (pane: ConsolePane | null) => void;
  readonly toolsRef: Ref<ConsoleTools>;
  readonly caret: CaretPlace | null;
}

export interface ConsoleActions {
  readonly editor: RefObject<SqlEditorHandle | null>;
  readonly tabs: readonly ResultTabEntry[];
  readonly shownTab: ResultTab;
  readonly showTab: (tab: ResultTab) => void;
  readonly shown: ResultSet | undefined;
  readonly showResult: (id: number) => void;
  readonly plan: ShownPlan | null;
  readonly parameterNames: readonly string[];
  /** A parameter that a statement waits for. */
  readonly asked: string | null;
  /** Runs what is selected, else the statement at the caret. */
  readonly run: () => void;
  readonly runAll: () => void;
  readonly dryRun: () => void;
  readonly explain: () => void;
  readonly format: () => void;
  readonly insert: (sql: string) => void;
  readonly readMore: (id: number) => void;
  readonly addToTransaction: (sql: string) => void;
  /** Runs a statement once more that a lock was in the way of. */
  readonly retry: (sql: string) => void;
  readonly answer: (writing: 'begin' | 'commit') => void;
  readonly statementText: () => string | null;
}

const MORE = 10;
const MOST_LIMIT = 10_000_000;

/** What the buttons and commands of a console do. */
export function useConsoleActions(options: ConsoleActionOptions): ConsoleActions {
  const { client, file, text, runs, state, textState, slots, onPane } = options;
  const editor = useRef<SqlEditorHandle | null>(null);
  const [chosenTab, showTab] = useState<ResultTab>('results');
  const [chosenResult, showResult] = useState<number | null>(null);
  const [plan, setPlan] = useState<ShownPlan | null>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const parameterNames = useParameterNames(editor, options.caret);
  const { results, messages, problem, serial } = state;

  // A run is shown by what it gave.
  const last = messages.at(-1);
  const hasRows = results.length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each run and each message once.
  useEffect(() => {
    if (serial === 0) return;
    if (last?.kind === 'error') showTab('messages');
    else if (hasRows) showTab('results');
    else if (last !== undefined) showTab('messages');
  }, [serial, hasRows, last?.id]);

  const piece = (): readonly TextPiece[] => {
    const now = editor.current;
    if (now === null) return [];
    const selection = now.selection();
    if (selection !== null) {
      const end = selection.from + selection.sql.length;
      return splitIn(now, selection.from, end);
    }
    const statement = now.statement();
    return statement === null ? [] : [statement];
  };
  function start(pieces: readonly TextPiece[], writing?: WriteMode): void {
    const statements = pieces.map(({ sql, from }): RunStatement => ({ sql, from }));
    if (statements.length === 0) {
      showToast({ kind: 'info', title: 'There is no statement to run' });
      return;
    }
    if (asksFor(statements)) return;
    setAsked(null);
    void text.flush();
    void runs.run({
      statements,
      read: (sql) => readBuilder(client, file, sql),
      parameters: given,
      writing: writing ?? text.state().writing,
      limit: text.state().limit,
    });
  }
  /** Parameters that never had a value are asked for; running once more takes the empty ones for NULL. */
  function asksFor(statements: readonly RunStatement[]): boolean {
    const known = new Set(text.state().parameters.map(({ name }) => name));
    const missing = statements.flatMap(({ sql }) => namesIn(sql)).filter((name) => !known.has(name));
    const [first] = missing;
    if (first === undefined) return false;
    if (asked !== null && missing.includes(asked)) {
      for (const name of new Set(missing)) text.setParameter({ name, value: null });
      return false;
    }
    // Of a statement elsewhere in the script: its fields are shown where the caret is.
    const place = statements.find(({ sql }) => namesIn(sql).includes(first))?.from;
    if (!parameterNames.includes(first) && place !== null && place !== undefined) editor.current?.goTo(place);
    setAsked(first);
    return true;
  }
  function given(sql: string): readonly QueryParameter[] {
    const names = new Set(namesIn(sql));
    return text.state().parameters.filter(({ name }) => names.has(name));
  }
  const script = (): ConsoleScript => {
    const selection = editor.current?.selection() ?? null;
    const { sql, from } = selection ?? { sql: editor.current?.text() ?? '', from: 0 };
    return { sql, from, parameters: given(sql) };
  };
  const all = (): readonly TextPiece[] => {
    const now = editor.current;
    return now === null ? [] : splitIn(now, 0, Number.POSITIVE_INFINITY);
  };

  const actions = {
    run: () => start(piece()),
    runAll: () => start(all()),
    dryRun: () => {
      const wanted = script();
      if (wanted.sql.trim() === '') {
        showToast({ kind: 'info', title: 'There is no statement to run' });
        return;
      }
      slots.dryRun.run(wanted);
      showTab('dryRun');
      onPane('dryRun');
    },
    explain: () => {
      const [first] = piece();
      if (first === undefined) {
        showToast({ kind: 'info', title: 'There is no statement to explain' });
        return;
      }
      showTab('plan');
      void explained(client, file, first).then((made) => {
        setPlan(made);
        runs.mark(made.problem);
      });
    },
    format: () => void format(editor.current),
    // In the place of what is selected, else as a statement of its own.
    insert: (sql: string) => {
      const now = editor.current;
      if (now?.selection() == null) now?.add(sql);
      else now.replace(sql);
    },
    readMore: (id: number) => {
      const result = results.find((other) => other.id === id);
      if (result === undefined) return;
      const limit = Math.min(MOST_LIMIT, Math.max(result.count, text.state().limit) * MORE);
      void runs.readMore(id, { parameters: given, writing: text.state().writing, limit });
    },
    addToTransaction: (sql: string) =>
      void runs.run({ statements: [{ sql, from: null }], parameters: given, writing: 'begin', limit: 1 }),
    retry: (sql: string) =>
      void runs.run({
        statements: [{ sql, from: null }],
        read: (typed) => readBuilder(client, file, typed),
        parameters: given,
        writing: text.state().writing,
        limit: text.state().limit,
      }),
    answer: (writing: 'begin' | 'commit') => {
      text.setWriting(writing);
      void runs.answer(writing);
    },
    statementText: () => (editor.current?.selection() ?? editor.current?.statement())?.sql ?? null,
  };
  useImperativeHandle(options.toolsRef, () => ({
    script,
    runScript: (writing) => start(editor.current?.selection() === null ? all() : piece(), writing),
    runStatement: (sql, writing) =>
      void runs.run({
        statements: [{ sql, from: null }],
        parameters: given,
        writing: writing ?? text.state().writing,
        limit: text.state().limit,
      }),
    showTab,
    showPane: onPane,
    goTo: (offset) => editor.current?.goTo(offset),
  }));

  const shown = results.find(({ id }) => id === chosenResult) ?? results[0];
  const hasDryRun = slots.dryRun.content !== null;
  const shownTab = chosenTab === 'dryRun' && !hasDryRun ? 'results' : chosenTab;
  const warnings = plan?.advice.length ?? 0;
  const tabs = useMemo<readonly ResultTabEntry[]>(() => {
    const rows = shown === undefined ? null : formatCount(shown.count);
    return [
      { tab: 'results', label: 'Results', note: rows },
      { tab: 'changes', label: 'Changes', note: slots.transaction.changes.note },
      {
        tab: 'plan',
        label: 'Plan',
        note: warnings === 0 ? null : warnings === 1 ? '1 warning' : `${warnings} warnings`,
      },
      {
        tab: 'messages',
        label: 'Messages',
        note: messages.length === 0 ? null : formatCount(messages.length),
      },
      ...(hasDryRun ? [{ tab: 'dryRun' as const, label: 'Dry run', note: slots.dryRun.note }] : []),
    ];
  }, [shown, slots.transaction.changes.note, slots.dryRun.note, hasDryRun, warnings, messages.length]);
  void textState;
  void problem;
  return {
    ...actions,
    editor,
    tabs,
    shownTab,
    showTab,
    shown,
    showResult,
    plan,
    parameterNames,
    asked,
  };
}

/** The names of a statement's parameters. */
function namesIn(sql: string): readonly string[] {
  return parametersOf(sql).map(({ name }) => name);
}

/** The statements between two places, each by itself. */
function splitIn(editor: SqlEditorHandle, from: number, to: number): readonly TextPiece[] {
  const whole = editor.text();
  return editor
    .statements()
    .filter((span) => span.end > from && span.from < to)
    .map((span) => {
      const start = Math.max(span.from, from);
      return { sql: whole.slice(start, Math.min(span.to, to)), from: start };
    })
    .filter(({ sql }) => sql.trim() !== '');
}

/** Lays out what is selected, else the whole text; one step of undo takes it back. */
async function format(editor: SqlEditorHandle | null): Promise<void> {
  if (editor === null) return;
  try {
    const { formatSql } = await import('./format-sql.ts');
    const selection = editor.selection();
    const before = selection?.sql ?? editor.text();
    if (before.trim() === '') return;
    const from = selection?.from ?? 0;
    editor.replace(formatSql(before), from, from + before.length);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    showToast({
      kind: 'warning',
      title: 'The text was not laid out',
      description: `${reason} Nothing was changed.`,
    });
  }
}
