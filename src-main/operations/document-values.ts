import { type FieldTree, fieldTree, sliceFields } from './json-fields.ts';
import type { PlanColumn } from './plan-column.ts';
import type { FieldSummary, FieldValue, ReadValue } from './read-value.ts';
import { jsonPath } from './sql/json-path.ts';
import { DOCUMENT_MARK } from './sql/large-values.ts';
import { isRawText } from './stored-value.ts';

/** A document column whose fields are asked for. */
export interface DocumentSource {
  readonly sql: string;
  /** Places of the fields in the list of columns. */
  readonly columns: readonly number[];
  readonly sqlPaths: readonly string[];
  readonly tree: FieldTree;
}

const MISSING: FieldValue = { kind: 'field', json: null, summary: null };

/** The document columns of a list of columns, each with its fields. */
export function documentSources(columns: readonly PlanColumn[]): DocumentSource[] {
  const bySql = new Map<string, { columns: number[]; paths: (readonly string[])[] }>();
  columns.forEach((column, index) => {
    if (column.kind !== 'field') return;
    const source = bySql.get(column.sql) ?? { columns: [], paths: [] };
    source.columns.push(index);
    source.paths.push(column.path);
    bySql.set(column.sql, source);
  });
  return [...bySql].map(([sql, source]) => ({
    sql,
    columns: source.columns,
    sqlPaths: source.paths.map(jsonPath),
    tree: fieldTree(source.paths),
  }));
}

/** The fields of one document in the order of its source's columns. What is no JSON has none. */
export function fieldsOf(source: DocumentSource, document: ReadValue): FieldValue[] {
  const count = source.columns.length;
  const text = textOf(document);
  if (text === null) return new Array<FieldValue>(count).fill(MISSING);
  if (text.startsWith(DOCUMENT_MARK)) return summariesOf(text.slice(DOCUMENT_MARK.length), count);
  if (!isJson(text)) return new Array<FieldValue>(count).fill(MISSING);
  return sliceFields(text, source.tree, count).map((json) =>
    json === undefined ? MISSING : { kind: 'field', json, summary: null },
  );
}

function summariesOf(text: string, count: number): FieldValue[] {
  // Made by `documentExpression`: a pair for each path.
  const pairs = JSON.parse(text) as readonly (readonly [string | null, unknown])[];
  return Array.from({ length: count }, (_, index) => {
    const [type, about] = pairs[index] ?? [null, null];
    if (type === null) return MISSING;
    if (typeof about === 'string') return { kind: 'field', json: about, summary: null };
    return { kind: 'field', json: null, summary: summaryOf(type, about) };
  });
}

function summaryOf(type: string, about: unknown): FieldSummary {
  if (Array.isArray(about)) return { type: 'text', byteLength: Number(about[0]), head: String(about[1]) };
  return { type: type === 'array' ? 'array' : 'object', count: Number(about) };
}

function textOf(document: ReadValue): string | null {
  if (typeof document === 'string') return document;
  // JSON with bytes that are no text, inside some string: the rest of it can be shown all the same.
  if (isRawText(document)) return Buffer.from(document.rawText).toString('utf8');
  return null;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
