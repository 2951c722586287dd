import type { EditStep, StagedCell } from '../../../src-preload/contract/edits.ts';
import { valueSpan } from '../../../src-preload/contract/json-text/index.ts';
import { attempt } from '../../lib/attempt.ts';
import type { ChangeLine } from '../../lib/changes/row-change.ts';
import type { FileEdits } from '../../lib/edits/file-edits.ts';
import type { ReviewRow } from './review-rows.ts';

/** Texts of changes are cut here; longer ones are read again. */
const MOST_TEXT = 1000;

/** Drops what is staged and typed of a row. Undo brings back what was staged. */
export async function revertRow(edits: FileEdits, { object, row, overlay }: ReviewRow): Promise<void> {
  await attempt(async () => {
    for (const draft of overlay.drafts) await edits.draft({ ...draft, text: null });
    if (overlay.staged !== null) await edits.stage([{ kind: 'unstage', object, row, columns: null }]);
  });
}

/** Drops one column, or one value inside a document. */
export async function revertLine(edits: FileEdits, row: ReviewRow, line: ChangeLine): Promise<void> {
  await attempt(async () => {
    await edits.stage([await lineStep(edits, row, line)]);
  });
}

async function lineStep(
  edits: FileEdits,
  { object, row, overlay }: ReviewRow,
  { column, path }: ChangeLine,
): Promise<EditStep> {
  const whole: EditStep = { kind: 'unstage', object, row, columns: [column] };
  const cell = overlay.staged?.cells.find((other) => other.column === column);
  if (path === null || cell === undefined || cell.changes?.length === 1) return whole;
  const raw = beforeOf(cell, path);
  if (raw === undefined) return whole;
  if (raw === null || raw.length < MOST_TEXT) {
    return { kind: 'field', object, row, column, path: [...path], raw };
  }
  const { stored } = await edits.client.edits.document({ file: edits.file, object, row, column });
  const span = stored === null ? null : valueSpan(stored, path);
  if (stored === null || span === null) return whole;
  return { kind: 'field', object, row, column, path: [...path], raw: stored.slice(span.from, span.to) };
}

/** The JSON text that a value had; null: there was none; undefined: it is not told. */
function beforeOf({ changes }: StagedCell, path: NonNullable<ChangeLine['path']>): string | null | undefined {
  const id = JSON.stringify(path);
  return changes?.find((change) => JSON.stringify(change.path) === id)?.before;
}
