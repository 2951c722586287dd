import { acceptCompletion, completionStatus } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { openSearchPanel, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension, Transaction } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import type { StatementSpan } from '../../../../src-preload/contract/sql-text/index.ts';
import { plainTyping } from '../../../lib/code/plain-typing.ts';
import { sqlDialect } from '../../../lib/sql/sql-dialect.ts';
import type { NameIndex } from '../completion/name-index.ts';
import { sqlCompletion } from '../completion/sql-completion.ts';
import type { EditorMark } from '../console-slots.ts';
import type { RunProblem } from '../runs/result-set.ts';
import { addedStatement } from './added-statement.ts';
import { problemLines, sayInText } from './problem-lines.ts';
import styles from './sql-editor.module.css';
import { statementLine } from './statement-line.ts';
import {
  putSpans,
  refreshStatements,
  statementCount,
  statementIndexAt,
  statementSpan,
  statements,
} from './statements-field.ts';

/** Where the caret is. */
export interface CaretPlace {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** Of the statement that would be run; -1: there is none. */
  readonly statement: number;
  readonly statementCount: number;
  readonly selected: number;
  readonly lineCount: number;
}

/** A piece of the text, and where it begins. */
export interface TextPiece {
  readonly sql: string;
  readonly from: number;
}

export interface SqlEditorHandle {
  readonly text: () => string;
  /** The statement that is meant at the caret. */
  readonly statement: () => TextPiece | null;
  /** null: nothing is selected. */
  readonly selection: () => TextPiece | null;
  readonly statements: () => readonly StatementSpan[];
  /** The beginning of that statement, else of the text, as it was split last: nothing waits for a long text. */
  readonly beginning: (most: number) => string;
  /** A place of a statement, as "line 7, column 12"; null: the statement does not stand there any more. */
  readonly placeText: (offset: number, from: number, sql: string) => string | null;
  /** Puts a statement behind the others; one that stands there already is gone to. */
  readonly add: (sql: string) => void;
  /** Replaces a piece of the text, by default what is selected, as one step that can be undone. */
  readonly replace: (text: string, from?: number, to?: number) => void;
  readonly goTo: (offset: number) => void;
  readonly focus: () => void;
  readonly find: () => void;
}

export interface SqlEditorProps {
  readonly label: string;
  /** As it begins; what is typed lives in the editor. */
  readonly text: string;
  readonly names: NameIndex | null;
  readonly problem: RunProblem | null;
  readonly marks: readonly EditorMark[];
  /** Whether it is opened to be typed into; asked when it is there, since what is drawn may be thrown away before. */
  readonly takesFocus: () => boolean;
  readonly onChange: (read: () => string) => void;
  readonly onCaret: (place: CaretPlace) => void;
  readonly onBlur: () => void;
  readonly ref: Ref<SqlEditorHandle>;
}

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.typeName, tags.bool, tags.null], class: styles.keyword ?? '' },
  { tag: tags.string, class: styles.string ?? '' },
  { tag: tags.number, class: styles.figure ?? '' },
  { tag: [tags.standard(tags.name), tags.function(tags.name)], class: styles.function ?? '' },
  { tag: [tags.lineComment, tags.blockComment], class: styles.comment ?? '' },
]);

/** Keys of CodeMirror that mean something else in Cairn: running, and letters that AltGr types. */
const isOurs = ({ key }: { readonly key?: string }) =>
  key === undefined || (key !== 'Mod-Enter' && !key.startsWith('Mod-Alt-'));

/** The text of a console: colours, line numbers, completion, search, undo. */
export function SqlEditor(props: SqlEditorProps) {
  const { label, text, names, problem, marks, ref } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const told = useRef(props);
  told.current = props;
  const late = useRef(Promise.withResolvers<NameIndex>());
  // What was typed before the names were there is completed when they come.
  useEffect(() => {
    if (names !== null) late.current.resolve(names);
  }, [names]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; what changes is put into it below.
  useEffect(() => {
    if (host.current === null) return;
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          ...basics(label),
          sqlCompletion(() => told.current.names ?? late.current.promise),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) told.current.onChange(() => update.view.state.sliceDoc());
            const isSplit = update.transactions.some(({ effects }) =>
              effects.some((one) => one.is(putSpans)),
            );
            if (update.docChanged || update.selectionSet || isSplit)
              told.current.onCaret(caretOf(update.state));
          }),
          EditorView.domEventHandlers({ blur: () => told.current.onBlur() }),
        ],
      }),
    });
    view.current = made;
    told.current.onCaret(caretOf(made.state));
    if (told.current.takesFocus()) made.focus();
    return () => {
      view.current = null;
      made.destroy();
    };
  }, []);

  useEffect(() => {
    view.current?.dispatch({ effects: sayInText.of({ problem, marks }) });
  }, [problem, marks]);

  useImperativeHandle(ref, (): SqlEditorHandle => handleOf(() => view.current), []);
  return <div ref={host} className={styles.editor} />;
}

