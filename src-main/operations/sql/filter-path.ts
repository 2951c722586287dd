import type { FilterArray, FilterPath } from '../../../src-preload/contract/filter-path.ts';
import type { FilterCondition } from '../../../src-preload/contract/filter-text.ts';
import { type FilterSubject, filterCondition } from './filter.ts';
import { jsonPath } from './json-path.ts';
import type { SqlPart } from './sql-part.ts';

/** Something that holds JSON, as SQL that gives NULL for anything that is none, and so never an error. */
type JsonSql = string;

/** A column with documents, and where an index holds a value of them already, how that index writes it. */
export interface DocumentSql {
  readonly column: string;
  /** SQL of the value at a path, exactly as an index has it; null where there is no such index. */
  readonly indexed: (path: FilterPath['path']) => string | null;
}

/**
 * A condition on a place in documents, or on what arrays in them hold. `any`: there is an array, and one of its items
 * is so; `every`: there is an array, and none of its items is not so. Paths are literals, values are parameters.
 */
export function pathCondition(
  document: DocumentSql,
  { path, arrays }: FilterPath,
  condition: FilterCondition,
): SqlPart {
  // 9: text as RFC 8259 has it, or JSONB; anything else would be an error that hides all rows.
  const json = `CASE WHEN json_valid(${document.column}, 9) THEN ${document.column} END`;
  const [first, ...inner] = arrays;
  if (first !== undefined) return arrayCondition(json, path, [first, ...inner], condition);
  const value = document.indexed(path) ?? `(${json}) ->> ${literal(path)}`;
  return filterCondition({ value, jsonType: typeAt(json, path), isText: false }, condition);
}

function arrayCondition(
  json: JsonSql,
  path: FilterPath['path'],
  [array, ...inner]: readonly [FilterArray, ...FilterArray[]],
  condition: FilterCondition,
): SqlPart {
  const item = `e${inner.length}`;
  const holds = itemCondition(item, array.path, inner, condition);
  // Members of an object have texts for keys, a single value has none.
  const items = `SELECT 1 FROM json_each(${json}, ${literal(path)}) AS ${item} WHERE typeof(${item}."key") = 'integer'`;
  if (array.quantifier === 'any') {
    return { sql: `EXISTS (${items} AND (${holds.sql}))`, params: holds.params };
  }
  const isArray = `${typeAt(json, path)} = 'array'`;
  return { sql: `${isArray} AND NOT EXISTS (${items} AND (${holds.sql}) IS NOT TRUE)`, params: holds.params };
}

function itemCondition(
  item: string,
  path: FilterPath['path'],
  [array, ...inner]: readonly FilterArray[],
  condition: FilterCondition,
): SqlPart {
  const json = `CASE WHEN ${item}."type" IN ('object', 'array') THEN ${item}."value" END`;
  if (array !== undefined) return arrayCondition(json, path, [array, ...inner], condition);
  return filterCondition(itemSubject(item, json, path), condition);
}

function itemSubject(item: string, json: JsonSql, path: FilterPath['path']): FilterSubject {
  if (path.length === 0) return { value: `${item}."value"`, jsonType: `${item}."type"`, isText: false };
  return { value: `(${json}) ->> ${literal(path)}`, jsonType: typeAt(json, path), isText: false };
}

function typeAt(json: JsonSql, path: FilterPath['path']): string {
  return `json_type(${json}, ${literal(path)})`;
}

/** A path as an SQL text: it has to be one, since an index is only used for an expression with the same text. */
function literal(path: FilterPath['path']): string {
  return `'${jsonPath(path).replaceAll("'", "''")}'`;
}
