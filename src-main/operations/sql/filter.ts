import type {
  CompareOperator,
  FilterCondition,
  FilterOperand,
} from '../../../src-preload/contract/filter-text.ts';
import { joinParts, type SqlPart } from './sql-part.ts';

/** What a condition is about, as SQL, with what decides how SQLite compares it. */
export interface FilterSubject {
  readonly value: string;
  /** Its type of JSON: NULL where the document has no such place. null: it is a column, and in no document. */
  readonly jsonType: string | null;
  /** Whether SQLite compares it as text, numbers included (TEXT affinity). */
  readonly isText: boolean;
}

/**
 * The condition as SQL. More and less are asked within one class of values: a number is compared with numbers only,
 * a text with texts, since SQLite holds any text for more than any number.
 */
export function filterCondition(subject: FilterSubject, condition: FilterCondition): SqlPart {
  const { value } = subject;
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
      return compared(subject, condition.operator, condition.operand);
    case 'in':
      return joinParts(
        condition.operands.map((operand) => inBrackets(equal(subject, operand))),
        ' OR ',
      );
    case 'missing':
      if (subject.jsonType === null) return containsText(value, condition.text);
      return { sql: `${subject.jsonType} IS ${condition.isNot ? 'NOT ' : ''}NULL`, params: [] };
    case 'between':
      return allOf([
        condition.from === null ? null : compared(subject, '>=', condition.from),
        condition.to === null ? null : compared(subject, '<=', condition.to),
      ]);
  }
}

function compared(subject: FilterSubject, operator: CompareOperator, operand: FilterOperand): SqlPart {
  if (operator === '=') return equal(subject, operand);
  if (operator === '!=') {
    // Rows without a value are other than the value, too.
    const same = equal(subject, operand);
    return { sql: `(${same.sql}) IS NOT TRUE`, params: same.params };
  }
  const { value } = subject;
  if (operand.blob !== null) return within(value, operator, "typeof(#) = 'blob'", operand.blob);
  if (operand.number !== null && !subject.isText) {
    return within(value, operator, "typeof(#) IN ('integer', 'real')", operand.number);
  }
  return within(value, operator, "typeof(#) = 'text'", operand.text);
}

function within(value: string, operator: string, type: string, operand: SqlPart['params'][number]): SqlPart {
  // The comparison first: it is false for most rows, and reading a value from JSON takes longest.
  return { sql: `${value} ${operator} ? AND ${type.replace('#', () => value)}`, params: [operand] };
}

function equal({ value, jsonType, isText }: FilterSubject, operand: FilterOperand): SqlPart {
  if (operand.blob !== null) return { sql: `${value} = ?`, params: [operand.blob] };
  if (jsonType !== null && !operand.isQuoted && /^(?:true|false)$/i.test(operand.text)) {
    const isTrue = operand.text.toLowerCase() === 'true';
    // The value as well, for which there may be an index.
    return { sql: `${value} = ? AND ${jsonType} = ?`, params: [isTrue ? 1 : 0, isTrue ? 'true' : 'false'] };
  }
  if (operand.number === null || isText) return { sql: `${value} = ?`, params: [operand.text] };
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
  return joinParts(present.map(inBrackets), ' AND ');
}

function inBrackets({ sql, params }: SqlPart): SqlPart {
  return { sql: `(${sql})`, params };
}