function handleOf(now: () => EditorView | null): SqlEditorHandle {
  const piece = (view: EditorView, { from, to }: { readonly from: number; readonly to: number }) => ({
    sql: view.state.sliceDoc(from, to),
    from,
  });
  return {
    text: () => now()?.state.sliceDoc() ?? '',
    statement: () => {
      const view = now();
      if (view === null) return null;
      refreshStatements(view);
      const span = spanAtCaret(view.state);
      return span === undefined ? null : piece(view, span);
    },
    selection: () => {
      const view = now();
      return view === null || view.state.selection.main.empty ? null : piece(view, view.state.selection.main);
    },
    statements: () => {
      const view = now();
      return view === null ? [] : refreshStatements(view);
    },
    beginning: (most) => {
      const view = now();
      if (view === null) return '';
      const { from = 0, to = view.state.doc.length } = spanAtCaret(view.state) ?? {};
      return view.state.sliceDoc(from, Math.min(to, from + most));
    },
    placeText: (offset, from, sql) => {
      const { doc } = now()?.state ?? {};
      if (doc === undefined || doc.sliceString(from, from + sql.length) !== sql) return null;
      const line = doc.lineAt(Math.min(offset, doc.length));
      return `line ${line.number}, column ${offset - line.from + 1}`;
    },
    add: (sql) => {
      const view = now();
      if (view === null) return;
      const spans = refreshStatements(view);
      const slice = (from: number, to: number) => view.state.sliceDoc(from, to);
      const { changes, caret } = addedStatement(view.state.doc.length, slice, spans, sql);
      view.dispatch({
        changes,
        selection: { anchor: caret },
        scrollIntoView: true,
        annotations: Transaction.userEvent.of('input'),
      });
      view.focus();
    },
    replace: (text, from, to) => {
      const view = now();
      if (view === null) return;
      const { main } = view.state.selection;
      const start = from ?? main.from;
      view.dispatch({
        changes: { from: start, to: to ?? (from === undefined ? main.to : start), insert: text },
        selection: { anchor: start + text.length },
        scrollIntoView: true,
        annotations: Transaction.userEvent.of('input'),
      });
      view.focus();
    },
    goTo: (offset) => {
      const view = now();
      if (view === null) return;
      const place = Math.min(offset, view.state.doc.length);
      const effects = EditorView.scrollIntoView(place, { y: 'center' });
      view.dispatch({ selection: { anchor: place }, effects });
      view.focus();
    },
    focus: () => now()?.focus(),
    find: () => {
      const view = now();
      if (view !== null) openSearchPanel(view);
    },
  };
}

function spanAtCaret(state: EditorState): StatementSpan | undefined {
  return statementSpan(state, statementIndexAt(state, state.selection.main.head));
}

function caretOf(state: EditorState): CaretPlace {
  const { head, from, to } = state.selection.main;
  const line = state.doc.lineAt(head);
  return {
    line: line.number,
    column: head - line.from + 1,
    statement: statementIndexAt(state, head),
    statementCount: statementCount(state),
    selected: to - from,
    lineCount: state.doc.lines,
  };
}

function basics(label: string): Extension[] {
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
  return [
    ...(nonce === undefined || nonce === '' ? [] : [EditorView.cspNonce.of(nonce)]),
    // Offsets are those of the text as it is kept: only \n splits lines.
    EditorState.lineSeparator.of('\n'),
    EditorState.tabSize.of(2),
    indentUnit.of('  '),
    lineNumbers(),
    history(),
    drawSelection(),
    bracketMatching(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    search({ top: true }),
    sqlDialect.extension,
    plainTyping,
    syntaxHighlighting(colours),
    statements,
    statementLine,
    problemLines,
    keymap.of([
      { key: 'Tab', run: (view) => completionStatus(view.state) === 'active' && acceptCompletion(view) },
      ...defaultKeymap.filter(isOurs),
      ...historyKeymap,
      ...searchKeymap.filter(isOurs),
    ]),
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
  ];
}
