import {
  type ChangeDesc,
  type EditorState,
  type Extension,
  StateEffect,
  StateField,
} from '@codemirror/state';
import { type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import {
  type StatementSpan,
  splitStatements,
  splitSteps,
} from '../../../../src-preload/contract/sql-text/index.ts';

/** Longer texts are split once nobody has typed for a while: it takes too long to be done at every key. */
const MOST_AT_ONCE = 100_000;
const REST = 400;
/** As long as splitting may keep everything else waiting. */
const SLICE = 8;

interface Statements {
  /** In the text as it was when it was split. */
  readonly spans: readonly StatementSpan[];
  /** What was changed since; null: nothing. */
  readonly since: ChangeDesc | null;
  /** The text was never split. */
  readonly isUnread: boolean;
}

/** The statements of the text were found. */
export const putSpans = StateEffect.define<readonly StatementSpan[]>();

const fresh = (spans: readonly StatementSpan[]): Statements => ({ spans, since: null, isUnread: false });

/** Where the statements of the text are. */
export const statementsField = StateField.define<Statements>({
  create: ({ doc }) =>
    doc.length <= MOST_AT_ONCE
      ? fresh(splitStatements(doc.toString()))
      : { spans: [], since: null, isUnread: true },
  update(before, { docChanged, changes, effects, newDoc }) {
    for (const effect of effects) if (effect.is(putSpans)) return fresh(effect.value);
    if (!docChanged) return before;
    if (newDoc.length <= MOST_AT_ONCE) return fresh(splitStatements(newDoc.toString()));
    return { ...before, since: before.since?.composeDesc(changes.desc) ?? changes.desc };
  },
});

/** Splits long texts when there is time. */
const splitLater = ViewPlugin.fromClass(
  class {
    #timer: ReturnType<typeof setTimeout> | undefined;
    readonly #view: EditorView;

    constructor(view: EditorView) {
      this.#view = view;
      this.#plan();
    }

    update({ docChanged }: ViewUpdate): void {
      if (docChanged) this.#plan();
    }

    destroy(): void {
      clearTimeout(this.#timer);
    }

    #plan(): void {
      clearTimeout(this.#timer);
      if (isOld(this.#view.state)) this.#timer = setTimeout(() => this.#begin(), REST);
    }

    #begin(): void {
      const steps = splitSteps(this.#view.state.sliceDoc());
      const go = () => {
        const until = performance.now() + SLICE;
        for (let step = steps.next(); ; step = steps.next()) {
          if (step.done === true) return this.#view.dispatch({ effects: putSpans.of(step.value) });
          if (performance.now() >= until) break;
        }
        this.#timer = setTimeout(go);
      };
      go();
    }
  },
);

export const statements: Extension = [statementsField, splitLater];

/** The statements of the text as it is now. */
export function refreshStatements(view: EditorView): readonly StatementSpan[] {
  if (isOld(view.state)) view.dispatch({ effects: putSpans.of(splitStatements(view.state.sliceDoc())) });
  return view.state.field(statementsField).spans;
}

/** How many statements the text had when it was split last. */
export function statementCount(state: EditorState): number {
  return state.field(statementsField).spans.length;
}

/** A statement by its index, where it is now. */
export function statementSpan(state: EditorState, index: number): StatementSpan | undefined {
  const { spans, since } = state.field(statementsField);
  const span = spans[index];
  if (span === undefined || since === null) return span;
  const { from, to, end } = span;
  return { ...span, from: since.mapPos(from, 1), to: since.mapPos(to, -1), end: since.mapPos(end, -1) };
}

/**
 * The index of the statement that is meant at a place: the one around it, else the next one, but still the one before
 * it on the line where that ended. -1 where the text has none.
 */
export function statementIndexAt(state: EditorState, place: number): number {
  const count = statementCount(state);
  let low = 0;
  let high = count;
  // The first one that ends at or behind the place.
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((statementSpan(state, middle)?.end ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return count === 0 ? -1 : 0;
  const next = statementSpan(state, low);
  const before = statementSpan(state, low - 1);
  if (next === undefined || before === undefined) return count - 1;
  if (place >= next.from) return low;
  return state.doc.lineAt(before.end).to >= place ? low - 1 : low;
}

function isOld(state: EditorState): boolean {
  const { since, isUnread } = state.field(statementsField);
  return isUnread || since !== null;
}
