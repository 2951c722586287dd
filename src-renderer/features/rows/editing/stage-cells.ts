import type { EditStep } from '../../../../src-preload/contract/edits.ts';
import { toFailure } from '../../../lib/failure.ts';
import { showToast } from '../../../ui/toasts.tsx';
import { textStep } from './cell-steps.ts';
import type { CellTarget } from './cell-target.ts';
import type { EditContext } from './edit-context.ts';

/** Stages steps; a failure is told, and nothing of them is staged. True: they are. */
export async function stage(
  context: EditContext,
  steps: readonly EditStep[],
  label?: string,
): Promise<boolean> {
  if (steps.length === 0) return true;
  try {
    await context.edits.stage(steps, label);
    return true;
  } catch (error) {
    const { message, hint } = toFailure(error);
    showToast({ kind: 'error', title: message, ...(hint !== null && { description: hint }) });
    return false;
  }
}

/** Stages what was typed into a cell. A text that means no value there is kept as it is, and marked. */
export async function stageText(context: EditContext, target: CellTarget, text: string): Promise<void> {
  const outcome = textStep(context, target, text);
  if (!outcome.ok) {
    await keepDraft(context, target, text);
    context.say(outcome.problem, 'error');
    return;
  }
  const isStaged = await stage(context, [outcome.step]);
  if (!isStaged) return keepDraft(context, target, text);
  await forgetDraft(context, target);
  if (outcome.hint !== null) context.say(outcome.hint);
}

/** Keeps a text that cannot be staged, so that it is not lost. Fields of documents take any text. */
export async function keepDraft(context: EditContext, target: CellTarget, text: string): Promise<void> {
  if (target.shown.column.path !== null) return;
  await draft(context, target, text, 1);
}

/** Forgets the draft of a cell, if it has one. */
export async function forgetDraft(context: EditContext, target: CellTarget): Promise<void> {
  if (target.overlay?.draftOf(target.shown.column.name) !== undefined) await draft(context, target, null, 0);
}

async function draft(
  context: EditContext,
  { row, shown }: CellTarget,
  text: string | null,
  problems: number,
): Promise<void> {
  try {
    const column = shown.column.name;
    await context.edits.draft({ object: context.object, row, column, text, base: null, problems });
  } catch (error) {
    showToast({
      kind: 'error',
      title: 'What was typed could not be kept',
      description: toFailure(error).message,
    });
  }
}
