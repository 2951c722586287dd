import type { Preflight } from '../../../src-preload/contract/files.ts';
import { formatByteSize, formatCount } from '../../lib/cells/byte-size.ts';
import { dateAndTime } from '../../lib/relative-time.ts';

/** What the pre-flight found, as pairs of label and words. Facts that are not known are left out. */
export function preflightFacts(found: Preflight): readonly (readonly [label: string, words: string])[] {
  const facts: (readonly [string, string])[] = [];
  if (found.journalMode !== null) facts.push(['Journal', journalWords(found)]);
  if (found.pageCount !== null && found.pageSize !== null) {
    facts.push(['Pages', `${formatCount(found.pageCount)} of ${formatByteSize(found.pageSize)}`]);
  }
  if (found.encoding !== null) facts.push(['Text', found.encoding]);
  facts.push(['Changed', dateAndTime(found.modifiedAt)]);
  if (found.usedBy !== null) facts.push(['In use by', userWords(found.usedBy)]);
  facts.push(['Access', found.canWrite ? 'read and write' : 'read only']);
  if (found.application !== null) facts.push(['Made for', found.application]);
  return facts;
}

function journalWords({ journalMode, walBytes, hasHotJournal, hasSharedMemory }: Preflight): string {
  if (journalMode === 'rollback')
    return hasHotJournal ? 'rollback, one left over' : 'rollback, none left over';
  if (walBytes > 0) return `WAL, ${formatByteSize(walBytes)} beside it`;
  return hasSharedMemory ? 'WAL, in use' : 'WAL, none beside it';
}

function userWords(processes: readonly number[]): string {
  if (processes.length === 0) return 'nobody';
  return `${processes.length === 1 ? 'process' : 'processes'} ${processes.join(', ')}`;
}
