import {
  insertItem,
  insertMember,
  type JsonPath,
  kindOf,
  removeAt,
  type TextEdit,
} from '../../../../src-preload/contract/json-text/index.ts';
import { membersOf, spanAt } from './cached-children.ts';

/**
 * The edits that give a field a value; one that is missing is put behind the fields that stand before it in `order`.
 * null: there is no place for it.
 */
export function setField(
  text: string,
  path: JsonPath,
  raw: string,
  order: readonly string[] = [],
): readonly TextEdit[] | null {
  const found = spanAt(text, path);
  if (found !== null) return text.slice(found.from, found.to) === raw ? [] : [{ ...found, text: raw }];
  const key = path.at(-1);
  if (key === undefined) return null;
  const parent = path.slice(0, -1);
  const span = spanAt(text, parent);
  if (span === null) return null;
  if (kindOf(text, span.from) === 'array') return insertItem(text, parent, 'end', raw);
  if (typeof key !== 'string') return null;
  return insertMember(text, parent, positionFor(key, order, membersOf(text, span)), key, raw);
}

/** The edits that take a field out; `[]` if it is not there. */
export function removeField(text: string, path: JsonPath): readonly TextEdit[] | null {
  return spanAt(text, path) === null ? [] : removeAt(text, path);
}

function positionFor(
  key: string,
  order: readonly string[],
  members: readonly { readonly key: string | null }[],
): number | 'end' {
  const index = order.indexOf(key);
  if (index < 0) return 'end';
  const before = new Set(order.slice(0, index));
  const last = members.findLastIndex((member) => before.has(member.key ?? ''));
  if (last >= 0) return last + 1;
  const after = new Set(order.slice(index + 1));
  const first = members.findIndex((member) => after.has(member.key ?? ''));
  return first < 0 ? 'end' : first;
}
