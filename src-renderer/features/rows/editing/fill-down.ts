import type { EditRules, EditStep } from '../../../../src-preload/contract/edits.ts';
import { countOf } from '../../../lib/cells/byte-size.ts';
import { cellEditValue, cellRaw } from '../../../lib/edits/edit-text.ts';
import { selectedRowCount } from '../../../lib/grid/selection.ts';
import { fieldStep, valueStep } from './cell-steps.ts';
import { type CellTarget, cellTarget, type RowTarget, refusalOf, rowTargets } from './cell-target.ts';
import type { EditContext } from './edit-context.ts';
import { readCell } from './read-cell.ts';
import { selectedRows } from './row-actions.ts';
import { stage } from './stage-cells.ts';

/**
 * Gives the cells of the selection the values of its first row; with one row selected, those of the row above it.
 * Values are copied as they are stored, with their types.
 */
export async function fillDown(context: EditContext, rules: EditRules): Promise<void> {
  const { selection } = context;
  const isOne = selectedRowCount(selection) === 1;
  const first = selection.ranges[0]?.firstRow ?? 0;
  if (isOne && first === 0) return context.say('There is no row above to fill from.');
  const selected = isOne ? await rowTargets(context, first - 1, first) : await selectedRows(context);
  const [source, ...rows] = selected ?? [];
  if (source === undefined || rows.length === 0) return;
  const steps: EditStep[] = [];
  for (const shown of context.columns.slice(selection.firstColumn, selection.lastColumn + 1)) {
    const from = cellTarget(source, shown, rules);
    const to = rows.map((row: RowTarget) => cellTarget(row, shown, rules));
    const refusal = to.map((cell) => refusalOf(context, rules, cell)).find((found) => found !== null);
    if (refusal !== undefined) return context.say(refusal.reason);
    const stepOf = await filler(context, from);
    if (stepOf === null) {
      return context.say(
        `The value of ${shown.column.name} is part of a document: copy it in the inspector.`,
      );
    }
    steps.push(...to.map(stepOf));
  }
  await stage(context, steps, `fill down of ${countOf(steps.length, 'cell')}`);
}

async function filler(
  context: EditContext,
  from: CellTarget,
): Promise<((to: CellTarget) => EditStep) | null> {
  if (from.shown.column.path !== null) {
    const raw = cellRaw(from.cell);
    return raw === undefined ? null : (to) => fieldStep(context, to, raw);
  }
  if (from.overlay?.stagedOf(from.shown.column)?.isDefault === true) {
    return (to) => valueStep(context, to, to.stored === null ? undefined : null);
  }
  const value = cellEditValue(from.cell) ?? (await readCell(context, from));
  return value === undefined ? null : (to) => valueStep(context, to, value);
}
