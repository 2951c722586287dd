import type { ObjectKind } from '../../../src-preload/contract/index.ts';

/** What `PRAGMA table_list` calls an object. */
export type TableListType = 'table' | 'view' | 'virtual' | 'shadow';

/** Names that SQLite keeps for itself: sqlite_schema, sqlite_sequence, sqlite_stat1 and the like. */
export function isSystemName(name: string): boolean {
  return name.slice(0, 7).toLowerCase() === 'sqlite_';
}

/** The kind that is shown. `isCollection` is what `recognizeCollections` found; it only matters for tables. */
export function objectKindOf(name: string, type: TableListType, isCollection: boolean): ObjectKind {
  if (isSystemName(name)) return 'system';
  if (type === 'table') return isCollection ? 'collection' : 'table';
  return type;
}
