import type { SqlValue } from '../types.ts';
import { type ComparedValue, comparedValue } from './compare-values.ts';
import { compileArrayCondition } from './compile-array-condition.ts';
import { compilePattern } from './compile-pattern.ts';
import { type Filter, type Operator, operators } from './filter.ts';
import type { ComparableSql, Family } from './path-sql.ts';
import { invalidQuery, QueryError } from './query-error.ts';

/** What the conditions of one clause are compiled with. */
export interface FilterContext {
  /** Throws PATH_UNKNOWN. */
  find(path: string): ComparableSql;
  /** Values are added in the order of their places in the SQL. */
  readonly params: SqlValue[];
}

/** A condition on one path. */
export type Comparison = Extract<Filter, { kind: 'compare' }>;

/**
 * A filter as an SQL condition; all values are parameters. It is true where the filter holds, and false or NULL where it
 * does not. Throws OPERATOR_UNKNOWN, PATH_UNKNOWN, QUERY_INVALID.
 */
export function compileFilter(filter: Filter, context: FilterContext): string {
  switch (filter.kind) {
    case 'compare':
      return compileComparison(filter, context);
    case 'and':
    case 'or':
      return compileGroup(filter, context);
    case 'not':
      return `(${compileFilter(filter.filter, context)}) IS NOT TRUE`;
    default:
      throw invalidQuery('A filter is of none of the kinds compare, and, or, not.');
  }
}

function compileGroup(
  { kind, filters }: Extract<Filter, { kind: 'and' | 'or' }>,
  context: FilterContext,
): string {
  const conditions = filters.map((filter) => compileFilter(filter, context));
  const [first] = conditions;
  if (first === undefined) return kind === 'and' ? '1' : '0';
  return conditions.length === 1 ? first : joinBalanced(conditions, kind === 'and' ? ' AND ' : ' OR ');
}

/** SQLite allows expressions 1,000 deep, and a flat list of ANDs is as deep as it is long. */
function joinBalanced(conditions: readonly string[], operator: string): string {
  if (conditions.length <= 64) return conditions.map((condition) => `(${condition})`).join(operator);
  const half = conditions.length >> 1;
  const left = joinBalanced(conditions.slice(0, half), operator);
  return `(${left})${operator}(${joinBalanced(conditions.slice(half), operator)})`;
}

function compileComparison(comparison: Comparison, context: FilterContext): string {
  const { path, operator, values } = comparison;
  const subject = context.find(path);
  const { params } = context;
  switch (operator) {
    case 'eq':
      return compileEqual(only(comparison), path, subject, params, '=');
    case 'neq':
      return compileEqual(only(comparison), path, subject, params, 'IS NOT');
    case 'gt':
      return compileOrder('>', comparison, subject, params);
    case 'gte':
      return compileOrder('>=', comparison, subject, params);
    case 'lt':
      return compileOrder('<', comparison, subject, params);
    case 'lte':
      return compileOrder('<=', comparison, subject, params);
    case 'between':
      return compileBetween(comparison, subject, params);
    case 'in':
      return compileIn(values, path, subject, params);
    case 'nin':
      return `(${compileIn(values, path, subject, params)}) IS NOT TRUE`;
    case 'like':
    case 'ilike':
    case 'startsWith':
    case 'endsWith':
    case 'contains':
      return compilePattern(operator, only(comparison), path, subject, params);
    case 'exists':
    case 'notExists':
      countValues(comparison, 0);
      return compileExists(subject, operator === 'exists');
    case 'arrayLength':
    case 'arrayContains':
      return compileArrayCondition(operator, only(comparison), path, subject, params);
    case 'arrayNotContains':
      return `(${compileArrayCondition('arrayContains', only(comparison), path, subject, params)}) IS NOT TRUE`;
    default:
      throw new QueryError('OPERATOR_UNKNOWN', unknownOperator(operator, path), { path });
  }
}

