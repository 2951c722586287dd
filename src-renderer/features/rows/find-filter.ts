import { parseFilter } from '../../../src-preload/contract/filter-text.ts';

/**
 * The filter of a column that keeps the rows with the text that was looked for: as it was typed where a filter reads it
 * as a text to look for, else quoted. With `matchCase` it is a pattern, since only patterns tell upper from lower case.
 */
export function findFilter({
  text,
  matchCase,
}: {
  readonly text: string;
  readonly matchCase: boolean;
}): string {
  if (matchCase) return `~ ${quote(`*${text.replace(/[*?[]/g, '[$&]')}*`)}`;
  const parsed = parseFilter(text);
  const isItself =
    parsed.ok && parsed.condition?.kind === 'contains' && parsed.condition.text === text && text !== '';
  return isItself ? text : quote(text);
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
