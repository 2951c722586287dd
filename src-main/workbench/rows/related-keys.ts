import { filterTextFor, parseFilter } from '../../../src-preload/contract/filter-text.ts';
import type { FilterTerm } from '../../../src-preload/contract/index.ts';
import { filterCondition } from '../../operations/sql/filter.ts';
import { joinParts, type SqlPart } from '../../operations/sql/sql-part.ts';
import { bindStored, isRawText, type StoredValue } from '../../operations/stored-value.ts';
import { describeAllForeignKeys } from '../catalog/all-foreign-keys.ts';
import type { ColumnFacts, ObjectFacts } from '../catalog/columns.ts';
import type { ForeignKeyFacts } from '../catalog/foreign-keys.ts';
import type { OpenFile } from '../open-file.ts';
import { columnSql } from './object-shape.ts';

/** Characters of a filter's text that the contract takes. */
const MOST_FILTER_TEXT = 10_000;
/** Rows that are NULL and not NULL at once: none. */
const NO_ROWS = ['null', '!null'] as const;

/** Every foreign key of a file, remembered until its schema changes. */
export function allForeignKeys(file: OpenFile): Promise<readonly ForeignKeyFacts[]> {
  return file.cachedBySchema('foreign keys', () =>
    file.use('reader', { holder: 'catalog' }, (connection) => describeAllForeignKeys(connection)),
  );
}

/** Whether two names mean the same to SQLite. */
export function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** The columns with these names as the table spells them; null if one is missing. */
export function columnsOf({ columns }: ObjectFacts, names: readonly string[]): readonly ColumnFacts[] | null {
  const found = names.map((name) => columns.find((column) => isSameName(column.name, name)));
  const present = found.filter((column) => column !== undefined);
  return present.length === names.length && names.length > 0 ? present : null;
}

/** The condition for rows of the parent, as foreign keys compare: by the parent's affinity and collation. */
export function parentCondition(columns: readonly ColumnFacts[], values: readonly StoredValue[]): SqlPart {
  return joinParts(
    columns.map((column, index) => equals(column, values[index] ?? null)),
    ' AND ',
  );
}

/** How children are found, and the filter that opens the same rows. */
export interface ChildSearch {
  readonly where: SqlPart;
  readonly filter: FilterTerm[];
}

/**
 * The condition for children that hold these values, and the same as filter terms. A value that no filter can name (text
 * that is no valid text, or more than a filter takes) gives a filter without rows.
 */
export function childSearch(columns: readonly ColumnFacts[], values: readonly StoredValue[]): ChildSearch {
  const filter: FilterTerm[] = [];
  const conditions = columns.map((column, index): SqlPart => {
    const value = values[index] ?? null;
    const text = isRawText(value) ? null : filterTextFor(value);
    const parsed = text === null || text.length > MOST_FILTER_TEXT ? null : parseFilter(text);
    if (text === null || parsed === null || !parsed.ok || parsed.condition === null) {
      filter.push(...noRows(column));
      return equals(column, value);
    }
    filter.push({ column: column.name, text });
    // No text of digits can stand in such a column, so that one comparison is enough, for which an index serves best.
    if (isNumeric(column) && typeof value !== 'string') return equals(column, value);
    const subject = {
      value: columnSql(column.name),
      jsonType: null,
      isText: column.affinity === 'TEXT',
    };
    const { sql, params } = filterCondition(subject, parsed.condition);
    return { sql: `(${sql})`, params };
  });
  return { where: joinParts(conditions, ' AND '), filter };
}

/** The filter that no row passes: what NULL in a parent's key is pointed at by. */
export function noRows(column: Pick<ColumnFacts, 'name'>): FilterTerm[] {
  return NO_ROWS.map((text) => ({ column: column.name, text }));
}

/** Whether an index begins with one of the columns, so that rows are found without a scan. */
export function isSearchable(columns: readonly ColumnFacts[]): boolean {
  return columns.some((column) => column.isIndexed);
}

function equals(column: ColumnFacts, value: StoredValue): SqlPart {
  const bound = bindStored(value);
  return { sql: `${columnSql(column.name)} = ${bound.sql}`, params: bound.params };
}

function isNumeric({ affinity }: ColumnFacts): boolean {
  return affinity === 'INTEGER' || affinity === 'REAL' || affinity === 'NUMERIC';
}
