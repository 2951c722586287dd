/**
 * What keeps a text from being one SQL expression that can stand between parentheses: undefined when nothing does.
 * It could otherwise end the statement that it becomes a part of. Whether it means something, SQLite says.
 */
export function flawOfExpression(sql: string): string | undefined {
  if (sql.trim() === '') return 'it is empty';
  if (sql.includes('\0')) return 'it has a NUL character';
  let depth = 0;
  for (let index = 0; index < sql.length; index++) {
    const character = sql[index] as string;
    const end = closingOf(character);
    if (end !== undefined) {
      index = endOfQuote(sql, index, end);
      if (index < 0) return `a ${character} is not closed`;
    } else if (character === '(') {
      depth += 1;
    } else if (character === ')') {
      depth -= 1;
      if (depth < 0) return 'a ) closes what was not opened';
    } else if (character === ';') {
      return 'it has a semicolon';
    } else if (sql.startsWith('--', index) || sql.startsWith('/*', index)) {
      return 'it has a comment';
    }
  }
  return depth === 0 ? undefined : 'a ( is not closed';
}

function closingOf(character: string): string | undefined {
  if (character === '[') return ']';
  return character === "'" || character === '"' || character === '`' ? character : undefined;
}

/** Where a quoted part ends, or -1. A doubled quote is one that belongs to the text. */
function endOfQuote(sql: string, start: number, end: string): number {
  for (let index = sql.indexOf(end, start + 1); index >= 0; index = sql.indexOf(end, index + 2)) {
    if (end === ']' || sql[index + 1] !== end) return index;
  }
  return -1;
}
