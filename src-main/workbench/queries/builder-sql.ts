import type { BuilderCall, BuilderChain, BuilderValue } from './builder-parser.ts';
import { builderInvalid } from './query-errors.ts';

/** The collection that a query is about. */
export interface BuilderTable {
  readonly name: string;
  readonly idColumn: string;
  readonly documentColumn: string;
}

interface Query {
  readonly conditions: string[];
  readonly order: string[];
  select: readonly string[];
  limit: number | null;
  offset: number | null;
  isDistinct: boolean;
  /** Instead of rows. */
  result: { readonly what: string; readonly path: string | null } | null;
}

const ENDS = new Set(['toArray', 'iterator', 'explain', 'toArraySync', 'iteratorSync', 'explainSync']);
const RESULTS = new Set(['count', 'sum', 'avg', 'min', 'max']);
const STEPS = 'where, and, orderBy, limit, offset, page, select, distinct, first, count, sum, avg, min, max';
const OPERATORS =
  'eq, neq, gt, gte, lt, lte, between, in, nin, like, ilike, startsWith, endsWith, contains, exists, notExists, arrayLength, arrayContains';

/** The SQL of a query, as a person would write it. Throws QUERY_INVALID with the place of a step that there is not. */
export function builderSql({ calls }: BuilderChain, table: BuilderTable): string {
  const query: Query = {
    conditions: [],
    order: [],
    select: [],
    limit: null,
    offset: null,
    isDistinct: false,
    result: null,
  };
  for (let at = 0; at < calls.length; at += 1) {
    const call = calls[at] as BuilderCall;
    const name = call.name.replace(/Sync$/, '');
    if (name === 'where' || name === 'and') {
      at += 1;
      query.conditions.push(condition(pathOf(call, table), calls[at], call));
    } else if (RESULTS.has(name)) {
      const [path] = call.values;
      if (name !== 'count' && typeof path !== 'string') throw wrong(call, `Write ${name}('path').`);
      query.result = { what: name, path: typeof path === 'string' ? valueSql(path, table) : null };
    } else if (!ENDS.has(call.name)) step(query, call, name, table);
  }
  return textOf(query, table);
}

function step(query: Query, call: BuilderCall, name: string, table: BuilderTable): void {
  const { values } = call;
  switch (name) {
    case 'orderBy': {
      const direction = values[1] ?? 'asc';
      if (direction !== 'asc' && direction !== 'desc') throw wrong(call, "The direction is 'asc' or 'desc'.");
      query.order.push(`${pathOf(call, table).value}${direction === 'desc' ? ' DESC' : ''}`);
      return;
    }
    case 'limit':
      query.limit = whole(call, values[0]);
      return;
    case 'offset':
      query.offset = whole(call, values[0]);
      return;
    case 'page':
      query.limit = whole(call, values[1]);
      query.offset = (Math.max(1, whole(call, values[0])) - 1) * query.limit;
      return;
    case 'first':
      query.limit = 1;
      return;
    case 'select':
    case 'distinct':
      query.isDistinct ||= name === 'distinct';
      if (values.length > 0 || name === 'select') {
        query.select = values.map((path) => {
          if (typeof path !== 'string' || path === '') throw wrong(call, 'Paths are texts in quotes.');
          return `${valueSql(path, table)} AS ${identifier(path)}`;
        });
      }
      return;
    default:
      throw wrong(call, `There is no step “${call.name}” here. These are read: ${STEPS}.`);
  }
}

function textOf(query: Query, table: BuilderTable): string {
  const { conditions, order, limit, offset, isDistinct, select, result } = query;
  const all = `${identifier(table.idColumn)}, ${identifier(table.documentColumn)}`;
  const columns = select.length > 0 ? select.join(', ') : all;
  const lines = [
    `SELECT ${isDistinct ? 'DISTINCT ' : ''}${result === null ? columns : aggregate(result)}`,
    `FROM ${identifier(table.name)}`,
    ...conditions.map((text, index) => `${index === 0 ? 'WHERE' : '  AND'} ${text}`),
    ...(order.length === 0 || result !== null ? [] : [`ORDER BY ${order.join(', ')}`]),
    ...(limit === null && offset === null
      ? []
      : [`LIMIT ${limit ?? -1}${offset === null ? '' : ` OFFSET ${offset}`}`]),
  ];
  return `${lines.join('\n')};`;
}

function aggregate({ what, path }: { readonly what: string; readonly path: string | null }): string {
  return path === null ? 'count(*)' : `${what}(${path})`;
}

/** A path as SQL: what it is, and what it is as JSON, for what SQL has no type of its own for. */
interface PathSql {
  readonly value: string;
  /** null: the id, which is a column. */
  readonly json: { readonly document: string; readonly path: string } | null;
}

function pathOf(call: BuilderCall, table: BuilderTable): PathSql {
  const [path] = call.values;
  if (typeof path !== 'string' || path === '') throw wrong(call, `Write ${call.name}('path').`);
  if (path === '_id') return { value: identifier(table.idColumn), json: null };
  const document = identifier(table.documentColumn);
  return { value: valueSql(path, table), json: { document, path: literal(jsonPath(path)) } };
}

function valueSql(path: string, { idColumn, documentColumn }: BuilderTable): string {
  return path === '_id'
    ? identifier(idColumn)
    : `${identifier(documentColumn)} ->> ${literal(jsonPath(path))}`;
}

