import { type FoundStep, type FoundValue, findValue } from './find.ts';
import type { JsonPath } from './path.ts';
import { children, type JsonChild, kindOf, skipValue, type TextSpan } from './scan.ts';
import { memberText, spliceChildren } from './splice.ts';
import type { TextEdit } from './text-edit.ts';

/*
 * Each function gives the edits that a change of a document needs, for `applyEdits` or for an editor. Null: the
 * change cannot be made, because the path leads nowhere or an object would get a second member of one key. Raw is
 * JSON text of one value; who passes it has asked `isJson` first.
 */

/** Another value in the place of one; `[]` if it is written so already. */
export function setValue(text: string, path: JsonPath, raw: string): readonly TextEdit[] | null {
  const found = findValue(text, path);
  if (found === null) return null;
  if (text.slice(found.from, found.to) === raw) return [];
  return [{ from: found.from, to: found.to, text: raw }];
}

/** A new member of an object, before the one at a position or at the end. */
export function insertMember(
  text: string,
  objectPath: JsonPath,
  position: number | 'end',
  key: string,
  raw: string,
): readonly TextEdit[] | null {
  const object = containerAt(text, objectPath, 'object');
  if (object === null || object.siblings.some((member) => member.key === key)) return null;
  const start = position === 'end' ? object.siblings.length : position;
  if (start < 0 || start > object.siblings.length) return null;
  const inserted = [memberText(text, object.siblings, start, JSON.stringify(key), raw)];
  return edits(spliceChildren(text, object.span, object.siblings, { start, removed: 0, inserted }));
}

/** A new item of an array, before the one at a position or at the end. */
export function insertItem(
  text: string,
  arrayPath: JsonPath,
  position: number | 'end',
  raw: string,
): readonly TextEdit[] | null {
  const array = containerAt(text, arrayPath, 'array');
  if (array === null) return null;
  const start = position === 'end' ? array.siblings.length : position;
  if (start < 0 || start > array.siblings.length) return null;
  return edits(spliceChildren(text, array.span, array.siblings, { start, removed: 0, inserted: [raw] }));
}

/** Takes a member or an item out, with the comma that it no longer needs. The document itself cannot be taken out. */
export function removeAt(text: string, path: JsonPath): readonly TextEdit[] | null {
  const found = findChild(text, path);
  if (found === null) return null;
  const { span, siblings, position } = found;
  return edits(spliceChildren(text, span, siblings, { start: position, removed: 1, inserted: [] }));
}

/** What `removeAt` takes out: key, value, and the comma with its blanks. */
export function memberSpan(text: string, path: JsonPath): TextSpan | null {
  const edit = removeAt(text, path)?.[0];
  return edit === undefined ? null : { from: edit.from, to: edit.to };
}

/** Another key for a member, which stays where it is. */
export function renameKey(text: string, path: JsonPath, newKey: string): readonly TextEdit[] | null {
  const found = findChild(text, path);
  const member = found?.siblings[found.position];
  if (found === null || member === undefined || member.key === null) return null;
  if (member.key === newKey) return [];
  if (found.siblings.some((sibling) => sibling.key === newKey)) return null;
  return [{ from: member.keyFrom, to: member.keyTo, text: JSON.stringify(newKey) }];
}

/** Moves a member or an item to another position among its siblings; commas and blanks stay in their places. */
export function moveTo(text: string, path: JsonPath, position: number): readonly TextEdit[] | null {
  const found = findChild(text, path);
  if (found === null || found.siblings[position] === undefined) return null;
  if (found.position === position) return [];
  const low = Math.min(found.position, position);
  const slots = found.siblings.slice(low, Math.max(found.position, position) + 1);
  const moved = slots.map((slot) => text.slice(slot.keyFrom, slot.to));
  if (found.position < position) moved.push(...moved.splice(0, 1));
  else moved.unshift(...moved.splice(-1, 1));
  const joined = moved.map((child, index) => child + gapBehind(text, slots, index)).join('');
  return [{ from: slots[0]?.keyFrom ?? 0, to: slots.at(-1)?.to ?? 0, text: joined }];
}

interface Container {
  readonly span: TextSpan;
  readonly siblings: readonly JsonChild[];
}

function containerAt(text: string, path: JsonPath, kind: 'object' | 'array'): Container | null {
  const found = findValue(text, path);
  if (found === null || kindOf(text, found.from) !== kind) return null;
  return { span: found, siblings: children(text, found) };
}

/** The container that holds the value at a path, and the value's position in it. */
function findChild(text: string, path: JsonPath): (Container & { readonly position: number }) | null {
  const found: FoundValue | null = findValue(text, path);
  const step: FoundStep | undefined = found?.steps.at(-1);
  if (step === undefined) return null;
  const span = { from: step.from, to: skipValue(text, step.from) };
  return { span, siblings: children(text, span), position: step.position };
}

function gapBehind(text: string, slots: readonly JsonChild[], index: number): string {
  const slot = slots[index];
  const next = slots[index + 1];
  return slot === undefined || next === undefined ? '' : text.slice(slot.to, next.keyFrom);
}

function edits(edit: TextEdit | null): readonly TextEdit[] {
  return edit === null ? [] : [edit];
}
