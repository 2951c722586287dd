import { expect, test } from 'vitest';
import { failureWords, nextSavepointName } from './timeline-words.ts';

test('a failure says that nothing changed, as sentences', () => {
  expect(failureWords('CHECK failed: qty > 0')).toBe('CHECK failed: qty > 0. Nothing changed.');
  expect(failureWords('No such table: tracs.')).toBe('No such table: tracs. Nothing changed.');
});

test('the next savepoint gets a name that none has', () => {
  expect(nextSavepointName([])).toBe('savepoint 1');
  expect(nextSavepointName(['savepoint 1', null, 'before price fix', 'savepoint 2'])).toBe('savepoint 3');
});
