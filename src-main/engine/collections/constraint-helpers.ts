import type { ForeignKeyAction, TableConstraint } from './collection-spec.ts';

/** What a constraint over the table may be told. */
export interface ConstraintSettings {
  /** Name of the index, or of the CHECK; made from the table and its columns by default. */
  readonly name?: string | undefined;
}

/** What happens to a document when the row that it points to is deleted or gets another key. */
export interface ForeignKeyActions {
  readonly onDelete?: ForeignKeyAction | undefined;
  readonly onUpdate?: ForeignKeyAction | undefined;
}

/** No two documents have the same value in this field. */
export function unique(field: string, settings: ConstraintSettings = {}): TableConstraint {
  return { kind: 'unique', fields: [field], ...settings };
}

/** No two documents have the same values in all of these fields. */
export function compositeUnique(
  fields: readonly string[],
  settings: ConstraintSettings = {},
): TableConstraint {
  return { kind: 'unique', fields, ...settings };
}

/** The field, or the fields in this order, are found by an index. */
export function index(
  fields: string | readonly string[],
  settings: ConstraintSettings = {},
): TableConstraint {
  return { kind: 'index', fields: asList(fields), ...settings };
}

/** A condition in SQL over columns of constrained fields, which every document must meet. */
export function check(sql: string, settings: ConstraintSettings = {}): TableConstraint {
  return { kind: 'check', sql, ...settings };
}

/**
 * The field, or the fields together, hold the key of a row of another table.
 *
 * @param target `table.column`, or `table.column, column` for several fields; `table` alone means its `_id`.
 */
export function foreignKey(
  fields: string | readonly string[],
  target: string,
  actions: ForeignKeyActions = {},
): TableConstraint {
  const dot = target.indexOf('.');
  const table = dot < 0 ? target : target.slice(0, dot);
  const columns = dot < 0 ? ['_id'] : target.slice(dot + 1).split(',');
  return {
    kind: 'foreignKey',
    fields: asList(fields),
    table,
    columns: columns.map((column) => column.trim()),
    ...actions,
  };
}

function asList(fields: string | readonly string[]): readonly string[] {
  return typeof fields === 'string' ? [fields] : fields;
}
