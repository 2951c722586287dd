import { all, type Steps } from '../steps/steps.ts';
import type { CollectionSpec, TableConstraint } from './collection-spec.ts';
import { type StoredCollection, storedCollections } from './metadata-table.ts';

/**
 * The collection with the foreign keys as the file has them: who writes `users.id` means the field of the documents,
 * whose column in the table is `_id`.
 */
export function* withTargetColumns(spec: CollectionSpec): Steps<CollectionSpec> {
  const hasKeys =
    spec.constrainedFields.some(({ foreignKey }) => foreignKey !== undefined) ||
    spec.constraints.some(({ kind }) => kind === 'foreignKey');
  if (!hasKeys) return spec;
  const targets = new Targets(spec, yield* storedCollections(), yield* columnsOfOthers());
  return {
    ...spec,
    constrainedFields: spec.constrainedFields.map((field) => {
      const { foreignKey } = field;
      if (foreignKey === undefined) return field;
      const column = targets.columnOf(foreignKey.table, foreignKey.column);
      return { ...field, foreignKey: { ...foreignKey, column } };
    }),
    constraints: spec.constraints.map((constraint): TableConstraint => {
      if (constraint.kind !== 'foreignKey') return constraint;
      const columns = constraint.columns.map((column) => targets.columnOf(constraint.table, column));
      return { ...constraint, columns };
    }),
  };
}

class Targets {
  readonly #collections = new Map<string, Pick<StoredCollection, 'primaryKey' | 'constrainedFields'>>();
  readonly #columns: ReadonlySet<string>;

  constructor(spec: CollectionSpec, stored: readonly StoredCollection[], columns: ReadonlySet<string>) {
    for (const collection of stored) this.#collections.set(collection.name.toLowerCase(), collection);
    this.#collections.set(spec.name.toLowerCase(), spec);
    this.#columns = columns;
  }

  /** A table that is not there yet is taken for a collection: its `id` will be `_id`. */
  columnOf(table: string, column: string): string {
    if (this.#columns.has(JSON.stringify([table.toLowerCase(), column.toLowerCase()]))) return column;
    const collection = this.#collections.get(table.toLowerCase());
    if (column === (collection?.primaryKey ?? 'id')) return '_id';
    return collection?.constrainedFields.find(({ field }) => field === column)?.column ?? column;
  }
}

function* columnsOfOthers(): Steps<Set<string>> {
  const { rows } = yield* all(
    'SELECT lower(tables.name), lower(columns.name) FROM sqlite_schema AS tables, pragma_table_xinfo(tables.name) AS columns WHERE tables.type = ?',
    ['table'],
  );
  return new Set(rows.map((row) => JSON.stringify(row)));
}
