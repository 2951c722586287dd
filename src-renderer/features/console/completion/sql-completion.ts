import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
} from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import { keymap } from '@codemirror/view';
import { isQueryText } from '../../../../src-preload/contract/query-text/index.ts';
import {
  isClosed,
  meaningfulTokens,
  nameOf,
  type ScopeSource,
  type SqlScope,
  type SqlToken,
  sqlScope,
  sqlTokens,
} from '../../../../src-preload/contract/sql-text/index.ts';
import editorStyles from '../editor/sql-editor.module.css';
import { statementIndexAt, statementSpan } from '../editor/statements-field.ts';
import { completeQuery } from './builder-completion.ts';
import { completionIcon } from './completion-icon.ts';
import {
  columnOptions,
  expressionOptions,
  qualifiedOptions,
  startOptions,
  stringPathOptions,
  tableOptions,
} from './completion-options.ts';
import type { NameIndex } from './name-index.ts';
import { placeBehind, targetSources } from './statement-place.ts';

/** At most this many rows are shown. */
const ROWS = 8;
/** Of a longer statement only the piece before the caret is looked at. */
const MOST_STATEMENT = 50_000;
const WORD = /^[\w$\u0080-\uffff]*$/;

/** Completion of SQL from what the file has; after two letters or a point, or when it is asked for. */
export function sqlCompletion(names: () => NameIndex | Promise<NameIndex>): Extension {
  return [
    autocompletion({
      override: [
        async (context) => {
          const known = await names();
          return context.aborted ? null : complete(context, known);
        },
      ],
      maxRenderedOptions: ROWS,
      icons: false,
      addToOptions: [{ render: ({ type }) => completionIcon(type, editorStyles.icon ?? ''), position: 20 }],
      positionInfo: () => ({ style: 'top: calc(100% - 2px)', class: editorStyles.about ?? '' }),
      // Of equal matches the shorter name.
      compareCompletions: (one, other) =>
        one.label.length - other.label.length || (one.label < other.label ? -1 : 1),
      defaultKeymap: false,
    }),
    keymap.of([...completionKeymap]),
  ];
}

/** What can stand at the caret; null: nothing is offered. */
function complete(context: CompletionContext, names: NameIndex): CompletionResult | null {
  const { sql, at } = statementAround(context);
  return completeAt(sql, at, context.pos - at, context.explicit, names);
}

/** The same for a statement alone: `at` is the place of the caret in it, `base` where it begins in the text. */
export function completeAt(
  sql: string,
  at: number,
  base: number,
  isAskedFor: boolean,
  names: NameIndex,
): CompletionResult | null {
  if (isQueryText(sql.slice(0, at))) return completeQuery(sql, at, base, names);
  const tokens: SqlToken[] = [];
  for (const token of sqlTokens(sql)) {
    if (token.from >= at) break;
    tokens.push(token);
  }
  const last = tokens.at(-1);
  if (last?.kind === 'comment' && (last.to > at || sql.slice(last.from, last.from + 2) === '--')) return null;
  if (last?.kind === 'string' && (last.to > at || !isClosed(sql, last))) {
    const typed = sql.slice(last.from + 1, at);
    if (!typed.startsWith('$')) return null;
    const options = stringPathOptions(sqlScope(sql), names);
    return result(
      base + last.from + 1,
      typed,
      options,
      (text) => text.startsWith('$') && !text.includes("'"),
    );
  }
  if (last?.kind === 'number' || last?.kind === 'blob' || last?.kind === 'parameter') return null;
  const isWord = last?.kind === 'word' || (last?.kind === 'name' && !isClosed(sql, last));
  const before = tokens.filter(({ kind }) => kind !== 'space' && kind !== 'comment');
  const typed = isWord ? before.pop() : undefined;
  const point = before.at(-1);
  if (point !== undefined && sql.slice(point.from, point.to) === '.')
    return behindPoint(sql, at, base, before, names);
  const length = typed === undefined ? 0 : at - typed.from;
  if (!isAskedFor && length < 2) return null;
  const from = base + (typed?.from ?? at);
  const text = typed === undefined ? '' : sql.slice(typed.from, at);
  return result(from, text, optionsAt(withoutWord(sql, typed, at), before, names));
}

