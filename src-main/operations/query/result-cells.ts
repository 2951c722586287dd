import { type Cell, CellTag } from '../../../src-preload/contract/cell.ts';
import type { ResultColumn } from '../../../src-preload/contract/queries.ts';
import type { Driver, SqlValue, StatementColumn } from '../../engine/types.ts';
import { toCell } from '../cells.ts';

/** Bytes up to which a value of a result is whole: nobody can ask for the rest later. */
const WHOLE = 1_048_576;

/** A value of a result as a cell. */
export function resultCell(driver: Driver, value: SqlValue): Cell {
  const cell = toCell(driver, value, WHOLE);
  if (!(value instanceof Uint8Array) || !Array.isArray(cell) || cell[0] !== CellTag.blob) return cell;
  return [CellTag.blob, value.byteLength, value.byteLength <= WHOLE ? value : value.slice(0, WHOLE)];
}

/** About as many bytes as the value takes when it is encoded. */
export function weightOf(value: SqlValue): number {
  if (typeof value === 'string') return Math.min(value.length, WHOLE) + 5;
  return value instanceof Uint8Array ? Math.min(value.byteLength, WHOLE) + 9 : 9;
}

/** The columns of a result. Of expressions, which have no declared type, the first row tells whether they are numbers. */
export function resultColumns(
  columns: readonly StatementColumn[],
  names: readonly string[],
  first: readonly SqlValue[] | undefined,
): readonly ResultColumn[] {
  return columns.map(({ name, type, table, column }, index) => {
    const value = first?.[index];
    const isNumber = typeof value === 'number' || typeof value === 'bigint';
    return {
      // SQLite compiles a statement again when the schema has changed, and names may differ then.
      name: names[index] ?? name,
      declaredType: type,
      isNumeric: type === null ? isNumber : /INT|REAL|FLOA|DOUB|NUM|DEC/i.test(type),
      origin: table === null || column === null ? null : { object: table, column },
    };
  });
}
