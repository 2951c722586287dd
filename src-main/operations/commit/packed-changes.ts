import type { BeforeValue } from '../stored-rows.ts';
import type { StoredValue } from '../stored-value.ts';
import type { CommitChange, CommitColumn } from './commit-input.ts';

/** What many changes have in common: said once, since a clone of 10,000 objects takes longer than writing them. */
type ChangeForm = Pick<CommitChange, 'table' | 'kind'> & {
  readonly columns: readonly Pick<CommitColumn, 'name' | 'encoding'>[];
};

/** A change on its way into a connection's process: form, key, values before, values after, image. */
type PackedChange = readonly [
  form: number,
  key: CommitChange['key'],
  before: readonly (BeforeValue | undefined)[],
  after: readonly (StoredValue | undefined)[],
  image: CommitChange['image'],
];

export interface PackedChanges {
  readonly forms: readonly ChangeForm[];
  readonly changes: readonly PackedChange[];
}

export function packChanges(changes: readonly CommitChange[]): PackedChanges {
  const forms: ChangeForm[] = [];
  const places = new Map<string, number>();
  const packed = changes.map(({ table, kind, key, columns, image }): PackedChange => {
    let id = `${table}${kind}`;
    for (const { name, encoding } of columns) id += `\0${encoding}${name}`;
    let form = places.get(id);
    if (form === undefined) {
      form = forms.length;
      places.set(id, form);
      forms.push({ table, kind, columns: columns.map(({ name, encoding }) => ({ name, encoding })) });
    }
    const before = columns.map((column) => column.before);
    return [form, key, before, columns.map(({ after }) => after), image];
  });
  return { forms, changes: packed };
}

export function unpackChanges({ forms, changes }: PackedChanges): CommitChange[] {
  return changes.map(([at, key, before, after, image]) => {
    // Whoever packed it has put the form there.
    const { table, kind, columns } = forms[at] as ChangeForm;
    const own = columns.map(
      ({ name, encoding }, place): CommitColumn => ({
        name,
        encoding,
        before: before[place],
        after: after[place],
      }),
    );
    return { table, kind, key, columns: own, image };
  });
}
