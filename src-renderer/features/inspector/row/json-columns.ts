import type { Cell } from '../../../../src-preload/contract/cell.ts';
import type { EditRules } from '../../../../src-preload/contract/edits.ts';
import { cellView } from '../../../lib/cells/cell-view.ts';
import type { FocusedRow } from '../../../lib/cells/focused-row.ts';
import type { OverlayRow } from '../../../lib/edits/overlay-row.ts';

/** The columns of a row that are edited as documents, and those that are meant for JSON and hold none. */
export interface JsonColumns {
  readonly held: readonly string[];
  readonly empty: readonly string[];
}

/** Which columns of a row hold JSON objects or arrays, as they are staged or stored. */
export function jsonColumns(
  { view, row }: Pick<FocusedRow, 'view' | 'row'>,
  rules: EditRules | null,
  overlay: OverlayRow | undefined,
): JsonColumns {
  const held: string[] = [];
  const empty: string[] = [];
  view.columns.forEach((column, index) => {
    const staged = overlay?.stagedOf(column);
    const cell = staged === undefined ? (row?.cells[index] ?? null) : staged.cell;
    const isMeant = rules?.columns.find((rule) => rule.column === column.name)?.editor === 'json';
    if (holdsJson(cell, isMeant)) held.push(column.name);
    else if (isMeant) empty.push(column.name);
  });
  return { held, empty };
}

/** Of a long text only the beginning is at hand: whether it is JSON is found when it is read. */
function holdsJson(cell: Cell, isMeant: boolean): boolean {
  const shown = cellView(cell);
  if (shown.look === 'json') return true;
  return isMeant && shown.look === 'text' && shown.isCut && /^\s*[[{]/.test(shown.text);
}

/** What is said above a whole row as tree or JSON: where it is edited instead. */
export function wholeRowWords({ reason }: EditRules, { held, empty }: JsonColumns): string {
  if (reason !== null) return reason;
  const missing =
    empty.length === 0
      ? ''
      : ` ${empty.join(', ')} ${empty.length === 1 ? 'holds' : 'hold'} no JSON yet: type it in the Form.`;
  if (held.length > 0) {
    return `The whole row, to be read. Choose a JSON column above to edit it; other columns are edited in the Form.${missing}`;
  }
  return `The whole row, to be read. Its columns are edited in the Form.${missing}`;
}
