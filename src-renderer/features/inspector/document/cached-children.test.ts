import { expect, test } from 'vitest';
import { children, rootSpan, valueSpan } from '../../../../src-preload/contract/json-text/index.ts';
import { documentSpan, membersOf } from './cached-children.ts';

const LONG = JSON.stringify(Array.from({ length: 5000 }, (_, index) => ({ index })));

test('members of a long container are right wherever it has moved to', () => {
  for (const name of ['a', 'abc', 'a', 'other']) {
    const text = `{"name":"${name}","list":${LONG}}`;
    const span = valueSpan(text, ['list']) ?? rootSpan(text);
    expect(membersOf(text, span)).toEqual(children(text, span));
    expect(membersOf(text, span)).toBe(membersOf(text, span));
  }
  const changed = `{"list":${LONG.replace('4999', '4998')}}`;
  const span = valueSpan(changed, ['list']) ?? rootSpan(changed);
  expect(membersOf(changed, span).at(-1)).toEqual(children(changed, span).at(-1));
});

test('the span of a document is that of its value, whatever is around it', () => {
  for (const text of ['{"a":1}', '\uFEFF {"a":1}\r\n\t ', '  7', '"x"\n', '[ ]']) {
    expect(documentSpan(text)).toEqual(rootSpan(text));
  }
});
