import {
  type DraftField,
  type DraftType,
  holdsFields,
  newField,
  type SchemaDraft,
} from '../../../src-preload/contract/schema-draft/index.ts';

/** A field of a draft as one line of the table. */
export interface DraftRow {
  readonly field: DraftField;
  readonly depth: number;
  readonly path: readonly string[];
  /** Whether it can have a column: not inside of lists. */
  readonly inColumns: boolean;
  /** A field above is left out. */
  readonly isOff: boolean;
}

/** All fields, those inside of others below them. */
export function draftRows({ fields }: SchemaDraft): DraftRow[] {
  const rows: DraftRow[] = [];
  const collect = (list: readonly DraftField[], above: Omit<DraftRow, 'field'>): void => {
    for (const field of list) {
      const path = [...above.path, field.key];
      rows.push({ ...above, field, path });
      if (!holdsFields(field.type)) continue;
      collect(field.fields, {
        depth: above.depth + 1,
        path,
        inColumns: above.inColumns && !isList(field.type),
        isOff: above.isOff || !field.isIncluded,
      });
    }
  };
  collect(fields, { depth: 0, path: [], inColumns: true, isOff: false });
  return rows;
}

function isList(type: DraftType): boolean {
  const parts = type.kind === 'union' ? type.of : [type];
  return parts.some(({ kind }) => kind === 'array');
}

/** The draft with one field changed. */
export function changeField(
  draft: SchemaDraft,
  id: number,
  change: (field: DraftField) => DraftField | null,
): SchemaDraft {
  const within = (fields: readonly DraftField[]): readonly DraftField[] =>
    fields.flatMap((field) => {
      if (field.id !== id) return [{ ...field, fields: within(field.fields) }];
      return change(field) ?? [];
    });
  return { ...draft, fields: within(draft.fields) };
}

/** The draft with all fields taken in, or left out. */
export function includeAll(draft: SchemaDraft, isIncluded: boolean): SchemaDraft {
  const within = (fields: readonly DraftField[]): readonly DraftField[] =>
    fields.map((field) => ({ ...field, isIncluded, fields: within(field.fields) }));
  return { ...draft, fields: within(draft.fields) };
}

/** The draft with a new field at the end, or at the end of those of another field. */
export function addField(draft: SchemaDraft, owner: number | null): SchemaDraft {
  const siblings = owner === null ? draft.fields : (fieldOf(draft, owner)?.fields ?? []);
  const taken = new Set(siblings.map(({ key }) => key));
  let key = 'field';
  for (let number = 2; taken.has(key); number += 1) key = `field${number}`;
  const made = newField(draft.nextId, key);
  const next = { ...draft, nextId: draft.nextId + 1 };
  if (owner === null) return { ...next, fields: [...draft.fields, made] };
  return changeField(next, owner, (field) => ({ ...field, fields: [...field.fields, made] }));
}

/** A field by its id. */
export function fieldOf(draft: SchemaDraft, id: number): DraftField | undefined {
  return draftRows(draft).find(({ field }) => field.id === id)?.field;
}

/** What is wrong with a draft, in a sentence; null: it can be saved. */
export function draftProblem(draft: SchemaDraft): string | null {
  const seen = new Set<string>();
  for (const { field, path, isOff } of draftRows(draft)) {
    if (isOff || !field.isIncluded) continue;
    const name = JSON.stringify(path);
    if (seen.has(name)) return `The field “${path.join('.')}” is there twice. Rename one of them.`;
    seen.add(name);
    if (field.key === '') return 'A field has no name. Give it one, or leave it out.';
    if (field.foreignKey !== null && !/^.+\..+$/u.test(field.foreignKey)) {
      return `The foreign key of “${path.join('.')}” must be table.column.`;
    }
  }
  return seen.size === 0 ? 'No field is taken. Take one, or add one.' : null;
}

/** What is created beside the schema, in words. */
export function draftSummary(draft: SchemaDraft): string {
  const taken = draftRows(draft).filter(
    ({ field, isOff, inColumns }) => field.isIncluded && !isOff && inColumns,
  );
  const count = (has: (field: DraftField) => boolean) => taken.filter(({ field }) => has(field)).length;
  const indexes = count((field) => field.isIndexed || field.isUnique || field.foreignKey !== null);
  if (indexes === 0) return 'No index is created with the schema.';
  const unique = count(({ isUnique }) => isUnique);
  const keys = count(({ foreignKey }) => foreignKey !== null);
  const parts = [
    indexWords(indexes, unique),
    ...(keys > 0 ? [`${keys} foreign ${keys === 1 ? 'key' : 'keys'}`] : []),
  ];
  return `${parts.join(' and ')} ${indexes + keys === 1 ? 'is' : 'are'} created with the schema.`;
}

function indexWords(count: number, unique: number): string {
  if (unique === count) return `${count} unique ${count === 1 ? 'index' : 'indexes'}`;
  return `${count} ${count === 1 ? 'index' : 'indexes'}${unique > 0 ? `, ${unique} of them unique` : ''}`;
}
