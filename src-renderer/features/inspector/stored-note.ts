import type { Cell } from '../../../src-preload/contract/cell.ts';
import type { RowColumn } from '../../../src-preload/contract/rows.ts';
import { storedTypeOf } from '../../lib/cells/cell-text.ts';

/** Says when what is stored is of another type than what is declared; null: it is not. */
export function storedNote(field: RowColumn, cell: Cell): string | null {
  const stored = storedTypeOf(cell);
  if (stored === null || field.path !== null || field.declaredType === '') return null;
  const isText = stored === 'TEXT';
  if (field.isNumeric !== isText) return null;
  return field.isNumeric || /CHAR|CLOB|TEXT/i.test(field.declaredType) ? `stored as ${stored}` : null;
}
