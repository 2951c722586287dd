import { quoteIdentifier } from '../../engine/index.ts';
import type { RowImage } from '../../operations/commit/commit-input.ts';
import { rowStatement } from '../../operations/transaction/row-statement.ts';
import { BY_FOREIGN_KEY } from '../../operations/transaction/touched-by.ts';
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
  for (const { object, reason, by } of changes) {
    if (reason !== null) script += `-- ${object}: ${reason}\n`;
    if (reason !== null || (object.startsWith('sqlite_') && object !== 'sqlite_schema')) continue;
    const input = { object, node: null, limit: MOST_ROWS };
    const rows = await session.ask<ChangedRows | string>('transactionRows', input);
    if (typeof rows === 'string') continue;
    if (by !== null && rows.images.length > 0)
      script += `-- What ${byWords(by)} did to ${object}, and does by itself when this is run:\n`;
    const names = { keys: rows.keys, rowidColumn: rows.rowidColumn ?? null };
    for (const image of rows.images) {
      if (script.length > MOST_SCRIPT) return `${script}-- and more rows, which are not shown\nROLLBACK;\n`;
      const own = object === 'sqlite_schema' ? schemaStatement(image) : `${rowStatement(image, names)};\n`;
      script += by === null ? own : `-- ${own.trimEnd().replaceAll('\n', '\n-- ')}\n`;
    }
  }
  return `${script}COMMIT;\n`;
}

function byWords(by: string): string {
  return by === BY_FOREIGN_KEY ? 'a foreign key' : `the trigger ${by}`;
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
