import { formatAbout, formatCount } from '../../lib/cells/byte-size.ts';
import type { ShownCount } from './row-counts.ts';

/** A count in words, such as "412 rows"; null while it is not known. */
export function countWords(count: ShownCount | undefined): string | null {
  if (count?.kind === 'about') return `${formatAbout(count.value)} rows`;
  if (count?.kind === 'exact') return `${formatCount(count.value)} ${count.value === 1 ? 'row' : 'rows'}`;
  return null;
}
