import {
  compactJson,
  diffJson,
  isJson,
  isSameJson,
  mergePatches,
} from '../../../../src-preload/contract/json-text/index.ts';
import { layOutJson } from '../../../lib/cells/json-tokens.ts';

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

/** What a shown text makes of the document: of one that is laid out only the changes, never its blanks. */
export function documentText(document: string, shown: string, isLaidOut: boolean): string {
  if (!isLaidOut || !isJson(shown)) return shown;
  const patches = diffJson(document, shown).map((patch) => ({
    ...patch,
    after: patch.after === null ? null : compactJson(patch.after),
  }));
  const merged = mergePatches(document, patches).text;
  return isSameJson(merged, shown) ? merged : shown;
}
