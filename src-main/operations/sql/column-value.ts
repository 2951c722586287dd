import type { PlanColumn } from '../plan-column.ts';
import { jsonPath } from './json-path.ts';

/** A text as an SQL literal. Only for texts of Cairn's own making, and paths, which cannot always be bound. */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** SQL for the value by which a column is sorted and filtered: of a field, its value as SQLite has it, or NULL. */
export function comparedValue(column: PlanColumn): string {
  if (column.kind === 'stored') return column.sql;
  // 9: text as RFC 8259 has it, or JSONB; anything else would be an error that hides all rows.
  return `CASE WHEN json_valid(${column.sql}, 9) THEN ${column.sql} ->> ${literal(jsonPath(column.path))} END`;
}

/** SQL for the JSON type of a field: NULL where the document has no such path. */
export function jsonTypeOf(column: Extract<PlanColumn, { kind: 'field' }>): string {
  return `CASE WHEN json_valid(${column.sql}, 9) THEN json_type(${column.sql}, ${literal(jsonPath(column.path))}) END`;
}
