import { isDeepStrictEqual } from 'node:util';
import {
  applyEdits,
  insertItem,
  insertMember,
  type JsonPath,
  removeAt,
  setValue,
  type TextEdit,
  valueSpan,
} from '../../../src-preload/contract/json-text/index.ts';

/** The JSON text of one value. Throws VALIDATION for what JSON cannot hold. */
export type TextOf = (value: unknown) => string;

/** A document's text with what a hook has changed, and where. */
export interface PatchedText {
  readonly text: string;
  /** Places of the changes, keys and positions from the root. */
  readonly paths: readonly JsonPath[];
}

/**
 * The source text of a document with the changes from one value to another, and no others: what a hook left alone keeps its
 * digits, blanks and order.
 */
export function patchedText(text: string, before: unknown, after: unknown, textOf: TextOf): PatchedText {
  const patcher = new Patcher(text, textOf);
  patcher.compare(before, after, []);
  return { text: patcher.text, paths: patcher.paths };
}

class Patcher {
  text: string;
  readonly paths: JsonPath[] = [];
  readonly #textOf: TextOf;

  constructor(text: string, textOf: TextOf) {
    this.text = text;
    this.#textOf = textOf;
  }

  compare(before: unknown, after: unknown, path: JsonPath): void {
    if (isDeepStrictEqual(before, after)) return;
    if (isPlain(before) && isPlain(after)) this.#compareObjects(before, after, path);
    else if (Array.isArray(before) && Array.isArray(after)) this.#compareArrays(before, after, path);
    else this.#edit(path, setValue(this.text, path, this.#rawOf(after, path)));
  }

  #compareObjects(before: Plain, after: Plain, path: JsonPath): void {
    for (const key of Object.keys(before)) {
      if (after[key] === undefined && before[key] !== undefined)
        this.#edit([...path, key], removeAt(this.text, [...path, key]));
    }
    for (const [key, value] of Object.entries(after)) {
      if (value === undefined) continue;
      const at = [...path, key];
      if (Object.hasOwn(before, key)) this.compare(before[key], value, at);
      else this.#edit(at, insertMember(this.text, path, 'end', key, this.#textOf(value)));
    }
  }

  #compareArrays(before: readonly unknown[], after: readonly unknown[], path: JsonPath): void {
    const shared = Math.min(before.length, after.length);
    for (let at = 0; at < shared; at += 1) this.compare(before[at], after[at], [...path, at]);
    for (let at = before.length - 1; at >= shared; at -= 1) {
      this.#edit([...path, at], removeAt(this.text, [...path, at]));
    }
    for (let at = shared; at < after.length; at += 1) {
      this.#edit([...path, at], insertItem(this.text, path, 'end', this.#textOf(after[at])));
    }
  }

  /** null: the text does not have the place, such as that of an id that has a column of its own. */
  #edit(path: JsonPath, edits: readonly TextEdit[] | null): void {
    if (edits === null || edits.length === 0) return;
    this.text = applyEdits(this.text, edits);
    this.paths.push(path);
  }

  /** A date or an integer in the form that the place has: other writers keep them as plain text or numbers. */
  #rawOf(value: unknown, path: JsonPath): string {
    const span = valueSpan(this.text, path);
    const first = span === null ? '' : this.text.charAt(span.from);
    if (value instanceof Date && first === '"') return JSON.stringify(value.toISOString());
    const isNumber = /[-\d]/u.test(first);
    if (value instanceof Date && isNumber) return String(value.getTime());
    return typeof value === 'bigint' && isNumber ? String(value) : this.#textOf(value);
  }
}

type Plain = Readonly<Record<string, unknown>>;

function isPlain(value: unknown): value is Plain {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
