import { hasStatement } from '../drivers/sql-text.ts';
import { DatabaseError } from '../errors.ts';

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
  return /^\s*(begin|commit|end|rollback|savepoint|release)\b/i.test(oneStatement(sql) ?? '');
}

/** TRANSACTION_STATE for a text that would begin or end the transaction of `transaction`; savepoints may be used. */
export function assertNoTransactionEnd(sql: string): void {
  const text = oneStatement(sql) ?? '';
  if (!/^\s*(begin|commit|end|rollback)\b/i.test(text) || /^\s*rollback\b.*\bto\b/is.test(text)) return;
  throw new DatabaseError(
    'TRANSACTION_STATE',
    'A transaction is begun and ended by transaction() itself: return from its function to commit, throw to roll back. Nothing was run.',
  );
}

/** A text without its comments, unless it has several statements. */
function oneStatement(sql: string): string | undefined {
  const text = sql.replace(/--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, ' ');
  return isScript(text) ? undefined : text;
}
