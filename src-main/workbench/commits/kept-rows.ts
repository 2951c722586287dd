import { deserialize, serialize } from 'node:v8';
import type { CommitTable, KeyedValues, RowImage, WrittenRow } from '../../operations/commit/commit-input.ts';
import { type PackedChanges, unpackChanges } from '../../operations/commit/packed-changes.ts';
import { stagedImage } from '../../operations/commit/staged-image.ts';
import type { Prepared } from './prepare.ts';

/** What many rows have in common, said once. */
type ImageForm = Pick<RowImage, 'table' | 'changed' | 'columns'>;

/** A row as it is kept: form, key and values before, key and values after, documents where it has some. */
type PackedImage = readonly [
  form: number,
  before: readonly [KeyedValues['key'], KeyedValues['values']] | null,
  after: readonly [KeyedValues['key'], KeyedValues['values']] | null,
  documents: RowImage['documents'] | null,
];

interface PackedImages {
  readonly forms: readonly ImageForm[];
  readonly images: readonly PackedImage[];
}

/** Rows that were all written just as they were staged: the bytes by which they went into the connection's process. */
interface StagedRows {
  readonly tables: readonly Pick<CommitTable, 'name' | 'keys'>[];
  readonly staged: Uint8Array;
}

const NONE: RowImage['documents'] = new Map();

/** What a commit did to its rows, as bytes that are kept for taking it back. */
export function packRows(
  written: readonly WrittenRow[] | 'as-staged',
  { tables, changes }: Pick<Prepared, 'tables' | 'changes'>,
  packed: PackedChanges,
): Uint8Array {
  if (written === 'as-staged') {
    const rows: StagedRows = {
      tables: tables.map(({ name, keys }) => ({ name, keys })),
      staged: packed.rows,
    };
    return serialize(rows);
  }
  return packRowImages(
    written.flatMap((row) => {
      if (typeof row !== 'number') return [row];
      const change = changes[row];
      const table = change === undefined ? undefined : tables[change.table];
      return change === undefined || table === undefined ? [] : [stagedImage(table, change)];
    }),
  );
}

/** The same, row by row. */
export function packRowImages(images: readonly RowImage[]): Uint8Array {
  return serialize(packImages(images));
}

/** What was packed, row by row. */
export function unpackRows(bytes: Uint8Array): readonly RowImage[] {
  // Made by `packRows` or `packRowImages`.
  const kept = deserialize(bytes) as PackedImages | StagedRows;
  if (!('staged' in kept)) return unpackImages(kept);
  return unpackChanges({ rows: kept.staged, images: null }).flatMap((change) => {
    const table = kept.tables[change.table];
    return table === undefined ? [] : [stagedImage(table, change)];
  });
}

function packImages(images: readonly RowImage[]): PackedImages {
  const forms: ImageForm[] = [];
  const places = new Map<string, number>();
  const packed = images.map(({ table, before, after, changed, columns, documents }): PackedImage => {
    const id = `${table}\0${changed.join('\0')}\0\0${columns.join('\0')}`;
    let form = places.get(id);
    if (form === undefined) {
      form = forms.length;
      places.set(id, form);
      forms.push({ table, changed, columns });
    }
    return [form, packRow(before), packRow(after), documents.size === 0 ? null : documents];
  });
  return { forms, images: packed };
}

function unpackImages({ forms, images }: PackedImages): RowImage[] {
  return images.flatMap(([at, before, after, documents]) => {
    const form = forms[at];
    if (form === undefined) return [];
    return [{ ...form, before: unpackRow(before), after: unpackRow(after), documents: documents ?? NONE }];
  });
}

function packRow(row: KeyedValues | null): PackedImage[1] {
  return row === null ? null : [row.key, row.values];
}

function unpackRow(row: PackedImage[1]): KeyedValues | null {
  return row === null ? null : { key: row[0], values: row[1] };
}
