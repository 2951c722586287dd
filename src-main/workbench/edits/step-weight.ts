import { isRawText } from '../../operations/stored-value.ts';
import type { StagedEntry } from './staged-entry.ts';
import type { Step } from './staged-set.ts';

const weights = new WeakMap<Step, number>();

/** About how many bytes are kept for one step only: its rows, and the values that it staged. */
export function weightOf(step: Step): number {
  const known = weights.get(step);
  if (known !== undefined) return known;
  let weight = 0;
  for (const { before, after } of step.rows.values()) weight += 256 + changedBytes(before, after);
  for (const { before, after } of step.drafts.values()) {
    weight += (before?.text.length ?? 0) + (after?.text.length ?? 0);
  }
  weights.set(step, weight);
  return weight;
}

function changedBytes(before: StagedEntry | undefined, after: StagedEntry | undefined): number {
  let bytes = 0;
  for (const [name, column] of after?.columns ?? []) {
    if (before?.columns.get(name) !== column) bytes += bytesOf(column.after);
  }
  // What the first edit of a column keeps of the file stays for as long as the column is staged.
  for (const [name, column] of before?.columns ?? []) {
    if (after?.columns.get(name) !== column) bytes += bytesOf(column.after);
  }
  return bytes;
}

function bytesOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (value instanceof Uint8Array) return value.byteLength;
  if (isRawText(value)) return value.rawText.byteLength;
  return 8;
}
