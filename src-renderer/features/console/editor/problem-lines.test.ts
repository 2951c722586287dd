import { EditorState } from '@codemirror/state';
import { expect, test } from 'vitest';
import type { EditorMark } from '../console-slots.ts';
import { problemLines, sayInText } from './problem-lines.ts';

const SCRIPT = 'UPDATE a SET b = 1;\nDELETE FROM a;\nSELECT 1';
const marks: readonly EditorMark[] = [{ kind: 'error', from: 20, to: 34 }];
const problem = { message: 'There is none.', from: 0, offset: 0, length: 3, nearest: null };

function marked(state: EditorState): readonly string[] {
  return state.field(problemLines).marks.map(({ from, to }) => state.sliceDoc(from, to));
}

function stateWith(text: string): EditorState {
  const state = EditorState.create({ doc: text, extensions: [problemLines] });
  return state.update({ effects: sayInText.of({ problem: null, marks }) }).state;
}

test('marks go with their words, and go away with them', () => {
  const first = stateWith(SCRIPT);
  expect(marked(first)).toEqual(['DELETE FROM a;']);
  const later = first.update({ changes: { from: 0, insert: '-- first\n' } }).state;
  expect(marked(later)).toEqual(['DELETE FROM a;']);
  const gone = later.update({ changes: { from: 0, to: later.doc.length, insert: 'SELECT 2' } }).state;
  expect(marked(gone)).toEqual([]);
});

test('marks that are said again with another problem stay where they are, and none lies outside of the text', () => {
  const later = stateWith(SCRIPT).update({ changes: { from: 0, insert: '-- first\n' } }).state;
  const again = later.update({ effects: sayInText.of({ problem, marks }) }).state;
  expect([marked(again), again.field(problemLines).problem]).toEqual([['DELETE FROM a;'], problem]);
  const short = again.update({ changes: { from: 0, to: again.doc.length, insert: 'SELECT 2' } }).state;
  const told = short.update({ effects: sayInText.of({ problem, marks }) }).state;
  expect(marked(told)).toEqual([]);
  // Of a script that was longer when it was tried.
  expect(marked(stateWith('UPDATE a SET b = 1;\nDEL'))).toEqual(['DEL']);
  expect(marked(stateWith('SELECT').update({ changes: { from: 6, insert: ' 1' } }).state)).toEqual([]);
});
