import type { EditRules, EditStep } from '../../../../src-preload/contract/edits.ts';
import { countOf, formatCount } from '../../../lib/cells/byte-size.ts';
import { newDocument } from '../../../lib/documents/new-document.ts';
import { selectCell, selectedRowCount } from '../../../lib/grid/selection.ts';
import { fieldStep, nullStep, valueStep } from './cell-steps.ts';
import {
  type CellTarget,
  cellTarget,
  objectRefusal,
  type RowTarget,
  refusalOf,
  rowTargets,
} from './cell-target.ts';
import type { EditContext } from './edit-context.ts';
import { forgetDraft, stage } from './stage-cells.ts';

/** What one step of undo may hold. */
export const MOST_STEPS = 100_000;
/** More rows are deleted only after a question. */
const ASK_ABOVE = 1000;

/** The rows of the selection. Says why where there are too many. */
export async function selectedRows(context: EditContext): Promise<readonly RowTarget[] | null> {
  const { selection } = context;
  if (selectedRowCount(selection) > MOST_STEPS) {
    context.say(`At most ${formatCount(MOST_STEPS)} rows are edited at once. Select fewer.`, 'error');
    return null;
  }
  const rows: RowTarget[] = [];
  for (const { firstRow, lastRow } of selection.ranges)
    rows.push(...(await rowTargets(context, firstRow, lastRow)));
  return rows;
}

/** The cells of the selection, or null after it was said why they cannot be edited. */
async function selectedCells(context: EditContext, rules: EditRules): Promise<readonly CellTarget[] | null> {
  const { firstColumn, lastColumn } = context.selection;
  const rows = await selectedRows(context);
  if (rows === null) return null;
  const columns = context.columns.slice(firstColumn, lastColumn + 1);
  if (rows.length * columns.length > MOST_STEPS) {
    context.say(`At most ${formatCount(MOST_STEPS)} cells are edited at once. Select fewer.`, 'error');
    return null;
  }
  const cells = rows.flatMap((row) => columns.map((shown) => cellTarget(row, shown, rules)));
  const refusal = cells.map((cell) => refusalOf(context, rules, cell)).find((found) => found !== null);
  if (refusal === undefined) return cells;
  context.say(refusal.reason);
  return null;
}

/** Sets the selected cells to NULL. */
export async function setNull(context: EditContext, rules: EditRules): Promise<void> {
  const cells = await selectedCells(context, rules);
  const required = cells?.find(({ rule, shown }) => rule.isRequired && shown.column.path === null);
  if (required !== undefined) return context.say(`${required.rule.column} cannot be NULL.`, 'error');
  await setAll(context, cells, (cell) => nullStep(context, cell), 'NULL');
}

/** Sets the selected cells to empty text. */
export async function setEmpty(context: EditContext, rules: EditRules): Promise<void> {
  const cells = await selectedCells(context, rules);
  await setAll(
    context,
    cells,
    (cell) =>
      cell.shown.column.path === null ? valueStep(context, cell, '') : fieldStep(context, cell, '""'),
    'empty text',
  );
}

/** Gives columns of new rows their defaults, and takes fields out of documents. */
export async function setDefault(context: EditContext, rules: EditRules): Promise<void> {
  const cells = await selectedCells(context, rules);
  const other = cells?.find(({ stored, shown }) => stored !== null && shown.column.path === null);
  if (other !== undefined) {
    return context.say('A default is given when a row is inserted: this row is in the file already.');
  }
  await setAll(
    context,
    cells,
    (cell) =>
      cell.shown.column.path === null ? valueStep(context, cell, undefined) : fieldStep(context, cell, null),
    'default',
  );
}

async function setAll(
  context: EditContext,
  cells: readonly CellTarget[] | null,
  stepOf: (cell: CellTarget) => EditStep,
  what: string,
): Promise<void> {
  if (cells === null || cells.length === 0) return;
  const label = cells.length === 1 ? undefined : `${what} in ${countOf(cells.length, 'cell')}`;
  if (!(await stage(context, cells.map(stepOf), label))) return;
  for (const cell of cells) await forgetDraft(context, cell);
}

/** Marks the selected rows for deletion; where all of them are marked, takes the marks away. */
export async function deleteRows(context: EditContext, rules: EditRules): Promise<void> {
  const refusal = objectRefusal(context, rules) ?? rules.deleteReason;
  if (refusal !== null) return context.say(refusal);
  const rows = await selectedRows(context);
  if (rows === null || rows.length === 0) return;
  const { object } = context;
  if (rows.every(({ overlay }) => overlay?.kind === 'delete')) {
    const steps = rows.map(({ row }): EditStep => ({ kind: 'unstage', object, row, columns: null }));
    await stage(context, steps, `deletion of ${countOf(rows.length, 'row')} taken back`);
    return;
  }
  const left = rows.filter(({ overlay }) => overlay?.kind !== 'delete');
  if (left.length > ASK_ABOVE) {
    const isWanted = await context.ask({
      title: `Mark ${formatCount(left.length)} rows for deletion?`,
      text: `They stay in ${object} until you commit. Type the name ${object} to go on.`,
      action: 'Mark for deletion',
      name: object,
    });
    if (!isWanted) return;
  }
  await stage(
    context,
    left.map(({ row, stored }): EditStep => {
      if (stored === null) return { kind: 'unstage', object, row, columns: null };
      return { kind: 'delete', object, row };
    }),
    left.length === 1 ? undefined : `deletion of ${countOf(left.length, 'row')}`,
  );
}

/** Stages a new row with the defaults of its columns, and puts the cursor into its first column that can be edited. */
export async function newRow(context: EditContext, rules: EditRules): Promise<void> {
  const refusal = objectRefusal(context, rules) ?? rules.insertReason;
  if (refusal !== null) return context.say(refusal);
  const { object, staged, fileRows, columns } = context;
  const step =
    rules.documentColumn === null
      ? insertStep(object, [])
      : await newDocument(context.client, context.file.id, object, rules);
  if (!(await stage(context, [step]))) return;
  const first = columns.findIndex(({ column }) => {
    const rule = rules.columns.find((other) => other.column === column.name);
    return column.path !== null || (rule?.reason === null && !rule.isGeneratedKey);
  });
  context.select(selectCell({ row: fileRows + staged.inserted.length, column: Math.max(0, first) }));
}

/** The step that inserts a row of a table. */
export function insertStep(
  object: string,
  values: Extract<EditStep, { kind: 'insert' }>['values'],
): EditStep {
  return { kind: 'insert', object, id: crypto.randomUUID(), values };
}
