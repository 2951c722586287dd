import type { DryRunCause, DryRunStatement, QueryParameter } from '../../../src-preload/contract/queries.ts';
import type { Connection } from '../../engine/types.ts';
import { PAGE_PREVIEW, plainCell } from '../../operations/cells.ts';
import { fromKeyValue, toKeyValue } from '../../operations/stored-value.ts';
import type { FailedInput, FailedRows, KeyedRows } from '../../operations/transaction/failed-rows.ts';
import { valueWords } from '../edits/row-key.ts';
import type { TransactionSession } from '../transactions/session.ts';

/** Rows that are told of each failure. */
const MOST_ROWS = 20;

/** What is told of the rows that have to do with a failure. */
export type Causes = Pick<DryRunStatement, 'causes' | 'refused'>;

export const NO_CAUSES: Causes = { causes: [], refused: 0 };

/** The rows by which a statement has failed, as far as they can be told; the transaction is as before. */
export async function causesOf(
  session: TransactionSession,
  { sql, parameters }: { readonly sql: string; readonly parameters: readonly QueryParameter[] },
  error: unknown,
): Promise<Causes> {
  if (session.lost !== null || !(error instanceof Error) || !('code' in error)) return NO_CAUSES;
  const input: FailedInput = {
    ...{ sql, parameters, code: String(error.code), message: error.message },
    limit: MOST_ROWS,
  };
  const { rows, total } = await session.ask<FailedRows>('failedRows', input);
  return {
    causes: rows.map(
      ({ object, key, role, columns, values, parent, label }): DryRunCause => ({
        ...{ object, role, parent, isInFile: false },
        key: key === null ? null : key.map(toKeyValue),
        label:
          label.length === 0
            ? null
            : label.map(([column, value]) => `${column} ${valueWords(value)}`).join(', '),
        values: columns.map((column, at) => ({
          column,
          value: plainCell(values[at] ?? null, PAGE_PREVIEW),
        })),
      }),
    ),
    refused: total,
  };
}

/** The same statements, which say of each row whether the file has it. To be asked when the transaction is rolled back. */
export async function withRowsInFile(
  connection: Connection,
  statements: readonly DryRunStatement[],
): Promise<DryRunStatement[]> {
  const named = statements.flatMap(({ causes, broken }) => [
    ...causes.flatMap(({ object, key }) => (key === null ? [] : [{ object, key }])),
    ...broken.flatMap(({ object, rows }) => rows.map(({ key }) => ({ object, key }))),
  ]);
  if (named.length === 0) return [...statements];
  const asked: KeyedRows = named.map(({ object, key }) => ({ object, key: key.map(fromKeyValue) }));
  // What the operation answers.
  const found = (await connection.call('rowsThere', asked)) as readonly boolean[];
  let at = 0;
  const next = () => found[at++] === true;
  return statements.map((statement) => ({
    ...statement,
    causes: statement.causes.map((cause) => (cause.key === null ? cause : { ...cause, isInFile: next() })),
    broken: statement.broken.map((rule) => ({
      ...rule,
      rows: rule.rows.map((row) => ({ ...row, isInFile: next() })),
    })),
  }));
}
