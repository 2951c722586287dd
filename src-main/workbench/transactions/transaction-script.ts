import { quoteIdentifier } from '../../engine/index.ts';
import type { RowImage } from '../../operations/commit/commit-input.ts';
import { rowStatement } from '../../operations/transaction/row-statement.ts';
import type { ChangedRows, ObjectChanges } from '../../operations/transaction/transaction-input.ts';
import type { TransactionSession } from './session.ts';

/** Rows of a table that stand in a script at most. */
const MOST_ROWS = 100_000;
/** Characters of a script that are shown at most. */
const MOST_SCRIPT = 8_000_000;

/** What a transaction has changed as a script that a person could run; what the schema gained comes first. */
export async function transactionScript(session: TransactionSession): Promise<string> {
  const changes = await session.ask<readonly ObjectChanges[]>('transactionChanges', { node: null });
  let script = 'BEGIN IMMEDIATE;\n';
  for (const { object, reason } of changes) {
    if (reason !== null) script += `-- ${object}: ${reason}\n`;
    if (reason !== null || (object.startsWith('sqlite_') && object !== 'sqlite_schema')) continue;
    const input = { object, node: null, limit: MOST_ROWS };
    const rows = await session.ask<ChangedRows | string>('transactionRows', input);
    if (typeof rows === 'string') continue;
    for (const image of rows.images) {
      if (script.length > MOST_SCRIPT) return `${script}-- and more rows, which are not shown\nROLLBACK;\n`;
      script += object === 'sqlite_schema' ? schemaStatement(image) : `${rowStatement(image, rows.keys)};\n`;
    }
  }
  return `${script}COMMIT;\n`;
}

function schemaStatement({ before, after, columns }: RowImage): string {
  const value = (row: RowImage['before'], name: string) => row?.values[columns.indexOf(name)];
  if (after === null) {
    const name = quoteIdentifier(String(value(before, 'name')));
    return `DROP ${String(value(before, 'type')).toUpperCase()} ${name};\n`;
  }
  const sql = `${String(value(after, 'sql') ?? '')};\n`;
  return before === null ? sql : `-- altered: ${sql.replaceAll('\n', '\n-- ').trimEnd()}\n`;
}
