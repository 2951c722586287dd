import { describe, expect, test } from 'vitest';
import { applyEdits, setValue } from '../../../../src-preload/contract/json-text/index.ts';
import {
  beginDraft,
  changeDraft,
  type DocumentDraft,
  endGroup,
  isChanged,
  keptText,
  redoDraft,
  retypeDraft,
  undoDraft,
} from './document-draft.ts';

const BASE = '{ "n": 1.10, "big": 1e400, "a": "x",\r\n "a": "y", "list": [ 1,2 ] }';

function set(
  draft: DocumentDraft,
  path: readonly (string | number)[],
  raw: string,
  group?: string,
): DocumentDraft {
  return changeDraft(draft, setValue(draft.text, path, raw) ?? [], group);
}

describe('one draft behind all views', () => {
  test('only the edited value changes', () => {
    const draft = set(set(beginDraft(BASE), ['list', 1], '3'), ['a'], '"z"');
    expect(draft.text).toBe('{ "n": 1.10, "big": 1e400, "a": "x",\r\n "a": "z", "list": [ 1,3 ] }');
    expect(applyEdits(BASE, draft.edits)).toBe(draft.text);
    expect(draft.edits).toHaveLength(2);
  });

  test('a value that is as it was again is no change', () => {
    const draft = set(set(beginDraft(BASE), ['n'], '2'), ['n'], '1.10');
    expect(draft.text).toBe(BASE);
    expect(isChanged(draft)).toBe(false);
    expect(keptText(draft)).toBeNull();
  });

  test('undo and redo go through every step', () => {
    const first = set(beginDraft(BASE), ['n'], '2');
    const second = set(first, ['a'], '"longer text"');
    const third = set(second, ['list', 0], '{"new":true}');
    const texts = [undoDraft(third), undoDraft(undoDraft(third)), undoDraft(undoDraft(undoDraft(third)))];
    expect(texts.map(({ text }) => text)).toEqual([second.text, first.text, BASE]);
    const again = redoDraft(redoDraft(redoDraft(texts[2] ?? third)));
    expect(again.text).toBe(third.text);
    expect(applyEdits(BASE, again.edits)).toBe(third.text);
    expect(undoDraft(beginDraft(BASE)).text).toBe(BASE);
  });

  test('the letters of a field are one step, those after it another', () => {
    let draft = beginDraft(BASE);
    for (const text of ['y', 'yo', 'you']) draft = set(draft, ['a'], JSON.stringify(text), 'a');
    draft = set(endGroup(draft), ['a'], '"your"', 'a');
    expect(undoDraft(draft).text).toContain('"you"');
    expect(undoDraft(undoDraft(draft)).text).toBe(BASE);
  });

  test('text that is not JSON waits beside the document, and is kept', () => {
    const first = set(beginDraft(BASE), ['n'], '2');
    const typed = retypeDraft(first, '{ "n": ');
    expect(typed.text).toBe(first.text);
    expect(keptText(typed)).toBe('{ "n": ');
    expect(isChanged(typed)).toBe(true);
    expect(undoDraft(typed)).toMatchObject({ typed: null, text: first.text });
    const done = retypeDraft(typed, '{ "n": 3 }');
    expect(done).toMatchObject({ typed: null, text: '{ "n": 3 }' });
    expect(undoDraft(done).text).toBe(first.text);
  });

  test('what was kept is there again', () => {
    const kept = BASE.replace('1.10', '1.20');
    const draft = beginDraft(BASE, kept);
    expect(draft.text).toBe(kept);
    expect(applyEdits(BASE, draft.edits)).toBe(kept);
    expect(beginDraft(BASE, '{"a').typed).toBe('{"a');
    expect(isChanged(beginDraft(BASE, BASE))).toBe(false);
  });
});
