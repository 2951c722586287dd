import { type FilterPath, parseFilterPath } from '../../../src-preload/contract/filter-path.ts';
import { type FilterCondition, parseFilter } from '../../../src-preload/contract/filter-text.ts';
import type { FilterTerm } from '../../../src-preload/contract/index.ts';
import { type JsonPath, pathText } from '../../../src-preload/contract/json-text/index.ts';
import { nearestText } from '../../../src-preload/contract/nearest-text.ts';
import { filterCondition } from '../../operations/sql/filter.ts';
import { type DocumentSql, pathCondition } from '../../operations/sql/filter-path.ts';
import type { SqlPart } from '../../operations/sql/sql-part.ts';
import { BridgeError } from '../bridge-error.ts';
import { jsonIndexes } from '../catalog/json-indexes.ts';
import { columnSql, type ObjectShape } from './object-shape.ts';
import type { ViewColumn } from './view.ts';

/**
 * The SQL of one term of a filter; null where it filters nothing. A term names a column of the view, or else a place in
 * documents. Throws COLUMN_NOT_FOUND and FILTER_INVALID.
 */
export function filterPart(shape: ObjectShape, { column: name, text }: FilterTerm): SqlPart | null {
  const parsed = parseFilter(text);
  if (!parsed.ok) throw new BridgeError('FILTER_INVALID', parsed.problem, { details: { column: name } });
  const column = shape.columns.find(({ info }) => info.name === name);
  if (parsed.condition === null) {
    if (column === undefined) subjectOf(shape, name);
    return null;
  }
  if (column === undefined) return placeCondition(shape, name, parsed.condition);
  if (column.plan.kind === 'stored') return columnCondition(shape, column, parsed.condition);
  const { path } = column.plan;
  return pathCondition(
    documentSql(shape, shape.documentColumn ?? ''),
    { path, arrays: [] },
    parsed.condition,
  );
}

function columnCondition(
  shape: ObjectShape,
  { info, plan }: ViewColumn,
  condition: FilterCondition,
): SqlPart {
  const facts = shape.facts.columns.find((candidate) => candidate.name === info.name);
  const isText = facts?.affinity === 'TEXT';
  return filterCondition({ value: plan.sql, jsonType: null, isText }, condition);
}

function placeCondition(shape: ObjectShape, name: string, condition: FilterCondition): SqlPart {
  const { document, subject } = subjectOf(shape, name);
  return pathCondition(documentSql(shape, document), subject, condition);
}

interface Subject {
  /** Name of the column with the documents. */
  readonly document: string;
  readonly subject: FilterPath;
}

/** In a collection a path begins in its documents, or in another column with JSON; elsewhere with a column. */
function subjectOf(shape: ObjectShape, name: string): Subject {
  const read = parseFilterPath(name);
  if (!read.ok) throw notFound(shape, name, name);
  const [first, ...rest] = read.subject.path;
  const column = shape.columns.find(({ info, plan }) => plan.kind === 'stored' && info.name === first);
  const isField = shape.columns.some(({ info }) => info.path?.[0] === first);
  if (column !== undefined && !isField) {
    return { document: column.info.name, subject: { ...read.subject, path: rest } };
  }
  if (shape.documentColumn === null) throw notFound(shape, name, String(first ?? name));
  return { document: shape.documentColumn, subject: read.subject };
}

function documentSql(shape: ObjectShape, name: string): DocumentSql {
  const column = columnSql(name);
  return { column, indexed: (path) => indexedValue(shape, name, path) };
}

/** SQL of a value as an index has it, so that SQLite searches by the index. */
function indexedValue(shape: ObjectShape, name: string, path: JsonPath): string | null {
  const found = jsonIndexes(shape.facts.indexes).find(
    (index) => index.column.toLowerCase() === name.toLowerCase() && pathText(index.path) === pathText(path),
  );
  if (found === undefined) return null;
  const pointer = `'${found.pointer.replaceAll("'", "''")}'`;
  const column = columnSql(name);
  return found.form === 'arrow' ? `(${column} ->> ${pointer})` : `json_extract(${column}, ${pointer})`;
}

function notFound(shape: ObjectShape, name: string, wrong: string): BridgeError {
  const near = nearestText(
    wrong,
    shape.columns.map(({ info }) => info.name),
  );
  return new BridgeError('COLUMN_NOT_FOUND', `${shape.facts.name} has no column named ${name} any more.`, {
    details: { column: name },
    ...(near === null ? {} : { hint: `Is ${near} meant?` }),
  });
}
