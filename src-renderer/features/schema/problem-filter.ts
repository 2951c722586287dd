import type { FilterTerm } from '../../../src-preload/contract/rows.ts';
import type { ProblemGroup } from '../../../src-preload/contract/schemas.ts';

const PLAIN_PATH = /^[\p{L}\p{N}_$-]+(?:\.[\p{L}\p{N}_$-]+)*(?:\[\]\.[\p{L}\p{N}_$-]+)?$/u;
/** A group names no more values than these, so there may be others. */
const MOST_VALUES = 20;

/**
 * The filter of rows that shows the documents of a group: those with its values, or without the field. Null where no
 * filter says so: lists in lists, values that are objects, or more of them than are known.
 */
export function problemFilter({ path, message, values }: ProblemGroup): FilterTerm | null {
  if (!PLAIN_PATH.test(path)) return null;
  const column = path.replace('[].', ' any ');
  if (message === 'is missing') return column === path ? { column, text: 'missing' } : null;
  if (values.length === 0 || values.length >= MOST_VALUES) return null;
  const operands = values.map(({ json }) => operandOf(json));
  const [only, ...others] = operands;
  if (only === undefined || operands.includes(null)) return null;
  return { column, text: others.length === 0 ? `= ${only}` : `in (${operands.join(', ')})` };
}

function operandOf(json: string | null): string | null {
  let value: unknown;
  try {
    value = JSON.parse(json ?? '');
  } catch {
    // It was cut.
    return null;
  }
  if (typeof value === 'string') return `"${value.replaceAll('"', '""')}"`;
  return typeof value === 'number' ? json : null;
}
