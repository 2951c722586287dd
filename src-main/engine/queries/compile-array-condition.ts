import type { SqlValue } from '../types.ts';
import { comparedValue } from './compare-values.ts';
import { aggregateSql, type ComparableSql, type PathLocation } from './path-sql.ts';
import { invalidQuery } from './query-error.ts';

/** Conditions on arrays, and on sets, which are stored as arrays. What is not an array has no length and no elements. */
export function compileArrayCondition(
  operator: 'arrayLength' | 'arrayContains',
  value: unknown,
  path: string,
  subject: ComparableSql,
  params: SqlValue[],
): string {
  // Ids and aggregates are no arrays.
  if (subject.location === undefined) return '0';
  const { document } = subject.location;
  const at = elementsPointer(subject.location, subject.kinds);
  if (operator === 'arrayContains') {
    const condition = elementSql(value, path, params);
    return `EXISTS (SELECT 1 FROM json_each(${document}, ${at}) AS e WHERE typeof(e."key") = 'integer' AND ${condition})`;
  }
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw invalidQuery(`“arrayLength” on “${path}” takes a whole number, 0 or more.`, path);
  }
  params.push(value);
  return `json_type(${document}, ${at}) = 'array' AND json_array_length(${document}, ${at}) = ?`;
}

/** The elements of a set are inside of its marker. */
function elementsPointer({ document, pointer }: PathLocation, kinds: ComparableSql['kinds']): string {
  if (!kinds.has('set')) return pointer();
  return `CASE ${document} ->> ${pointer('__type')} WHEN 'Set' THEN ${pointer('value')} ELSE ${pointer()} END`;
}

const element: ComparableSql = { ...aggregateSql('e."value"', new Set(['unknown'])), isColumn: false };

function elementSql(value: unknown, path: string, params: SqlValue[]): string {
  if (value === null) return `e."type" = 'null'`;
  const { family, bound } = comparedValue(value, path, element);
  if (family === 'boolean') return `e."type" = '${bound === 1 ? 'true' : 'false'}'`;
  switch (family) {
    case 'string':
      params.push(bound);
      return `e."type" = 'text' AND e."value" = ?`;
    case 'number':
      return compileNumber(bound, params);
    case 'date':
      params.push(bound, bound);
      return `(CASE e."type" WHEN 'object' THEN e."value" ->> '$.__type' = 'Date' AND e."value" ->> '$.value' = ? WHEN 'text' THEN e."value" = ? END)`;
  }
}

/** Whole numbers may be stored as bigints, which JSON has no form for. */
function compileNumber(bound: SqlValue, params: SqlValue[]): string {
  const isNumber = `e."type" IN ('integer', 'real') AND e."value" = ?`;
  if (typeof bound === 'number' && !Number.isInteger(bound)) {
    params.push(bound);
    return isNumber;
  }
  params.push(String(typeof bound === 'number' ? BigInt(bound) : bound), bound);
  return `(CASE e."type" WHEN 'object' THEN e."value" ->> '$.__type' = 'BigInt' AND e."value" ->> '$.value' = ? ELSE ${isNumber} END)`;
}
