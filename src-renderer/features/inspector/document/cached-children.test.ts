import { expect, test } from 'vitest';
import {
  applyEdits,
  children,
  isJson,
  type JsonPath,
  rootSpan,
  type TextSpan,
  valueSpan,
} from '../../../../src-preload/contract/json-text/index.ts';
import { documentSpan, membersOf, spanAt } from './cached-children.ts';

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

/** Small numbers that look random and are the same in each run. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function expectKnown(text: string, span: TextSpan, path: JsonPath): void {
  const own = children(text, span);
  expect(membersOf(text, span)).toEqual(own);
  expect(spanAt(text, path)).toEqual(valueSpan(text, path));
  for (const [at, member] of own.entries()) {
    if (member.kind === 'object' || member.kind === 'array') expectKnown(text, member, [...path, at]);
  }
}

test('whatever is typed wherever, what is known of a text is what it holds', () => {
  const random = randomOf(7);
  const item = () => ({
    name: 'n'.repeat(random(90)),
    qty: random(1000),
    on: true,
    inner: { list: [1, 'two', null], '': {} },
  });
  const typed = [
    'a',
    ' ',
    '7',
    ',',
    '"',
    '\\\\',
    ':',
    '{}',
    '[1]',
    '","k":"',
    '',
    '0',
    'true',
    '\\n',
    ', "b": [2]',
  ];
  for (let round = 0; round < 12; round += 1) {
    let text = JSON.stringify(
      { first: item(), items: Array.from({ length: 6 }, item), last: item() },
      null,
      random(3),
    );
    let changed = 0;
    for (let key = 0; key < 60; key += 1) {
      const from = random(text.length);
      const to = Math.min(text.length, from + random(4));
      const next = applyEdits(text, [{ from, to, text: typed[random(typed.length)] ?? '' }]);
      if (!isJson(next)) continue;
      text = next;
      changed += 1;
      expectKnown(text, documentSpan(text), []);
    }
    expect(changed).toBeGreaterThan(0);
  }
});
