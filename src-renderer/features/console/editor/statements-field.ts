import { type EditorState, type Extension, StateEffect, StateField } from '@codemirror/state';
import { type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { type StatementSpan, splitStatements } from '../../../../src-preload/contract/sql-text/index.ts';

/** Longer texts are split once nobody has typed for a while: it takes too long to be done at every key. */
const MOST_AT_ONCE = 100_000;
const REST = 400;

interface Statements {
  readonly spans: readonly StatementSpan[];
  /** The text was changed since. */
  readonly isOld: boolean;
}

const putSpans = StateEffect.define<readonly StatementSpan[]>();

/** Where the statements of the text are. */
export const statementsField = StateField.define<Statements>({
  create: ({ doc }) => ({
    spans: doc.length <= MOST_AT_ONCE ? splitStatements(doc.toString()) : [],
    isOld: doc.length > MOST_AT_ONCE,
  }),
  update(before, { docChanged, changes, effects, newDoc }) {
    for (const effect of effects) if (effect.is(putSpans)) return { spans: effect.value, isOld: false };
    if (!docChanged) return before;
    if (newDoc.length <= MOST_AT_ONCE) return { spans: splitStatements(newDoc.toString()), isOld: false };
    const moved = before.spans.map((span) => ({
      ...span,
      from: changes.mapPos(span.from, 1),
      to: changes.mapPos(span.to, -1),
      end: changes.mapPos(span.end, -1),
    }));
    return { spans: moved, isOld: true };
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
      if (!this.#view.state.field(statementsField).isOld) return;
      this.#timer = setTimeout(() => refreshStatements(this.#view), REST);
    }
  },
);

export const statements: Extension = [statementsField, splitLater];

/** The statements of the text as it is now. */
export function refreshStatements(view: EditorView): readonly StatementSpan[] {
  const { spans, isOld } = view.state.field(statementsField);
  if (!isOld) return spans;
  const fresh = splitStatements(view.state.sliceDoc());
  view.dispatch({ effects: putSpans.of(fresh) });
  return fresh;
}

/**
 * The index of the statement that is meant at a place: the one around it, else the next one, but still the one before
 * it on the line where that ended. -1 where the text has none.
 */
export function statementIndexAt(state: EditorState, place: number): number {
  const { spans } = state.field(statementsField);
  let low = 0;
  let high = spans.length;
  // The first one that ends at or behind the place.
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return spans.length === 0 ? -1 : 0;
  const next = spans[low];
  const before = spans[low - 1];
  if (next === undefined || before === undefined) return spans.length - 1;
  if (place >= next.from) return low;
  return state.doc.lineAt(before.end).to >= place ? low - 1 : low;
}
