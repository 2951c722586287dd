import {
  compactJson,
  diffJson,
  isJson,
  isSameJson,
  kindOf,
  mergePatches,
  rootSpan,
  spanBetween,
  type TextSpan,
  valueSpan,
} from '../../../../src-preload/contract/json-text/index.ts';
import { layOutJson } from '../../../lib/cells/json-tokens.ts';
import { membersOf } from './cached-children.ts';

/** Shorter ones are read well on their one line. */
const SHORT = 60;

/** Whether a document has no lines of its own, so that it is laid out to be read. */
export function isOnOneLine(text: string): boolean {
  return text.length > SHORT && !text.trim().includes('\n');
}

/** A document as it is shown: with its own lines, or laid out. */
export function shownText(text: string, isLaidOut: boolean): string {
  return isLaidOut ? (layOutJson(text) ?? text) : text;
}

/** Shorter ones are compared as a whole. */
const LONG = 20_000;

/**
 * What a shown text makes of the document: of one that is laid out only the changes, never its blanks. `before` is how
 * the document was shown: of a long one only the value around the change is compared.
 */
export function documentText(document: string, shown: string, isLaidOut: boolean, before: string): string {
  if (!isLaidOut) return shown;
  const near = document.length > LONG ? changedValue(document, shown, before) : null;
  if (near !== null) {
    const { span, after } = near;
    const value = documentText(document.slice(span.from, span.to), after, true, '');
    return document.slice(0, span.from) + value + document.slice(span.to);
  }
  if (!isJson(shown)) return shown;
  const patches = diffJson(document, shown).map((patch) => ({
    ...patch,
    after: patch.after === null ? null : compactJson(patch.after),
  }));
  const merged = mergePatches(document, patches).text;
  return isSameJson(merged, shown) ? merged : shown;
}

/** The innermost value that holds all of the change, with how it is now; null where it is the document, or no JSON. */
function changedValue(
  document: string,
  shown: string,
  before: string,
): { readonly span: TextSpan; readonly after: string } | null {
  if (before === '' || before === shown) return null;
  const edit = spanBetween(before, shown);
  const grown = shown.length - before.length;
  const around: { readonly span: TextSpan; readonly position: number }[] = [];
  for (let span: TextSpan | undefined = rootSpan(before); span !== undefined; ) {
    const kind = kindOf(before, span.from);
    const members: readonly TextSpan[] = kind === 'object' || kind === 'array' ? membersOf(before, span) : [];
    const position: number = members.findIndex(({ from, to }) => from <= edit.from && edit.to <= to);
    span = members[position];
    if (span !== undefined) around.push({ span, position });
  }
  for (let depth = around.length; depth > 0; depth -= 1) {
    const inner = around[depth - 1]?.span ?? edit;
    const after = shown.slice(inner.from, inner.to + grown);
    if (!isJson(after)) continue;
    const path = around.slice(0, depth).map(({ position }) => position);
    const span = valueSpan(document, path);
    return span === null ? null : { span, after };
  }
  return null;
}
