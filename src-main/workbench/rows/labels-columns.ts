import type { ObjectShape } from './object-shape.ts';
import type { ViewColumn } from './view.ts';

/** Names of columns that say what a row is, the best first; compared without case and separators. */
const BEST_NAMES = [
  'name',
  'title',
  'label',
  'fullname',
  'displayname',
  'caption',
  'subject',
  'headline',
  'username',
  'login',
  'email',
  'slug',
  'description',
];
/** Columns that make a name together. */
const PAIRS = [
  ['firstname', 'lastname'],
  ['givenname', 'familyname'],
  ['forename', 'surname'],
] as const;
const ENDS_WELL = /(?:name|title|label|caption)$/;

/**
 * The columns that a row is best known by: one with a name such as `name` or `title`, first and last name, else the
 * first with text that is no key. Empty if there is none.
 */
export function labelColumns(shape: ObjectShape, target: string): readonly ViewColumn[] {
  const textual = shape.columns.filter(
    (column) => column.info.name !== target && !column.info.isHidden && isTextual(shape, column),
  );
  const byName = new Map<string, ViewColumn>();
  for (const column of textual) {
    const name = plainName(column.info.name);
    if (!byName.has(name)) byName.set(name, column);
  }
  for (const [index, name] of BEST_NAMES.entries()) {
    const best = byName.get(name);
    if (best !== undefined) return [best];
    // A name of two parts is better than a login or an address.
    if (index === BEST_NAMES.indexOf('displayname')) {
      const pair = pairOf(byName);
      if (pair !== null) return pair;
    }
  }
  const readable = textual.filter(({ info }) => info.references === null && info.primaryKeyPosition === 0);
  const first = readable.find(({ info }) => ENDS_WELL.test(plainName(info.name))) ?? readable[0];
  return first === undefined ? [] : [first];
}

function pairOf(byName: ReadonlyMap<string, ViewColumn>): readonly ViewColumn[] | null {
  for (const [first, last] of PAIRS) {
    const [a, b] = [byName.get(first), byName.get(last)];
    if (a !== undefined && b !== undefined) return [a, b];
  }
  return null;
}

function isTextual({ facts }: ObjectShape, { info }: ViewColumn): boolean {
  if (info.path !== null) return /\bstring\b/.test(info.declaredType);
  const column = facts.columns.find(({ name }) => name === info.name);
  // Columns without a type may hold text as well, those of type BLOB hardly.
  return column?.affinity === 'TEXT' || column?.declaredType === '' || /string/i.test(info.declaredType);
}

function plainName(name: string): string {
  const last = name.slice(name.lastIndexOf('.') + 1);
  return last.toLowerCase().replace(/[\s_-]/g, '');
}
