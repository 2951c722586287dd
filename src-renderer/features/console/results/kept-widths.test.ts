import { expect, test } from 'vitest';
import { KeptWidths } from './kept-widths.ts';

const named = (...names: readonly string[]) => names.map((name) => ({ name }));

test('widths come back for the same columns, and the oldest are forgotten', () => {
  const kept = new KeptWidths();
  expect(kept.of(named('a', 'b')).size).toBe(0);
  kept.keep(named('a', 'b'), new Map([[1, 90]]));
  expect(kept.of(named('a', 'b')).get(1)).toBe(90);
  expect(kept.of(named('a,b')).size).toBe(0);
  for (let number = 0; number < 49; number += 1) kept.keep(named(`c${number}`), new Map([[0, 60]]));
  kept.keep(named('a', 'b'), new Map([[1, 95]]));
  kept.keep(named('d'), new Map([[0, 60]]));
  expect(kept.of(named('c0')).size).toBe(0);
  expect(kept.of(named('a', 'b')).get(1)).toBe(95);
});
