import { deserialize, serialize } from 'node:v8';
import type { BeforeValue } from '../stored-rows.ts';
import type { StoredValue } from '../stored-value.ts';
import type { CommitChange, CommitColumn } from './commit-input.ts';

/**
 * Staged rows as bytes: for the way into a connection's process, and for the history of those that were written just as
 * they were staged. Values stand one after the other, since many small objects take longer to copy than to write.
 */
export interface PackedChanges {
  /** Of `PackedRows`. */
  readonly rows: Uint8Array;
  /** The values of the images of updates, which are needed only where others have changed a row. */
  readonly images: Uint8Array;
}

/** What many changes have in common, said once. */
interface ChangeForm extends Pick<CommitChange, 'table' | 'kind'> {
  /** Values of the key; null: there is none. */
  readonly keys: number | null;
  readonly hasRowid: boolean;
  readonly columns: readonly Pick<CommitColumn, 'name' | 'encoding'>[];
  readonly image: readonly string[] | null;
}

type PackedValue = BeforeValue | undefined;

interface PackedRows {
  readonly forms: readonly ChangeForm[];
  /** The form of each change. */
  readonly order: readonly number[];
  /** Of each change: its key, its rowid, what each column was and is to be, and the image of a deletion. */
  readonly values: readonly PackedValue[];
}

export function packChanges(changes: readonly CommitChange[]): PackedChanges {
  const forms = new Forms();
  const order: number[] = [];
  const values: PackedValue[] = [];
  const images: PackedValue[] = [];
  for (const change of changes) {
    order.push(forms.placeOf(change));
    for (const value of change.key ?? []) values.push(value);
    if (change.rowid !== undefined) values.push(change.rowid);
    for (const { before, after } of change.columns) values.push(before, after);
    if (change.image === null) continue;
    const into = change.kind === 'delete' ? values : images;
    for (const value of change.image.values()) into.push(value);
  }
  const rows: PackedRows = { forms: forms.all, order, values };
  return { rows: serialize(rows), images: serialize(images) };
}

/** What was packed; without their bytes, updates have no images. */
export function unpackChanges({
  rows,
  images: imageBytes,
}: Pick<PackedChanges, 'rows'> & { readonly images: Uint8Array | null }): readonly CommitChange[] {
  // Both made by `packChanges`.
  const { forms, order, values } = deserialize(rows) as PackedRows;
  const images = imageBytes === null ? null : new LazyValues(imageBytes);
  let [at, imageAt] = [0, 0];
  return order.map((place) => {
    const { table, kind, keys, hasRowid, columns: names, image } = forms[place] as ChangeForm;
    // Keys and values of columns are never hashed where they stand for themselves.
    const key = keys === null ? null : (values.slice(at, at + keys) as StoredValue[]);
    at += keys ?? 0;
    const rowid = hasRowid ? { rowid: values[at] as bigint } : {};
    if (hasRowid) at += 1;
    const columns = names.map(({ name, encoding }): CommitColumn => {
      const before = values[at];
      const after = values[at + 1] as StoredValue | undefined;
      at += 2;
      return { name, before, after, encoding };
    });
    const common = { form: place, table, kind, key, columns };
    if (image === null) return { ...common, image: null, ...rowid };
    if (kind === 'delete') {
      const known = imageOf(image, values, at);
      at += image.length;
      return { ...common, image: known };
    }
    const from = imageAt;
    imageAt += image.length;
    return images === null
      ? { ...common, image: null }
      : new UpdateWithImage(common, () => imageOf(image, images.all, from));
  });
}

/** An update whose image is made when it is asked for. */
class UpdateWithImage implements CommitChange {
  readonly form: number;
  readonly table: number;
  readonly kind: CommitChange['kind'];
  readonly key: CommitChange['key'];
  readonly columns: CommitChange['columns'];
  readonly #make: () => CommitChange['image'];
  #image: CommitChange['image'] | undefined;

  constructor(
    { form, table, kind, key, columns }: Omit<CommitChange, 'image' | 'form'> & { readonly form: number },
    make: () => CommitChange['image'],
  ) {
    this.form = form;
    this.table = table;
    this.kind = kind;
    this.key = key;
    this.columns = columns;
    this.#make = make;
  }

  get image(): CommitChange['image'] {
    this.#image ??= this.#make();
    return this.#image;
  }
}

class LazyValues {
  readonly #bytes: Uint8Array;
  #values: readonly PackedValue[] | undefined;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get all(): readonly PackedValue[] {
    this.#values ??= deserialize(this.#bytes) as readonly PackedValue[];
    return this.#values;
  }
}

function imageOf(
  names: readonly string[],
  values: readonly PackedValue[],
  from: number,
): ReadonlyMap<string, BeforeValue> {
  return new Map(names.map((name, index) => [name, values[from + index] ?? null]));
}

/** Finds the forms of changes. Most have that of the change before. */
class Forms {
  readonly all: ChangeForm[] = [];
  readonly #places = new Map<string, number>();
  #last = -1;

  placeOf(change: CommitChange): number {
    const last = this.all[this.#last];
    if (last !== undefined && isOfForm(change, last)) return this.#last;
    const form: ChangeForm = {
      table: change.table,
      kind: change.kind,
      keys: change.key?.length ?? null,
      hasRowid: change.rowid !== undefined,
      columns: change.columns.map(({ name, encoding }) => ({ name, encoding })),
      image: change.image === null ? null : [...change.image.keys()],
    };
    const id = JSON.stringify(form);
    this.#last = this.#places.get(id) ?? this.all.length;
    if (this.#last === this.all.length) {
      this.#places.set(id, this.#last);
      this.all.push(form);
    }
    return this.#last;
  }
}

function isOfForm({ table, kind, key, columns, image, rowid }: CommitChange, form: ChangeForm): boolean {
  if (table !== form.table || kind !== form.kind || (key?.length ?? null) !== form.keys) return false;
  if ((rowid !== undefined) !== form.hasRowid) return false;
  if (columns.length !== form.columns.length || (image?.size ?? null) !== (form.image?.length ?? null))
    return false;
  for (let index = 0; index < columns.length; index += 1) {
    const one = columns[index];
    const other = form.columns[index];
    if (one?.name !== other?.name || one?.encoding !== other?.encoding) return false;
  }
  let at = 0;
  for (const name of image?.keys() ?? []) {
    if (form.image?.[at] !== name) return false;
    at += 1;
  }
  return true;
}
