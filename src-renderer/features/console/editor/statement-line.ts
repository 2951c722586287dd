import { RangeSet, RangeSetBuilder } from '@codemirror/state';
import { GutterMarker, gutterLineClass } from '@codemirror/view';
import styles from './sql-editor.module.css';
import { statementIndexAt, statementSpan, statementsField } from './statements-field.ts';

class StatementLine extends GutterMarker {
  override elementClass = styles.statement ?? '';
}
const mark = new StatementLine();
/** A statement may have more lines than anybody sees at once. */
const MOST_LINES = 400;

/** Marks the lines of the statement that would be run, in the gutter. */
export const statementLine = gutterLineClass.compute([statementsField, 'selection', 'doc'], (state) => {
  const place = state.selection.main.head;
  const span = statementSpan(state, statementIndexAt(state, place));
  if (span === undefined) return RangeSet.empty as RangeSet<GutterMarker>;
  const { doc } = state;
  const size = doc.length;
  const caret = doc.lineAt(Math.min(place, size)).number;
  const first = doc.lineAt(Math.min(span.from, size)).number;
  const last = doc.lineAt(Math.min(span.to, size)).number;
  const set = new RangeSetBuilder<GutterMarker>();
  const from = Math.max(first, Math.min(caret, last) - MOST_LINES);
  const to = Math.min(last, Math.max(caret, first) + MOST_LINES);
  for (let number = from; number <= to; number += 1) {
    const at = doc.line(number).from;
    set.add(at, at, mark);
  }
  return set.finish();
});
