import { formatDialect, sqlite } from 'sql-formatter';

/** Lays SQL out. Throws where the text cannot be read, with the place. */
export function formatSql(sql: string): string {
  try {
    return formatDialect(sql, {
      dialect: sqlite,
      keywordCase: 'upper',
      tabWidth: 2,
      linesBetweenQueries: 1,
    });
  } catch (cause) {
    throw new Error(reasonOf(cause instanceof Error ? cause.message : ''), { cause });
  }
}

/** Behind its first line the formatter tells its whole grammar; it gives the place in words alone. */
function reasonOf(message: string): string {
  const [first = ''] = message.split('\n');
  if (first.includes('«EOF»')) return 'The text ends in the middle of a statement.';
  const [, line, column] = /line (\d+) column (\d+)/.exec(first) ?? [];
  if (line === undefined || column === undefined) return 'The text cannot be read.';
  return `The text cannot be read at line ${line}, column ${column}.`;
}
