import type { EditStep, EditValue } from '../../../../src-preload/contract/edits.ts';
import { fieldRaw } from '../../../lib/edits/edit-text.ts';
import { parseValue } from '../../../lib/edits/parse-value.ts';
import type { CellTarget } from './cell-target.ts';
import type { EditContext } from './edit-context.ts';

/** What becomes of a text in a cell: a step to stage, or a text to keep with what is wrong with it. */
export type TextOutcome =
  | { readonly ok: true; readonly step: EditStep; readonly hint: string | null }
  | { readonly ok: false; readonly problem: string };

/** The step that gives a cell what was typed. */
export function textStep(context: EditContext, target: CellTarget, text: string): TextOutcome {
  const { column } = target.shown;
  if (column.path !== null) {
    const raw = fieldRaw(text, target.cell, column.declaredType);
    return { ok: true, step: fieldStep(context, target, raw), hint: null };
  }
  const parsed = parseValue(text, target.rule, target.cell);
  if (!parsed.ok) return parsed;
  return { ok: true, step: valueStep(context, target, parsed.value), hint: parsed.hint };
}

/** The step that sets a column; `value` undefined: its default. */
export function valueStep(context: EditContext, target: CellTarget, value: EditValue | undefined): EditStep {
  const { row, shown } = target;
  return {
    kind: 'set',
    object: context.object,
    row,
    column: shown.column.name,
    ...seenOf(target),
    ...(value !== undefined && { value }),
  };
}

/** The step that sets a field of a document; `raw` null takes it out. */
export function fieldStep(context: EditContext, target: CellTarget, raw: string | null): EditStep {
  const { row, shown } = target;
  const column = context.edits.rulesNow(context.object)?.documentColumn ?? '';
  return {
    kind: 'field',
    object: context.object,
    row,
    column,
    path: [...(shown.column.path ?? [])],
    ...seenOf(target),
    raw,
  };
}

/** NULL, in a document JSON null. */
export function nullStep(context: EditContext, target: CellTarget): EditStep {
  return target.shown.column.path === null
    ? valueStep(context, target, null)
    : fieldStep(context, target, 'null');
}

/** What the file showed, unless the cell is staged already. */
function seenOf({ base, overlay, shown }: CellTarget) {
  return base === undefined || overlay?.stagedOf(shown.column) !== undefined ? {} : { seen: base };
}
