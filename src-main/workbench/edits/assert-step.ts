import type { EditStep } from '../../../src-preload/contract/edits.ts';
import { BridgeError } from '../bridge-error.ts';
import { editRefused } from './edit-errors.ts';
import type { ObjectRules } from './object-rules.ts';

/** Throws EDIT_REFUSED or COLUMN_NOT_FOUND where the rules of its object do not allow a step. */
export function assertStep(step: EditStep, rules: ObjectRules): void {
  switch (step.kind) {
    case 'insert':
      assertAllowed(rules.rules.insertReason);
      for (const { column } of step.values) assertColumn(rules, column, true);
      return;
    case 'delete':
      return assertAllowed(rules.rules.deleteReason);
    case 'unstage':
      return;
    default:
      assertAllowed(rules.rules.reason);
      assertColumn(rules, step.column, 'inserted' in step.row);
  }
}

function assertAllowed(reason: string | null): void {
  if (reason !== null) throw editRefused(reason);
}

function assertColumn(rules: ObjectRules, column: string, isNew: boolean): void {
  const rule = rules.columnRules.get(column);
  if (rule === undefined) {
    throw new BridgeError(
      'COLUMN_NOT_FOUND',
      `${rules.object} has no column ${column} any more; nothing was staged.`,
    );
  }
  const isNewId = isNew && column === rules.collection?.idColumn;
  if (rule.reason !== null && !isNewId) throw editRefused(`${column} cannot be edited. ${rule.reason}`);
}
