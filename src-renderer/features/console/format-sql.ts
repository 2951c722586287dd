import { formatDialect, sqlite } from 'sql-formatter';

/** Lays SQL out. Throws where the text cannot be read. */
export function formatSql(sql: string): string {
  return formatDialect(sql, { dialect: sqlite, keywordCase: 'upper', tabWidth: 2, linesBetweenQueries: 1 });
}
