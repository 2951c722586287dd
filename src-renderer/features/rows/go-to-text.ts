import type { RowKey } from '../../../src-preload/contract/cell.ts';
import { formatCount } from '../../lib/cells/byte-size.ts';
import { showToast } from '../../ui/toasts.ts';
import type { RowsSession } from './rows-session.ts';

/**
 * Goes to a row that was typed: `120` is its number as it is shown, `id 120` its key. Says so where there is none.
 */
export async function goToText(session: RowsSession, text: string): Promise<void> {
  const { info, rowCount, isCountExact } = session.state();
  if (info === null) return;
  const id = /^id (-?\d{1,19})$/.exec(text)?.[1];
  if (id === undefined) {
    const row = Number(text);
    if (!Number.isInteger(row) || row < 1 || (isCountExact && row > rowCount)) {
      showToast({ kind: 'info', title: `There is no row ${text}`, description: rowsWords(rowCount) });
      return;
    }
    session.goTo(Math.min(row, rowCount) - 1);
    return;
  }
  const whole = BigInt(id);
  const key: RowKey = [Number.isSafeInteger(Number(whole)) ? Number(whole) : whole];
  const hasOneKey = info.keyKind === 'rowid' || info.keyColumns.length === 1;
  if (!hasOneKey || !(await session.goToKey(key))) {
    showToast({ kind: 'info', title: `No row that is shown has the id ${id}` });
  }
}

function rowsWords(count: number): string {
  return count === 0 ? 'No row is shown.' : `Rows 1 to ${formatCount(count)} are shown.`;
}
