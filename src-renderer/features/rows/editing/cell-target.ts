import type { Cell } from '../../../../src-preload/contract/cell.ts';
import { CellTag } from '../../../../src-preload/contract/cell-tag.ts';
import type { ColumnRule, EditRow, EditRules } from '../../../../src-preload/contract/edits.ts';
import type { OverlayRow } from '../../../lib/edits/overlay-row.ts';
import type { CellPlace } from '../../../lib/grid/selection.ts';
import type { CachedRow } from '../row-cache.ts';
import type { ShownColumn } from '../use-columns.ts';
import type { EditContext } from './edit-context.ts';

/** A row that can be edited. */
export interface RowTarget {
  readonly row: EditRow;
  /** As the file has it; null for a row that is staged to be inserted. */
  readonly stored: CachedRow | null;
  readonly overlay: OverlayRow | undefined;
}

/** Names a cell. */
export interface CellPlaceTarget {
  readonly row: EditRow;
  readonly shown: ShownColumn;
}

/** A cell that can be edited. */
export interface CellTarget extends RowTarget {
  readonly shown: ShownColumn;
  /** As it is staged, else as the file has it. What is typed over it is its draft. */
  readonly cell: Cell;
  /** As the file has it; undefined in a new row. */
  readonly base: Cell | undefined;
  readonly rule: ColumnRule;
}

/** What cannot be edited, as a sentence that says why. */
export interface Refusal {
  readonly reason: string;
}

const ROWS_IN_A_PAGE = 1000;

/** The target of a row, if it is at hand. */
export function rowTarget(context: EditContext, number: number): RowTarget | undefined {
  const overlay = context.staged.inserted[number - context.fileRows];
  if (overlay !== undefined) return { row: overlay.row, stored: null, overlay };
  const stored = context.row(number);
  return stored === undefined ? undefined : storedTarget(context, stored);
}

function storedTarget(context: EditContext, stored: CachedRow): RowTarget {
  return { row: { key: [...stored.key] }, stored, overlay: context.staged.ofKey(stored.key) };
}

/** The targets of rows by their numbers; those that are not at hand are read. */
export async function rowTargets(context: EditContext, first: number, last: number): Promise<RowTarget[]> {
  const targets: RowTarget[] = [];
  for (let number = first; number <= last; ) {
    const known = rowTarget(context, number);
    if (known !== undefined) {
      targets.push(known);
      number += 1;
      continue;
    }
    if (number >= context.fileRows) break;
    const limit = Math.min(ROWS_IN_A_PAGE, last - number + 1);
    const page = await context.client.rows.page({
      view: context.view.view,
      anchor: { kind: 'row', row: number },
      limit,
    });
    if (page.rows.length === 0) break;
    page.rows.forEach((cells, at) => {
      targets.push(storedTarget(context, { cells, key: page.keys[at] ?? [] }));
    });
    number += page.rows.length;
  }
  return targets;
}

/** The cell of a row in a column. */
export function cellTarget(target: RowTarget, shown: ShownColumn, rules: EditRules): CellTarget {
  const base = target.stored?.cells[shown.index];
  const cell =
    target.overlay?.stagedOf(shown.column)?.cell ??
    base ??
    (target.stored === null ? [CellTag.missing] : null);
  return { ...target, shown, base, cell: cell as Cell, rule: ruleOf(shown, rules) };
}

/** Why a cell cannot be edited; null: it can be. */
export function refusalOf(context: EditContext, rules: EditRules, target: CellTarget): Refusal | null {
  const reason =
    objectRefusal(context, rules) ??
    (target.overlay?.kind === 'delete'
      ? 'This row is marked for deletion. Del takes the mark away.'
      : null) ??
    (target.rule.reason !== null ? `${target.shown.column.name}: ${target.rule.reason}` : null);
  return reason === null ? null : { reason };
}

/** Why no row of the object can be edited; null: they can be. */
export function objectRefusal(context: EditContext, rules: EditRules): string | null {
  const heldBy = context.edits.state()?.heldBy ?? null;
  const held =
    heldBy === null ? null : `Another Cairn (${heldBy}) holds the staged edits of this file. Edit there.`;
  return context.file.readOnlyReason ?? held ?? rules.reason;
}

/** The columns of a place and those to its right, as far as they are shown. */
export function columnsFrom(
  context: EditContext,
  { column }: CellPlace,
  count: number,
): readonly ShownColumn[] {
  return context.columns.slice(column, column + count);
}

/** The rule of a column; a field of a document goes by that of the column that holds it. */
function ruleOf({ column }: ShownColumn, rules: EditRules): ColumnRule {
  const name = column.path === null ? column.name : rules.documentColumn;
  const rule = rules.columns.find((other) => other.column === name);
  if (column.path === null && rule !== undefined) return rule;
  return {
    column: column.name,
    reason: rule === undefined ? 'It is not a column of the table.' : rule.reason,
    editor: column.declaredType === 'boolean' ? 'boolean' : 'text',
    options: [],
    isRequired: false,
    isStrict: false,
    defaultText: null,
    isGeneratedKey: false,
    references: null,
  };
}