function compileEqual(
  value: unknown,
  path: string,
  subject: ComparableSql,
  params: SqlValue[],
  operator: '=' | 'IS NOT',
): string {
  if (value === null) return `${subject.presence} ${operator === '=' ? 'IS NULL' : 'IS NOT NULL'}`;
  const { family, bound } = comparedValue(value, path, subject);
  params.push(bound);
  return `${subject.of(family)} ${operator} ?`;
}

function compileOrder(
  operator: string,
  comparison: Comparison,
  subject: ComparableSql,
  params: SqlValue[],
): string {
  const compared = comparedValue(only(comparison), comparison.path, subject);
  params.push(inOrder(compared));
  return `${subject.of(compared.family)} ${operator} ?`;
}

/** What is bound for a value that an operator compares with. */
export function boundFor(operator: Operator, compared: ComparedValue): SqlValue {
  return operator === 'eq' || operator === 'neq' ? compared.bound : inOrder(compared);
}

/** The texts of dates sort as the dates from the year 0 to 9999: bounds outside lie before and after all of these. */
function inOrder({ family, bound }: ComparedValue): SqlValue {
  if (family !== 'date' || typeof bound !== 'string') return bound;
  if (bound.startsWith('+')) return `:${bound}`;
  return bound.startsWith('-') ? '' : bound;
}

function compileBetween(comparison: Comparison, subject: ComparableSql, params: SqlValue[]): string {
  countValues(comparison, 2);
  const { path, values } = comparison;
  const low = comparedValue(values[0], path, subject);
  const high = comparedValue(values[1], path, subject);
  if (low.family !== high.family) {
    throw invalidQuery(`The two ends of “between” on “${path}” are of different types.`, path);
  }
  params.push(inOrder(low), inOrder(high));
  return `${subject.of(low.family)} BETWEEN ? AND ?`;
}

/** One parameter for any number of values: lists of all lengths are one statement, and none is too long. */
function compileIn(
  values: readonly unknown[],
  path: string,
  subject: ComparableSql,
  params: SqlValue[],
): string {
  const conditions: string[] = [];
  const families = new Map<Family, ComparedValue[]>();
  for (const value of values) {
    if (value === null) continue;
    const compared = comparedValue(value, path, subject);
    const list = families.get(compared.family);
    if (list === undefined) families.set(compared.family, [compared]);
    else list.push(compared);
  }
  for (const [family, list] of families) {
    params.push(jsonList(list));
    conditions.push(`${subject.of(family)} IN (SELECT "value" FROM json_each(?))`);
  }
  if (values.includes(null)) conditions.push(`${subject.presence} IS NULL`);
  return conditions.length === 0 ? '0' : joinBalanced(conditions, ' OR ');
}

function jsonList(values: readonly ComparedValue[]): string {
  return `[${values.map(({ bound }) => jsonItem(bound)).join(',')}]`;
}

function jsonItem(bound: SqlValue): string {
  if (typeof bound === 'bigint') return String(bound);
  if (bound === Number.POSITIVE_INFINITY) return '9e999';
  if (bound === Number.NEGATIVE_INFINITY) return '-9e999';
  // Beyond 2^53 a column has the exact number, which is not the shortest text for it.
  if (typeof bound === 'number' && Number.isInteger(bound) && Math.abs(bound) < 2 ** 63)
    return String(BigInt(bound));
  return JSON.stringify(bound);
}

function compileExists({ location, presence }: ComparableSql, isExpected: boolean): string {
  const type = location === undefined ? presence : `json_type(${location.document}, ${location.pointer()})`;
  return `${type} ${isExpected ? 'IS NOT NULL' : 'IS NULL'}`;
}

function only(comparison: Comparison): unknown {
  countValues(comparison, 1);
  return comparison.values[0];
}

function countValues({ path, operator, values }: Comparison, count: number): void {
  if (values.length === count) return;
  throw invalidQuery(`“${operator}” on “${path}” takes ${count} values and got ${values.length}.`, path);
}

function unknownOperator(operator: unknown, path: string): string {
  return `There is no operator “${String(operator)}” (on “${path}”). Nothing was read: use one of ${operators.join(', ')}.`;
}
