import type { KeyedValues, RowImage } from '../../operations/commit/commit-input.ts';

/** What many rows have in common, said once. */
type ImageForm = Pick<RowImage, 'table' | 'changed' | 'columns'>;

/** A row as it is kept: form, key and values before, key and values after, documents where it has some. */
type PackedImage = readonly [
  form: number,
  before: readonly [KeyedValues['key'], KeyedValues['values']] | null,
  after: readonly [KeyedValues['key'], KeyedValues['values']] | null,
  documents: RowImage['documents'] | null,
];

export interface PackedImages {
  readonly forms: readonly ImageForm[];
  readonly images: readonly PackedImage[];
}

const NONE: RowImage['documents'] = new Map();

export function packImages(images: readonly RowImage[]): PackedImages {
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

export function unpackImages({ forms, images }: PackedImages): RowImage[] {
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
