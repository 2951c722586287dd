import type { ObjectKind } from '../../../src-preload/contract/index.ts';
import { isMetadataTable } from '../../engine/index.ts';

/** What `PRAGMA table_list` calls an object. */
export type TableListType = 'table' | 'view' | 'virtual' | 'shadow';

/**
 * Names that SQLite keeps for itself (sqlite_schema, sqlite_sequence, sqlite_stat1 and the like), and those of the
 * tables in which a file keeps what its documents are.
 */
export function isSystemName(name: string): boolean {
  const lower = name.toLowerCase();
  return lower.startsWith('sqlite_') || isMetadataTable(lower);
}

/** The kind that is shown. `isCollection` is what `findCollections` found; it only matters for tables. */
export function objectKindOf(name: string, type: TableListType, isCollection: boolean): ObjectKind {
  if (isSystemName(name)) return 'system';
  if (type === 'table') return isCollection ? 'collection' : 'table';
  return type;
}
