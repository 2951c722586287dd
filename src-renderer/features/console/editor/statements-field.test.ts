import { EditorState } from '@codemirror/state';
import { expect, test } from 'vitest';
import { type StatementSpan, splitSteps } from '../../../../src-preload/contract/sql-text/index.ts';
import { putSpans, statementIndexAt, statementSpan, statementsField } from './statements-field.ts';

const LINE = 'INSERT INTO t VALUES (1);\n';
const spanOf = (index: number): StatementSpan => {
  const from = index * LINE.length;
  return { from, to: from + LINE.length - 2, end: from + LINE.length - 1, keyword: 'INSERT' };
};

/** The statement that is meant at a place. */
function statementAt(state: EditorState, place: number): string | null {
  const span = statementSpan(state, statementIndexAt(state, place));
  return span === undefined ? null : state.sliceDoc(span.from, span.to);
}

test('a long script is split in many small steps', () => {
  const count = 10_000;
  const steps = splitSteps(LINE.repeat(count));
  let pauses = 0;
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) pauses += 1;
  expect(pauses).toBeGreaterThan(10);
  expect(step.value).toHaveLength(count);
  expect(step.value.at(-1)).toEqual(spanOf(count - 1));
});

test('a script of 5 MB is there at once, and what is typed moves its statements without splitting it again', () => {
  const count = Math.ceil(5_000_000 / LINE.length);
  const since = performance.now();
  let state = EditorState.create({ doc: LINE.repeat(count), extensions: [statementsField] });
  expect(statementAt(state, 100)).toBeNull();
  state = state.update({ effects: putSpans.of(Array.from({ length: count }, (_, at) => spanOf(at))) }).state;
  const place = LINE.length * 1000;
  for (let key = 0; key < 100; key += 1) {
    const from = place + LINE.length - 3 + key;
    state = state.update({ changes: { from, insert: '7' } }).state;
    expect(statementAt(state, from)).toBe(`INSERT INTO t VALUES (1${'7'.repeat(key + 1)})`);
  }
  expect(statementAt(state, 5)).toBe('INSERT INTO t VALUES (1)');
  expect(statementAt(state, state.doc.length - 4)).toBe('INSERT INTO t VALUES (1)');
  // Splitting it once takes longer than all of this.
  expect(performance.now() - since).toBeLessThan(1500);
});

test('short texts are split at every key', () => {
  const state = EditorState.create({ doc: 'SELECT 1; SELECT 2', extensions: [statementsField] });
  expect([statementAt(state, 3), statementAt(state, 14)]).toEqual(['SELECT 1', 'SELECT 2']);
  const changed = state.update({ changes: { from: 8, to: 9 } }).state;
  expect(statementAt(changed, 3)).toBe('SELECT 1 SELECT 2');
});
