import type {
  CompareOperator,
  FilterCondition,
  FilterOperand,
} from '../../../src-preload/contract/filter-text.ts';
import type { PlanColumn } from '../plan-column.ts';
import { comparedValue, jsonTypeOf } from './column-value.ts';
import { joinParts, type SqlPart } from './sql-part.ts';

/** A column with what decides how SQLite compares it. */
export interface FilterColumn {
  readonly plan: PlanColumn;
  /** Whether SQLite compares it as text, numbers included (TEXT affinity). */
  readonly isText: boolean;
}

/**
 * The condition as SQL. More and less are asked within one class of values: a number is compared with numbers only,
 * a text with texts, since SQLite holds any text for more than any number.
 */
export function filterCondition(column: FilterColumn, condition: FilterCondition): SqlPart {
  const value = comparedValue(column.plan);
  switch (condition.kind) {
    case 'null':
      return { sql: `${value} IS NULL`, params: [] };
    case 'not-null':
      return { sql: `${value} IS NOT NULL`, params: [] };
    case 'pattern':
      return { sql: `${value} GLOB ?`, params: [condition.pattern] };
    case 'contains':
      return containsText(value, condition.text);
    case 'compare':
      return compared(column, condition.operator, condition.operand);
    case 'between':
      return allOf([
        condition.from === null ? null : compared(column, '>=', condition.from),
        condition.to === null ? null : compared(column, '<=', condition.to),
      ]);
  }
}

function compared(column: FilterColumn, operator: CompareOperator, operand: FilterOperand): SqlPart {
  if (operator === '=') return equal(column, operand);
  if (operator === '!=') {
    // Rows without a value are other than the value, too.
    const same = equal(column, operand);
    return { sql: `(${same.sql}) IS NOT TRUE`, params: same.params };
  }
  const value = comparedValue(column.plan);
  if (operand.blob !== null) return within(value, operator, "typeof(#) = 'blob'", operand.blob);
  if (operand.number !== null && !column.isText) {
    return within(value, operator, "typeof(#) IN ('integer', 'real')", operand.number);
  }
  return within(value, operator, "typeof(#) = 'text'", operand.text);
}

function within(value: string, operator: string, type: string, operand: SqlPart['params'][number]): SqlPart {
  return { sql: `${type.replace('#', () => value)} AND ${value} ${operator} ?`, params: [operand] };
}

function equal(column: FilterColumn, operand: FilterOperand): SqlPart {
  const value = comparedValue(column.plan);
  if (operand.blob !== null) return { sql: `${value} = ?`, params: [operand.blob] };
  if (column.plan.kind === 'field' && !operand.isQuoted && /^(?:true|false)$/i.test(operand.text)) {
    return { sql: `${jsonTypeOf(column.plan)} = ?`, params: [operand.text.toLowerCase()] };
  }
  if (operand.number === null || column.isText) return { sql: `${value} = ?`, params: [operand.text] };
  // The same digits stored as text are what was asked for, too, wherever the column leaves them text.
  return { sql: `${value} = ? OR ${value} = ?`, params: [operand.number, operand.text] };
}

function containsText(value: string, text: string): SqlPart {
  const escaped = text.replace(/[\\%_]/g, (mark) => `\\${mark}`);
  return {
    sql: `CASE typeof(${value}) WHEN 'blob' THEN CASE WHEN json_valid(${value}, 8) THEN json(${value}) END
      ELSE ${value} END LIKE ? ESCAPE '\\'`,
    params: [`%${escaped}%`],
  };
}

function allOf(parts: readonly (SqlPart | null)[]): SqlPart {
  const present = parts.filter((part) => part !== null);
  return joinParts(
    present.map(({ sql, params }) => ({ sql: `(${sql})`, params })),
    ' AND ',
  );
}
