import { DatabaseError } from '../errors.ts';
import type { SqlValue } from '../types.ts';
import type { BoundValue } from './native-handle.ts';

const NONE: readonly BoundValue[] = [];
const LARGEST = 2n ** 63n - 1n;
const SMALLEST = -(2n ** 63n);

/**
 * Parameters in the form that stores exactly what they mean, or BIND_INVALID: integral JS numbers become
 * integers (both native modules would store them as REAL in a column without a type); -0, infinities and
 * fractions stay REAL. NaN and undefined would silently become NULL, a lone surrogate U+FFFD: they are refused.
 */
export function bindValues(params: readonly SqlValue[] | undefined): readonly BoundValue[] {
  if (params === undefined || params.length === 0) return NONE;
  const bound = new Array<BoundValue>(params.length);
  for (let index = 0; index < params.length; index++) bound[index] = bindValue(params[index], index);
  return bound;
}

function bindValue(value: SqlValue | undefined, index: number): BoundValue {
  switch (typeof value) {
    case 'string':
      if (value.isWellFormed()) return value;
      throw invalid(index, 'is a text with half of a surrogate pair, which has no UTF-8 form');
    case 'number':
      if (Number.isSafeInteger(value) && !Object.is(value, -0)) return BigInt(value);
      if (!Number.isNaN(value)) return value;
      throw invalid(index, 'is NaN, which SQLite would store as NULL');
    case 'bigint':
      if (value >= SMALLEST && value <= LARGEST) return value;
      throw invalid(index, 'does not fit into 64 bits');
    case 'object':
      if (value === null || value instanceof Uint8Array) return value;
      throw invalid(index, 'is an object; bind text, numbers, bytes or null');
    default:
      throw invalid(index, `is of type ${typeof value}; bind text, numbers, bytes or null`);
  }
}

function invalid(index: number, what: string): DatabaseError {
  return new DatabaseError('BIND_INVALID', `Parameter ${index + 1} ${what}. Nothing was run.`);
}