function condition(path: PathSql, operator: BuilderCall | undefined, where: BuilderCall): string {
  if (operator === undefined) throw wrong(where, `After ${where.name}(…) comes an operator: ${OPERATORS}.`);
  const { values } = operator;
  const [first = null] = values;
  const { value } = path;
  const type = path.json === null ? null : `json_type(${path.json.document}, ${path.json.path})`;
  switch (operator.name) {
    case 'eq':
      return equal(path, first);
    case 'neq':
      return first === null ? `${value} IS NOT NULL` : `${leftOf(path, first)} IS NOT ${rightOf(first)}`;
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return `${value} ${SIGNS[operator.name]} ${scalar(operator, first)}`;
    case 'between':
      return `${value} BETWEEN ${scalar(operator, first)} AND ${scalar(operator, values[1] ?? null)}`;
    case 'in':
    case 'nin': {
      if (!Array.isArray(first)) throw wrong(operator, `Write ${operator.name}([…]).`);
      const list = `(${first
        .filter((item) => item !== null)
        .map((item) => scalar(operator, item))
        .join(', ')})`;
      const isNull = first.includes(null);
      if (operator.name === 'in')
        return isNull ? `(${value} IN ${list} OR ${value} IS NULL)` : `${value} IN ${list}`;
      return isNull ? `${value} NOT IN ${list}` : `(${value} NOT IN ${list} OR ${value} IS NULL)`;
    }
    case 'like':
      return `${value} GLOB ${literal(globOf(word(operator, first), true))}`;
    case 'ilike':
      return `${value} LIKE ${literal(word(operator, first))}`;
    case 'startsWith':
      return `${value} GLOB ${literal(`${globOf(word(operator, first))}*`)}`;
    case 'endsWith':
      return `${value} GLOB ${literal(`*${globOf(word(operator, first))}`)}`;
    case 'contains':
      return `instr(${value}, ${literal(word(operator, first))}) > 0`;
    case 'exists':
      return type === null ? `${value} IS NOT NULL` : `${type} IS NOT NULL`;
    case 'notExists':
      return type === null ? `${value} IS NULL` : `${type} IS NULL`;
    case 'arrayLength':
      if (path.json === null) throw wrong(operator, 'The id is no array.');
      return `json_array_length(${path.json.document}, ${path.json.path}) = ${whole(operator, first)}`;
    case 'arrayContains':
      if (path.json === null) throw wrong(operator, 'The id is no array.');
      return `EXISTS (SELECT 1 FROM json_each(${path.json.document}, ${path.json.path}) AS e WHERE e.value ${
        first === null ? 'IS NULL' : `= ${scalar(operator, first)}`
      })`;
    default:
      throw wrong(operator, `There is no operator “${operator.name}”. These are: ${OPERATORS}.`);
  }
}

const SIGNS: Readonly<Record<string, string>> = { gt: '>', gte: '>=', lt: '<', lte: '<=' };

function equal(path: PathSql, value: BuilderValue): string {
  return value === null ? `${path.value} IS NULL` : `${leftOf(path, value)} = ${rightOf(value)}`;
}

/** A truth value of JSON is 1 or 0 in SQL, as a number could be: its JSON tells them apart. */
function leftOf({ value, json }: PathSql, compared: BuilderValue): string {
  return typeof compared === 'boolean' && json !== null ? `${json.document} -> ${json.path}` : value;
}

function rightOf(value: BuilderValue): string {
  if (typeof value === 'boolean') return literal(String(value));
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return literal(typeof value === 'string' ? value : JSON.stringify(value));
}

function scalar(call: BuilderCall, value: BuilderValue): string {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return literal(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  throw wrong(call, `“${call.name}” compares with a text or a number.`);
}

function word(call: BuilderCall, value: BuilderValue): string {
  if (typeof value !== 'string') throw wrong(call, `“${call.name}” takes a text.`);
  return value;
}

function whole(call: BuilderCall, value: BuilderValue | undefined): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw wrong(call, `“${call.name}” takes a whole number, 0 or more.`);
  return value;
}

/** A text for GLOB, in which case counts; with `isPattern`, % and _ mean what they mean for LIKE. */
function globOf(text: string, isPattern = false): string {
  const escaped = text.replaceAll(/[*?[]/g, (mark) => `[${mark}]`);
  return isPattern ? escaped.replaceAll('%', '*').replaceAll('_', '?') : escaped;
}

/** `items[0].qty` and `ship.country` as SQLite writes them. */
function jsonPath(path: string): string {
  return path
    .split('.')
    .map((key) => {
      const [, name = key, places = ''] = /^(.*?)((?:\[\d+\])*)$/.exec(key) ?? [];
      return `.${/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name)}${places}`;
    })
    .join('')
    .replace(/^/, '$');
}

function literal(text: string): string {
  const pieces = text.split('\0').map((piece) => `'${piece.replaceAll("'", "''")}'`);
  return pieces.length === 1 ? (pieces[0] ?? "''") : `(${pieces.join(' || char(0) || ')})`;
}

function identifier(name: string): string {
  return /^[a-z_][a-z0-9_]*$/i.test(name) &&
    !/^(?:order|group|index|select|table|from|where|limit|values)$/i.test(name)
    ? name
    : `"${name.replaceAll('"', '""')}"`;
}

function wrong({ from }: BuilderCall, message: string): Error {
  return builderInvalid(message, from);
}
