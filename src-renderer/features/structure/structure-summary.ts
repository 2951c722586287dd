import type { Count, Structure } from '../../../src-preload/contract/catalog.ts';
import { countOf, formatAbout, formatByteSize } from '../../lib/cells/byte-size.ts';

const kinds = {
  collection: 'collection',
  table: 'rowid table',
  view: 'view',
  virtual: 'virtual table',
  shadow: 'table of a virtual table',
  system: 'table of SQLite itself',
} as const;

/** What an object is, in few words: "rowid table, strict, 412 rows, 76 kB". */
export function structureSummary(structure: Structure, rows: Count | null): string {
  const { kind, isWithoutRowid, isStrict, bytes } = structure;
  const words: string[] = [kind === 'table' && isWithoutRowid ? 'table without rowid' : kinds[kind]];
  if (isStrict) words.push('strict');
  if (rows !== null && rows.value !== null && rows.kind !== 'unknown') {
    const noun = kind === 'collection' ? 'document' : 'row';
    words.push(rows.kind === 'about' ? `${formatAbout(rows.value)} ${noun}s` : countOf(rows.value, noun));
  }
  if (bytes !== null) words.push(formatByteSize(bytes));
  return words.join(', ');
}

/** What stands in the status bar: "9 columns, 2 indexes, 1 trigger". */
export function structureCounts({ columns, indexes, foreignKeys, triggers }: Structure): string {
  const words = [countOf(columns.length, 'column')];
  if (indexes.length > 0) words.push(countOf(indexes.length, 'index', 'indexes'));
  if (foreignKeys.length > 0) words.push(countOf(foreignKeys.length, 'foreign key'));
  if (triggers.length > 0) words.push(countOf(triggers.length, 'trigger'));
  return words.join(', ');
}
