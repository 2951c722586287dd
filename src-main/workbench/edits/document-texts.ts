import type { JsonPathKeys } from '../../../src-preload/contract/edits.ts';
import {
  applyEdits,
  children,
  insertItem,
  insertMember,
  isJson,
  kindOf,
  pathText,
  removeAt,
  setValue,
  type TextEdit,
  textHash,
  valueSpan,
} from '../../../src-preload/contract/json-text/index.ts';
import { editRefused } from './edit-errors.ts';

const hashes = new Map<string, string>();

/** The base of an edit of this text. The hash of the last long text is remembered. */
export function baseOf(text: string): { readonly length: number; readonly hash: string } {
  const known = hashes.get(text);
  if (known !== undefined) return { length: text.length, hash: known };
  const hash = textHash(text);
  if (text.length > 65_536) {
    hashes.clear();
    hashes.set(text, hash);
  }
  return { length: text.length, hash };
}

/** Makes one change of a field. `raw` null: takes it out. Throws EDIT_REFUSED where there is no way to it. */
export function changeField(text: string, path: JsonPathKeys, raw: string | null): string {
  if (raw !== null && !isJson(raw)) throw editRefused(`The new value of ${pathText(path)} is not JSON.`);
  const edits = raw === null ? removal(text, path) : placement(text, path, raw);
  return applyEdits(text, edits);
}

function removal(text: string, path: JsonPathKeys): readonly TextEdit[] {
  return valueSpan(text, path) === null ? [] : (removeAt(text, path) ?? []);
}

function placement(text: string, path: JsonPathKeys, raw: string): readonly TextEdit[] {
  const set = setValue(text, path, raw);
  if (set !== null) return set;
  let depth = path.length - 1;
  while (depth > 0 && valueSpan(text, path.slice(0, depth)) === null) depth -= 1;
  const parentPath = path.slice(0, depth);
  const parent = valueSpan(text, parentPath);
  const step = path[depth];
  if (parent === null || step === undefined) throw editRefused('The document has no place for this field.');
  const made = nested(path.slice(depth + 1), raw);
  const kind = kindOf(text, parent.from);
  const where = depth === 0 ? 'The document' : pathText(parentPath);
  if (kind === 'object' && typeof step === 'string' && made !== null) {
    return insertMember(text, parentPath, 'end', step, made) ?? [];
  }
  if (kind === 'array' && typeof step === 'number' && made !== null) {
    const { length } = children(text, parent);
    const edits = step === length ? insertItem(text, parentPath, 'end', made) : null;
    if (edits !== null) return edits;
    throw editRefused(`${where} has ${length} items; an item can only be added at its end.`);
  }
  throw editRefused(`${where} is ${kindWords(kind)}, so it can have no field ${pathText([step])}.`);
}

/** Objects around a value, one for each key; null where an index would need an array that is not there. */
function nested(path: JsonPathKeys, raw: string): string | null {
  let made = raw;
  for (const step of path.toReversed()) {
    if (typeof step !== 'string') return null;
    made = `{${JSON.stringify(step)}:${made}}`;
  }
  return made;
}

function kindWords(kind: string): string {
  if (kind === 'null') return 'null';
  if (kind === 'string') return 'a text';
  return kind === 'array' || kind === 'object' ? `an ${kind}` : `a ${kind}`;
}

/** Makes edits of a text. Throws EDIT_REFUSED where they overlap or the result is not JSON. */
export function changeText(text: string, edits: readonly TextEdit[]): string {
  let changed: string;
  try {
    changed = applyEdits(text, edits);
  } catch {
    throw editRefused('The edits of the document overlap, or reach beyond its end.');
  }
  if (!isJson(changed)) {
    throw editRefused('The document would not be JSON any more. It is kept as a draft until it is.');
  }
  return changed;
}
