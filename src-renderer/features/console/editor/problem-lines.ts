import { type ChangeDesc, RangeSetBuilder, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view';
import { sqlTokens } from '../../../../src-preload/contract/sql-text/index.ts';
import type { EditorMark } from '../console-slots.ts';
import type { RunProblem } from '../runs/result-set.ts';
import styles from './sql-editor.module.css';

interface Said {
  readonly problem: RunProblem | null;
  readonly marks: readonly EditorMark[];
}

/** What is said now: the marks are where their words have gone since they were given. */
interface Shown extends Said {
  readonly given: readonly EditorMark[];
}

/** What went wrong and where, and the lines that something is said about. */
export const sayInText = StateEffect.define<Said>();

const nothing: Shown = { problem: null, marks: [], given: [] };
/** So far a token is looked for behind the place of a problem. */
const MOST_TOKEN = 1000;

const spoiled = Decoration.mark({ class: styles.spoiled ?? '' });
const lines = {
  error: Decoration.line({ class: styles.failedLine ?? '' }),
  warning: Decoration.line({ class: styles.brokenLine ?? '' }),
} as const;

/** Shows a problem at its place: its word is underlined, and the message with the fix stands under the line. */
export const problemLines = StateField.define<Shown>({
  create: () => nothing,
  update(before, { effects, docChanged, changes, newDoc }) {
    // What was typed since may have been the fix, and what was marked may be gone.
    const moved =
      docChanged && before !== nothing
        ? { ...before, problem: null, marks: inText(before.marks.map((mark) => movedBy(changes, mark))) }
        : before;
    const said = effects.find((effect) => effect.is(sayInText))?.value;
    if (said === undefined) return moved;
    // The same ones said again stay where they are.
    const isSame = said.marks === before.given;
    const marks = isSame ? moved.marks : inText(said.marks, newDoc.length);
    return { problem: said.problem, marks, given: said.marks };
  },
  provide: (field) =>
    EditorView.decorations.compute([field], (state): DecorationSet => {
      const { problem, marks } = state.field(field);
      const { doc } = state;
      const found: { readonly at: number; readonly to: number; readonly what: Decoration }[] = [];
      for (const { kind, from, to } of marks) {
        if (from > doc.length) continue;
        const last = doc.lineAt(Math.min(Math.max(from, to - 1), doc.length)).number;
        for (let number = doc.lineAt(from).number; number <= last; number += 1) {
          const at = doc.line(number).from;
          found.push({ at, to: at, what: lines[kind] });
        }
      }
      if (problem !== null) {
        const at = Math.min(problem.offset, doc.length);
        const line = doc.lineAt(at);
        const to = Math.min(
          doc.length,
          at + (problem.length || tokenLength(doc.sliceString(at, at + MOST_TOKEN))),
        );
        if (to > at) found.push({ at, to: Math.min(to, line.to), what: spoiled });
        // The table before a column stays.
        const name = at + doc.sliceString(at, to).lastIndexOf('.') + 1;
        const widget = new ProblemNote(
          problem,
          name,
          Math.max(name, to),
          `${line.number}:${at - line.from + 1}`,
        );
        found.push({ at: line.to, to: line.to, what: Decoration.widget({ widget, block: true, side: 1 }) });
      }
      found.sort((one, other) => one.at - other.at || one.what.startSide - other.what.startSide);
      const set = new RangeSetBuilder<Decoration>();
      for (const { at, to, what } of found) if (to > at || what !== spoiled) set.add(at, to, what);
      return set.finish();
    }),
});

function movedBy(changes: ChangeDesc, mark: EditorMark): EditorMark {
  return { ...mark, from: changes.mapPos(mark.from, 1), to: changes.mapPos(mark.to, -1) };
}

/** Marks that still have something to stand at. */
function inText(marks: readonly EditorMark[], length = Number.POSITIVE_INFINITY): readonly EditorMark[] {
  return marks
    .map((mark) => ({ ...mark, to: Math.min(mark.to, length) }))
    .filter(({ from, to }) => from < to);
}

function tokenLength(text: string): number {
  const first = sqlTokens(text).next().value;
  return first === undefined || first.kind === 'space' ? Math.min(1, text.length) : first.to - first.from;
}

/** The message under the line, with the name that was meant. */
class ProblemNote extends WidgetType {
  readonly #problem: RunProblem;
  readonly #from: number;
  readonly #to: number;
  readonly #place: string;

  constructor(problem: RunProblem, from: number, to: number, place: string) {
    super();
    this.#problem = problem;
    this.#from = from;
    this.#to = to;
    this.#place = place;
  }

  override eq(other: ProblemNote): boolean {
    return other.#problem === this.#problem && other.#from === this.#from;
  }

  override toDOM(view: EditorView): HTMLElement {
    const note = document.createElement('div');
    note.className = styles.problem ?? '';
    const words = document.createElement('span');
    words.textContent = `Line ${this.#place.replace(':', ', column ')}: ${this.#problem.message}`;
    note.append(words);
    const { nearest } = this.#problem;
    if (nearest === null) return note;
    const fix = document.createElement('button');
    fix.type = 'button';
    fix.className = styles.fix ?? '';
    fix.textContent = `Use ${nearest}`;
    fix.addEventListener('mousedown', (event) => event.preventDefault());
    fix.addEventListener('click', () => {
      // Inside of quotes, as the paths of a query typed as in code, it needs no more of them.
      const isQuoted = /['"`]/.test(view.state.sliceDoc(Math.max(0, this.#from - 1), this.#from));
      const isPlain = isQuoted || /^[A-Za-z_]\w*$/.test(nearest);
      const insert = isPlain ? nearest : `"${nearest.replaceAll('"', '""')}"`;
      const changes = { from: this.#from, to: this.#to, insert };
      view.dispatch({
        changes,
        selection: { anchor: this.#from + insert.length },
        userEvent: 'input.complete',
      });
      view.focus();
    });
    note.append(fix);
    return note;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}
