import { CellTag } from '../../../src-preload/contract/cell-tag.ts';
import type { EditValue } from '../../../src-preload/contract/edits.ts';
import type { QueryParameter } from '../../../src-preload/contract/queries.ts';
import type { SqlParameter } from '../../../src-preload/contract/sql-text/index.ts';
import { OperationError } from '../../engine/errors.ts';
import type { SqlValue } from '../../engine/types.ts';

/** 64 bits with a sign. */
const [SMALLEST, LARGEST] = [-(2n ** 63n), 2n ** 63n - 1n];

/**
 * The values of a statement's parameters by their number, integers as bigint and REAL as number. Throws BIND_COUNT where
 * one is not given, BIND_INVALID where SQLite has no such value. Values of other parameters are left alone: a console
 * keeps those of all its statements.
 */
export function boundValues(
  parameters: readonly SqlParameter[],
  given: readonly QueryParameter[],
): readonly SqlValue[] {
  const byName = new Map(given.map(({ name, value }) => [name, value]));
  const values = new Array<SqlValue>(parameters.at(-1)?.number ?? 0).fill(null);
  const missing = parameters.filter(({ name }) => !byName.has(name));
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name);
    throw new OperationError(
      'BIND_COUNT',
      `The statement has ${names.length === 1 ? 'a parameter' : 'parameters'} without a value: ${names.join(', ')}. Nothing was run.`,
      { details: { missing: names, offset: missing[0]?.from ?? null } },
    );
  }
  for (const { name, number } of parameters) values[number - 1] = sqlValue(name, byName.get(name) ?? null);
  return values;
}

function sqlValue(name: string, value: EditValue): SqlValue {
  if (typeof value === 'number') {
    if (Number.isNaN(value)) throw invalid(name, 'is NaN, which SQLite would store as NULL');
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? BigInt(value) : value;
  }
  if (typeof value === 'bigint' && (value < SMALLEST || value > LARGEST))
    throw invalid(name, 'does not fit into 64 bits');
  if (typeof value === 'string' && !value.isWellFormed())
    throw invalid(name, 'is a text with half of a surrogate pair, which has no UTF-8 form');
  if (!Array.isArray(value)) return value as SqlValue; // Array.isArray does not narrow readonly tuples away.
  const [tag, content] = value;
  if (tag === CellTag.real && typeof content === 'number') return content;
  throw invalid(name, 'is text that is not valid; give its bytes and write CAST(... AS TEXT)');
}

function invalid(name: string, what: string): OperationError {
  return new OperationError('BIND_INVALID', `The value of ${name} ${what}. Nothing was run.`);
}
