import type { SqlValue } from '../types.ts';
import type { ComparableSql, Family } from './path-sql.ts';
import { commonFamily } from './path-sql.ts';
import { invalidQuery } from './query-error.ts';

/** A value of a condition: what it is compared as, and what is bound for it. */
export interface ComparedValue {
  readonly family: Family;
  readonly bound: SqlValue;
}

/**
 * What a condition's value means at its path. Texts and milliseconds mean dates where there are only dates, dates mean
 * their ISO text where there are only texts. Throws QUERY_INVALID for what has no order or equality.
 */
export function comparedValue(
  value: unknown,
  path: string,
  { kinds, isColumn }: ComparableSql,
): ComparedValue {
  const family = commonFamily(kinds);
  switch (typeof value) {
    case 'string':
      return family === 'date' ? date(new Date(value), path) : { family: 'string', bound: value };
    case 'number':
      if (Number.isNaN(value))
        throw invalidQuery(`The condition on “${path}” compares with NaN, which equals nothing.`, path);
      if (family === 'date') return date(new Date(value), path);
      return { family: 'number', bound: isColumn ? value : asInJson(value) };
    case 'bigint':
      return { family: 'number', bound: value };
    case 'boolean':
      return { family: 'boolean', bound: value ? 1 : 0 };
    default:
      if (!(value instanceof Date)) throw unusable(value, path);
      return family === 'string' ? { family, bound: date(value, path).bound } : date(value, path);
  }
}

/**
 * JSON has whole numbers beyond 2^53 in their shortest form, which SQLite reads as the integer that it looks like,
 * not as the number that JavaScript had.
 */
function asInJson(value: number): SqlValue {
  if (!Number.isInteger(value) || Number.isSafeInteger(value) || Math.abs(value) >= 2 ** 63) return value;
  return BigInt(String(value));
}

function date(value: Date, path: string): ComparedValue {
  if (Number.isNaN(value.getTime())) {
    throw invalidQuery(`The condition on “${path}” compares with something that is not a valid date.`, path);
  }
  return { family: 'date', bound: value.toISOString() };
}

function unusable(value: unknown, path: string): Error {
  if (value === undefined) {
    return invalidQuery(
      `The condition on “${path}” got undefined as its value; null is for what is missing.`,
      path,
    );
  }
  if (value === null) {
    return invalidQuery(
      `The condition on “${path}” got null, which is neither less nor greater; use eq(null) or neq(null).`,
      path,
    );
  }
  return invalidQuery(
    `The condition on “${path}” got a value that cannot be compared: use text, numbers, booleans, dates or null, and compare the fields of objects one by one.`,
    path,
  );
}
