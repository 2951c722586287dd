import type { EditRow } from '../../../src-preload/contract/edits.ts';
import type { KeyedValues, RowImage } from '../../operations/commit/commit-input.ts';
import { isSame } from '../../operations/commit/exact.ts';
import { type StoredValue, toKeyValue } from '../../operations/stored-value.ts';
import type { ReadyEntry, StagedColumn } from '../edits/index.ts';

/** The staged rows that take a commit back, the last row first. */
export function inverseEntries(commit: string, images: readonly RowImage[]): ReadyEntry[] {
  return images.toReversed().flatMap((image, place): ReadyEntry[] => {
    const { table, before, after } = image;
    if (after === null) {
      // Both null: a row that a trigger took away again.
      if (before === null) return [];
      const entry = insertEntry(image, before, `undo-${commit}-${place}`);
      const [rowid] = before.key;
      return [before.key.length === 1 && typeof rowid === 'bigint' ? { ...entry, rowid } : entry];
    }
    if (before === null) {
      return [
        {
          object: table,
          row: rowOf(after),
          kind: 'delete',
          columns: new Map(),
          image: valuesOf(image, after),
        },
      ];
    }
    const columns = changedColumns(image, after, before);
    if (columns.size === 0) return [];
    return [{ object: table, row: rowOf(after), kind: 'update', columns, image: wholeImage(image) }];
  });
}

/** The staged rows that a commit was made of, as far as they show what it did. */
export function forwardEntries(commit: string, images: readonly RowImage[]): ReadyEntry[] {
  return images.flatMap((image, place): ReadyEntry[] => {
    const { table, before, after } = image;
    if (before === null) return after === null ? [] : [insertEntry(image, after, `${commit}-${place}`)];
    const row = rowOf(after ?? before);
    if (after === null) {
      const values = valuesOf(image, before);
      const columns = new Map(
        [...values].map(([name, value]) => [name, plainColumn(value, undefined)] as const),
      );
      return [{ object: table, row, kind: 'delete', columns, image: values }];
    }
    const columns = changedColumns(image, before, after);
    return [{ object: table, row, kind: 'update', columns, image: valuesOf(image, before) }];
  });
}

function valuesOf({ columns }: RowImage, { values }: KeyedValues): Map<string, StoredValue> {
  return new Map(columns.map((name, at) => [name, values[at] ?? null]));
}

function insertEntry(image: RowImage, row: KeyedValues, id: string): ReadyEntry {
  const columns = new Map(
    [...valuesOf(image, row)].map(([name, value]) => [name, plainColumn(undefined, value)] as const),
  );
  return { object: image.table, row: { inserted: id.slice(0, 64) }, kind: 'insert', columns, image: null };
}

function rowOf({ key }: KeyedValues): EditRow {
  return { key: key.map(toKeyValue) };
}

/** Rows under an implicit rowid are named by all their columns. */
function wholeImage(image: RowImage): ReadonlyMap<string, StoredValue> | null {
  const { after, changed, columns } = image;
  return after !== null && columns.length > changed.length ? valuesOf(image, after) : null;
}

function changedColumns(image: RowImage, from: KeyedValues, to: KeyedValues): Map<string, StagedColumn> {
  const columns = new Map<string, StagedColumn>();
  const isForward = from === image.before;
  for (const name of image.changed) {
    const document = image.documents.get(name);
    if (document !== undefined) {
      const [before, after] = isForward
        ? [document.before, document.after]
        : [document.after, document.before];
      if (before !== after) columns.set(name, { before, after, document: { encoding: document.encoding } });
      continue;
    }
    const [before, after] = [from, to].map(({ values }) => values[image.columns.indexOf(name)] ?? null) as [
      StoredValue,
      StoredValue,
    ];
    if (!isSame(before, after)) columns.set(name, plainColumn(before, after));
  }
  return columns;
}

function plainColumn(before: StoredValue | undefined, after: StoredValue | undefined): StagedColumn {
  return { before, after, document: null };
}
