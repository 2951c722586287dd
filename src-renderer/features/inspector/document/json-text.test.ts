import { expect, test } from 'vitest';
import { documentText, isOnOneLine, shownText } from './json-text.ts';

const TEXT =
  '{"a":1.10,"list":[1,2,{"x":"1e400"}],"b":"text with { and \\u00e9","a":2,"last":null,"n":1e400}';

test('a document on one line is laid out, and only what is changed goes into it', () => {
  expect(isOnOneLine(TEXT)).toBe(true);
  const shown = shownText(TEXT, true);
  expect(shown.split('\n')).toHaveLength(14);
  expect(documentText(TEXT, shown, true)).toBe(TEXT);
  const changed = shown
    .replace('1.10', '1.20')
    .replace('"last": null', '"last": null,\n  "more": [\n    1\n  ]');
  expect(documentText(TEXT, changed, true)).toBe(
    TEXT.replace('1.10', '1.20').replace('"last":null', '"last":null,"more":[1]'),
  );
});

test('lines of its own stay, and so does what is no JSON', () => {
  const own = '{\r\n  "a": 1.10,\r\n\r\n  "b": [1,2]\r\n}';
  expect(isOnOneLine(own)).toBe(false);
  expect(shownText(own, false)).toBe(own);
  expect(documentText(own, own.replace('1.10', '2'), false)).toBe(own.replace('1.10', '2'));
  expect(documentText(TEXT, '{"a":', true)).toBe('{"a":');
});
