import { expect, test } from 'vitest';
import { bridgeErrorCodes } from '../../../src-preload/contract/bridge-error-codes.ts';
import { messageBelow, problemWords } from './problem-words.ts';

const failure = (code: string) => ({ code, message: '', hint: null, details: null });

test('every way in which a file fails to open has a fact and a remedy', () => {
  // What only a file that is open already can answer.
  const others = ['FILE_NOT_OPEN', 'FILE_READ_ONLY'];
  const codes = Object.keys(bridgeErrorCodes).filter((code) => code.startsWith('FILE_'));
  for (const code of codes.filter((other) => !others.includes(other))) {
    const { title, remedies } = problemWords('shop.sqlite', failure(code));
    expect(title, code).not.toBe('shop.sqlite could not be opened');
    expect(remedies.length, code).toBeGreaterThan(0);
  }
});

test('a fault without words of its own can be tried again', () => {
  expect(problemWords('shop.sqlite', failure('SQLITE_IOERR'))).toEqual({
    title: 'shop.sqlite could not be opened',
    remedies: ['retry', 'choose'],
  });
});

test('a first sentence that only repeats the title is not said twice', () => {
  expect(messageBelow('a.db is empty', 'a.db is empty. It has no bytes.')).toBe('It has no bytes.');
  expect(messageBelow('a.db is empty', 'It has no bytes.')).toBe('It has no bytes.');
});
