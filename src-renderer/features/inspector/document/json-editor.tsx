import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { search, searchKeymap } from '@codemirror/search';
import {
  Compartment,
  EditorState,
  type Extension,
  RangeSetBuilder,
  StateEffect,
  StateField,
  Transaction,
} from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  GutterMarker,
  gutterLineClass,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { spanBetween } from '../../../../src-preload/contract/json-text/text-edit.ts';
import { plainTyping } from '../../../lib/code/plain-typing.ts';
import styles from './json-editor.module.css';

export interface JsonEditorProps {
  readonly label: string;
  /** As it is shown; changes from outside replace only what differs. */
  readonly text: string;
  readonly isReadOnly: boolean;
  /** Offsets in the text where something is wrong. */
  readonly problems: readonly number[];
  /** The text changed; `read` gives it whole, which takes a while for a long one. */
  readonly onChange: (length: number, read: () => string) => void;
  readonly onBlur: () => void;
  readonly ref?: Ref<JsonEditorHandle>;
}

export interface JsonEditorHandle {
  /** Puts the caret there, in sight. */
  readonly goTo: (offset: number) => void;
}

/** Lines of longer texts are not broken: that needs a look at all of them. */
const MOST_WRAPPED = 200_000;

const colours = HighlightStyle.define([
  { tag: tags.propertyName, class: styles.key ?? '' },
  { tag: tags.string, class: styles.string ?? '' },
  { tag: tags.number, class: styles.figure ?? '' },
  { tag: [tags.bool, tags.null], class: styles.figure ?? '' },
]);

const putProblems = StateEffect.define<readonly number[]>();
const badLine = Decoration.line({ class: styles.bad ?? '' });
class BadNumber extends GutterMarker {
  override elementClass = styles.badNumber ?? '';
}
const badNumber = new BadNumber();

/** The lines that something is wrong with. */
const problemLines = StateField.define<readonly number[]>({
  create: () => [],
  update(lines, { effects, docChanged, changes, state }) {
    for (const effect of effects) {
      if (effect.is(putProblems))
        return effect.value.map((at) => state.doc.lineAt(Math.min(at, state.doc.length)).from);
    }
    return docChanged ? lines.map((at) => state.doc.lineAt(changes.mapPos(at, 1)).from) : lines;
  },
  provide: (field) => [
    EditorView.decorations.compute([field], (state): DecorationSet => {
      const set = new RangeSetBuilder<Decoration>();
      for (const at of sorted(state.field(field))) set.add(at, at, badLine);
      return set.finish();
    }),
    gutterLineClass.compute([field], (state) => {
      const set = new RangeSetBuilder<GutterMarker>();
      for (const at of sorted(state.field(field))) set.add(at, at, badNumber);
      return set.finish();
    }),
  ],
});

/** A JSON text to be edited: line numbers, colours, search, undo of its own. */
export function JsonEditor({ label, text, isReadOnly, problems, onChange, onBlur, ref }: JsonEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const last = useRef(text);
  const told = useRef({ onChange, onBlur });
  told.current = { onChange, onBlur };

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; what changes is put into it below.
  useEffect(() => {
    if (host.current === null) return;
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          ...basics(label),
          ...(text.length > MOST_WRAPPED ? [] : [EditorView.lineWrapping]),
          writable.of(readOnly(isReadOnly)),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged || update.transactions.some((one) => one.annotation(Transaction.remote)))
              return;
            const { state } = update;
            told.current.onChange(state.doc.length, () => {
              last.current = documentOf(state);
              return last.current;
            });
          }),
          EditorView.domEventHandlers({ blur: () => told.current.onBlur() }),
        ],
      }),
    });
    view.current = made;
    return () => {
      view.current = null;
      made.destroy();
    };
  }, []);

  useEffect(() => {
    if (text === last.current) return;
    last.current = text;
    const editor = view.current;
    if (editor === null) return;
    const { from, to, text: insert } = spanBetween(documentOf(editor.state), text);
    editor.dispatch({ changes: { from, to, insert }, annotations: Transaction.remote.of(true) });
  }, [text]);

  useEffect(() => {
    view.current?.dispatch({ effects: writable.reconfigure(readOnly(isReadOnly)) });
  }, [isReadOnly]);

  useEffect(() => {
    view.current?.dispatch({ effects: putProblems.of(problems) });
  }, [problems]);

  useImperativeHandle(ref, () => ({
    goTo: (offset) => {
      const editor = view.current;
      if (editor === null) return;
      editor.dispatch({
        selection: { anchor: Math.min(offset, editor.state.doc.length) },
        effects: EditorView.scrollIntoView(Math.min(offset, editor.state.doc.length), { y: 'center' }),
      });
      editor.focus();
    },
  }));
  return <div ref={host} className={styles.editor} />;
}

const writable = new Compartment();

function readOnly(isReadOnly: boolean): Extension {
  return [EditorState.readOnly.of(isReadOnly), EditorView.editable.of(!isReadOnly)];
}

/** Line ends are those of the document: one that has CRLF keeps it. */
function documentOf(state: EditorState): string {
  return state.sliceDoc();
}

function basics(label: string): Extension[] {
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
  return [
    ...(nonce === undefined || nonce === '' ? [] : [EditorView.cspNonce.of(nonce)]),
    // The text is told as it is: only \n splits lines, so that a \r stays where it is.
    EditorState.lineSeparator.of('\n'),
    EditorState.tabSize.of(2),
    indentUnit.of('  '),
    lineNumbers(),
    history(),
    drawSelection(),
    bracketMatching(),
    plainTyping,
    search({ top: true }),
    json(),
    syntaxHighlighting(colours),
    problemLines,
    // Ctrl+Enter runs a statement in the console; here it is nobody's.
    keymap.of([...defaultKeymap.filter(({ key }) => key !== 'Mod-Enter'), ...historyKeymap, ...searchKeymap]),
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
  ];
}

function sorted(lines: readonly number[]): readonly number[] {
  return [...new Set(lines)].toSorted((one, other) => one - other);
}
