import type { EditDraft, EditStep } from '../../../../src-preload/contract/edits.ts';
import { toFailure } from '../../../lib/failure.ts';
import { showToast } from '../../../ui/toasts.ts';
import { textStep } from './cell-steps.ts';
import type { CellPlaceTarget, CellTarget } from './cell-target.ts';
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

/** Keeps a text that cannot be staged, so that it is not lost. */
export async function keepDraft(context: EditContext, target: CellTarget, text: string): Promise<void> {
  await told(put(context, target, text, 1));
}

/** Forgets the draft of a cell, if it has one. */
export async function forgetDraft(context: EditContext, target: CellPlaceTarget): Promise<void> {
  if (draftOf(context, target) !== undefined) await told(put(context, target, null, 0));
}

/** Keeps what is being typed, or forgets it (`text` null). False: it could not be kept, and nobody was told. */
export async function keepTyped(
  context: EditContext,
  target: CellTarget,
  text: string | null,
): Promise<boolean> {
  if ((draftOf(context, target)?.text ?? null) === text) return true;
  try {
    await put(context, target, text, text === null ? 0 : problemsOf(context, target, text));
    return true;
  } catch {
    return false;
  }
}

/** The draft that a cell has now. */
export function draftOf(context: EditContext, { row, shown }: CellPlaceTarget): EditDraft | undefined {
  return context.edits.object(context.object).of(row)?.draftOf(shown.column);
}

function problemsOf(context: EditContext, target: CellTarget, text: string): number {
  return textStep(context, target, text).ok ? 0 : 1;
}

async function put(
  context: EditContext,
  { row, shown: { column } }: CellPlaceTarget,
  text: string | null,
  problems: number,
): Promise<void> {
  const place =
    column.path === null
      ? { column: column.name }
      : { column: context.edits.rulesNow(context.object)?.documentColumn ?? '', path: [...column.path] };
  await context.edits.draft({ object: context.object, row, ...place, text, base: null, problems });
}

async function told(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    showToast({
      kind: 'error',
      title: 'What was typed could not be kept',
      description: toFailure(error).message,
    });
  }
}
