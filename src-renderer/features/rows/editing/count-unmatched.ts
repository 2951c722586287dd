import type { Cell } from '../../../../src-preload/contract/cell.ts';
import { CellTag } from '../../../../src-preload/contract/cell-tag.ts';
import {
  type FilterCondition,
  type FilterOperand,
  parseFilter,
} from '../../../../src-preload/contract/filter-text.ts';
import type { FilterTerm, RowColumn } from '../../../../src-preload/contract/rows.ts';
import { cellText, storedTypeOf } from '../../../lib/cells/cell-text.ts';
import type { ObjectEdits } from '../../../lib/edits/object-edits.ts';

/** Staged rows that the filter kept and would not keep with their staged values. */
export function countUnmatched(
  staged: ObjectEdits,
  columns: readonly RowColumn[],
  filter: readonly FilterTerm[],
): number {
  const terms = filter.flatMap(({ column: name, text }) => {
    const column = columns.find((other) => other.name === name);
    const parsed = parseFilter(text);
    if (column === undefined || !parsed.ok || parsed.condition === null) return [];
    return [{ column, condition: parsed.condition }];
  });
  let count = 0;
  for (const row of staged.rows()) {
    if (row.kind !== 'update') continue;
    const isLeft = terms.some(({ column, condition }) => {
      const cell = row.cellOf(column);
      if (cell === undefined) return false;
      const isField = column.path !== null;
      const wasKept = cell.before === undefined || isKept(cell.before, condition, isField);
      return wasKept && !isKept(cell.cell, condition, isField);
    });
    if (isLeft) count += 1;
  }
  return count;
}

function isKept(cell: Cell, condition: FilterCondition, isField: boolean): boolean {
  if (condition.kind === 'missing' && isField) {
    const isMissing = Array.isArray(cell) && cell[0] === CellTag.missing;
    return isMissing !== condition.isNot;
  }
  if (condition.kind === 'null') return cell === null;
  if (cell === null) return false;
  switch (condition.kind) {
    case 'not-null':
      return true;
    case 'contains':
    case 'missing':
      return lower(cellText(cell)).includes(lower(condition.text));
    case 'pattern':
      return patternOf(condition.pattern).test(cellText(cell));
    case 'between': {
      const { from, to } = condition;
      return (from === null || compare(cell, from) >= 0) && (to === null || compare(cell, to) <= 0);
    }
    case 'in':
      return condition.operands.some((operand) => compare(cell, operand) === 0);
    case 'compare': {
      const order = compare(cell, condition.operand);
      switch (condition.operator) {
        case '=':
          return order === 0;
        case '!=':
          return order !== 0;
        case '>':
          return order > 0;
        case '>=':
          return order >= 0;
        case '<':
          return order < 0;
        case '<=':
          return order <= 0;
      }
    }
  }
}

/** As SQLite orders: numbers before texts. A number that stands in a text is compared as text. */
function compare(cell: Cell, { number, text }: FilterOperand): number {
  const type = storedTypeOf(cell);
  const isNumber = type === 'INTEGER' || type === 'REAL';
  if (!isNumber) return order(cellText(cell), text);
  return number === null ? -1 : order(Number(cellText(cell)), Number(number));
}

function order<T extends number | string>(one: T, other: T): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

/** Only A to Z are the same in upper and lower case. */
function lower(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** GLOB: `*`, `?` and `[a-z]`. */
function patternOf(glob: string): RegExp {
  const source = glob
    .replaceAll(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  try {
    return new RegExp(`^${source}$`, 's');
  } catch {
    // An open bracket matches nothing, in SQLite too.
    return /(?!)/;
  }
}
