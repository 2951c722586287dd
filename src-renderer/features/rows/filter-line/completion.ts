import type { DocumentPath } from '../../../../src-preload/contract/document-paths.ts';

/** Names that may follow at the caret, and what they take the place of. */
export interface Completion {
  readonly from: number;
  readonly to: number;
  readonly choices: readonly DocumentPath[];
}

const MOST_CHOICES = 8;
const AND = ' and ';
/** What may be a path: no operator, and quotes in brackets only. */
const PARTIAL = /^((?:\["(?:[^"\\]|\\.)*"?\]?|[^\s=<>!~"'()]|\s)*)$/;

/** The names that go on what was typed up to the caret; null where no path stands there. */
export function completionAt(text: string, caret: number, names: readonly DocumentPath[]): Completion | null {
  const before = text.slice(0, caret);
  const last = before.toLowerCase().lastIndexOf(AND);
  const found = PARTIAL.exec(last < 0 ? before : before.slice(last + AND.length));
  const typed = found?.[1]?.trimStart();
  if (typed === undefined) return null;
  const word = typed.toLowerCase().replaceAll(/\s+/g, ' ');
  const begins = names.filter(({ path }) => path.toLowerCase().startsWith(word));
  const holds = word.includes(' ') ? [] : names.filter(({ path }) => path.toLowerCase().indexOf(word) > 0);
  const choices = [...begins, ...holds].slice(0, MOST_CHOICES);
  const isWhole = choices.length === 1 && choices[0]?.path.toLowerCase() === word;
  if (choices.length === 0 || isWhole) return null;
  return { from: caret - typed.length, to: caret, choices };
}

/** The text with a name in place of what was typed of it, and where the caret is then. */
export function complete(
  text: string,
  { from, to }: Completion,
  name: string,
): { readonly text: string; readonly caret: number } {
  const rest = text.slice(to);
  const gap = rest.startsWith(' ') ? '' : ' ';
  return { text: text.slice(0, from) + name + gap + rest, caret: from + name.length + 1 };
}
