import { expect, test } from 'vitest';
import { documentText, isOnOneLine, shownText } from './json-text.ts';

const TEXT =
  '{"a":1.10,"list":[1,2,{"x":"1e400"}],"b":"text with { and \\u00e9","a":2,"last":null,"n":1e400}';

test('a document on one line is laid out, and only what is changed goes into it', () => {
  expect(isOnOneLine(TEXT)).toBe(true);
  const shown = shownText(TEXT, true);
  expect(shown.split('\n')).toHaveLength(14);
  expect(documentText(TEXT, shown, true, shown)).toBe(TEXT);
  const changed = shown
    .replace('1.10', '1.20')
    .replace('"last": null', '"last": null,\n  "more": [\n    1\n  ]');
  expect(documentText(TEXT, changed, true, shown)).toBe(
    TEXT.replace('1.10', '1.20').replace('"last":null', '"last":null,"more":[1]'),
  );
});

test('lines of its own stay, and so does what is no JSON', () => {
  const own = '{\r\n  "a": 1.10,\r\n\r\n  "b": [1,2]\r\n}';
  expect(isOnOneLine(own)).toBe(false);
  expect(shownText(own, false)).toBe(own);
  expect(documentText(own, own.replace('1.10', '2'), false, own)).toBe(own.replace('1.10', '2'));
  expect(documentText(TEXT, '{"a":', true, '')).toBe('{"a":');
});

test('in a long document only what is around the change is compared', () => {
  const items = Array.from({ length: 2000 }, (_, index) => `{"sku":"S-${index}","qty":${index}.10}`);
  const text = `{"name":"long","items":[${items.join(',')}],"total":1.10}`;
  const shown = shownText(text, true);
  const cases: readonly (readonly [string, string])[] = [
    ['"S-1000"', '"other"'],
    ['"qty": 7.10\n', '"qty": 7.10,\n      "more": { "a": 1 }\n'],
    ['"long"', '"longer"'],
    ['1.10\n}', '2\n}'],
  ];
  for (const [before, after] of cases) {
    const changed = shown.replace(before, after);
    const made = documentText(text, changed, true, shown);
    expect(JSON.parse(made)).toEqual(JSON.parse(changed));
    expect(made.length - text.length).toBeLessThan(40);
    expect(made.slice(0, 5)).toBe(text.slice(0, 5));
    expect(made).not.toContain('\n');
  }
  expect(documentText(text, shown.replace('"S-1000"', '"S-1000'), true, shown)).toContain('\n');
});
