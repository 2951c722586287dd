import { hasStatement } from '../drivers/sql-text.ts';

/**
 * Whether a text may have several statements. Looks for something behind a semicolon; what is taken for a script by
 * mistake (a trigger's body, a semicolon in a string) is run in one go all the same, only not retried.
 */
export function isScript(sql: string): boolean {
  const semicolon = sql.indexOf(';');
  return semicolon !== -1 && hasStatement(sql.slice(semicolon + 1));
}

/** Whether a text opens or ends a transaction, which on a connection of several users would catch their work too. */
export function isTransactionControl(sql: string): boolean {
  const text = sql.replace(/--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, ' ');
  return !isScript(text) && /^\s*(begin|commit|end|rollback|savepoint|release)\b/i.test(text);
}
