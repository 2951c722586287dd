import type { ConstrainedField } from './collection-spec.ts';

/** How a collection's table lies in the file. A table that others made keeps what it has. */
export interface TableLayout {
  readonly table: string;
  /** How `doc` is stored by this table; each row that is changed keeps its own. */
  readonly encoding: 'jsonb' | 'text';
  /** Whether there is a column `_version`. */
  readonly hasVersion: boolean;
  /** The constrained fields that the table has columns for. */
  readonly fields: readonly ConstrainedField[];
}

/** A table that is there, as far as writing to it must know it. */
export interface CollectionTable extends TableLayout {
  /** Fields whose columns are written; a generated column writes itself. */
  readonly writtenFields: readonly ConstrainedField[];
}
