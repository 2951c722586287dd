import { nearestText } from '../../../src-preload/contract/nearest-text.ts';
import type { Driver } from '../../engine/types.ts';
import { kindOf } from './statement-kind.ts';

/** What is to be known of a statement that has run without SQLite having said it. */
export function notesOn(driver: Driver, sql: string): readonly string[] {
  const kind = kindOf(sql);
  if (kind.kind !== 'pragma') return [];
  const known = driver.rowsSync('SELECT name FROM pragma_pragma_list').map(([name]) => String(name));
  if (!known.includes(kind.name)) {
    const nearest = nearestText(kind.name, known);
    const guess = nearest === null ? '' : ` Did you mean ${nearest}?`;
    return [`SQLite has no PRAGMA ${kind.name} and passes over it in silence.${guess}`];
  }
  if (kind.name === 'journal_mode' && kind.hasArgument && driver.hasTransaction)
    return ['The journal mode stayed as it is: SQLite does not change it inside a transaction.'];
  return [];
}
