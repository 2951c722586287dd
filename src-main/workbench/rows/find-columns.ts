import { BridgeError } from '../bridge-error.ts';
import type { View, ViewColumn } from './view.ts';

/** The columns of a view with these names, in their order. Throws COLUMN_NOT_FOUND. */
export function columnsNamed(view: View, names: readonly string[]): readonly ViewColumn[] {
  const byName = new Map(view.columns.map((column) => [column.info.name, column]));
  return names.map((name) => {
    const column = byName.get(name);
    if (column !== undefined) return column;
    throw new BridgeError(
      'COLUMN_NOT_FOUND',
      `${view.info.object.slice(0, 120)} has no column named ${name.slice(0, 120)} any more.`,
      { details: { column: name } },
    );
  });
}