/** The statement without the word that is typed just now: it is no alias yet. */
function withoutWord(sql: string, typed: SqlToken | undefined, at: number): string {
  return typed === undefined ? sql : `${sql.slice(0, typed.from)} ${sql.slice(Math.max(at, typed.to))}`;
}

function optionsAt(sql: string, before: readonly SqlToken[], names: NameIndex): readonly Completion[] {
  const place = placeBehind(sql, before);
  if (place === 'start') return startOptions(names);
  if (place === 'pragma') return names.pragmas.map((label) => ({ label, type: 'pragma', detail: 'pragma' }));
  const { scope, qualified } = scopeAt(sql);
  if (place === 'table') return tableOptions(scope, names);
  if (place === 'column-list') return columnOptions(scope, names, true);
  return expressionOptions(scope, qualified, names, place === 'behind-value');
}

/** What the statement reads, with what it names in other ways. */
function scopeAt(sql: string): { readonly scope: SqlScope; readonly qualified: readonly ScopeSource[] } {
  const read = sqlScope(sql);
  const targets = targetSources(sql, [...meaningfulTokens(sql)], read.sources[0]?.table ?? null);
  const plain = targets.filter(({ isQualified }) => !isQualified);
  return {
    scope: { ...read, sources: [...read.sources, ...plain] },
    qualified: targets.filter(({ isQualified }) => isQualified),
  };
}

function behindPoint(
  sql: string,
  at: number,
  base: number,
  before: readonly SqlToken[],
  names: NameIndex,
): CompletionResult | null {
  const owner = before.at(-2);
  if (owner === undefined || (owner.kind !== 'word' && owner.kind !== 'name')) return null;
  const written = sql.slice(owner.from, owner.to);
  const name = nameOf(sql, owner);
  const { scope, qualified } = scopeAt(sql);
  const isOwner = (text: string) =>
    text.startsWith(`${written}.`) && WORD.test(text.slice(written.length + 1).replace(/^["[`]/, ''));
  const source =
    [...scope.sources, ...qualified].find((other) => other.name.toLowerCase() === name.toLowerCase()) ??
    (names.object(name) === undefined && !scope.tables.has(name.toLowerCase())
      ? undefined
      : { name, table: name, columns: null });
  const typed = sql.slice(owner.from, at);
  if (source !== undefined) {
    return result(base + owner.from, typed, qualifiedOptions(written, source, scope, names), isOwner);
  }
  if (name.toLowerCase() !== 'main') return null;
  const options = names.objects.map(({ name: label, kind }) => ({
    label: `${written}.${label}`,
    type: kind,
  }));
  return result(base + owner.from, typed, options, isOwner);
}

function result(
  from: number,
  typed: string,
  options: readonly Completion[],
  validFor: (text: string) => boolean = (text) => WORD.test(text),
): CompletionResult {
  // What is typed in small letters means names in capitals as well.
  const isSmall = typed === typed.toLowerCase();
  return {
    from,
    options: isSmall ? options.map(inSmall) : options,
    validFor,
    getMatch: ({ label, displayLabel = label }, places = []) =>
      places.map((place) => place + displayLabel.length - label.length),
  };
}

/** The same, found by its name in small letters. */
function inSmall(option: Completion): Completion {
  const { label, displayLabel = label, apply = label } = option;
  const small = label.toLowerCase();
  if (small === label || small.length !== label.length) return option;
  return { ...option, label: small, displayLabel, apply };
}

/** The statement at the caret with the caret's place in it. */
function statementAround({ state, pos }: CompletionContext): { readonly sql: string; readonly at: number } {
  const index = statementIndexAt(state, pos);
  const span = statementSpan(state, index);
  // Behind a semicolon something new begins.
  const isInside =
    span !== undefined && pos >= span.from && pos <= Math.max(span.to, Math.min(span.end - 1, pos));
  const line = state.doc.lineAt(pos);
  const before = span !== undefined && span.end <= pos ? span : statementSpan(state, index - 1);
  const from = isInside ? span.from : Math.max(line.from, before?.end ?? 0);
  const to = isInside ? Math.max(span.to, pos) : line.to;
  const start = Math.max(from, pos - MOST_STATEMENT);
  return { sql: state.sliceDoc(start, Math.min(to, start + 2 * MOST_STATEMENT)), at: pos - start };
}
