import type { RowKey } from '../../../src-preload/contract/cell.ts';
import type {
  DryRunCause,
  DryRunResult,
  DryRunStatement,
  QueryParameter,
} from '../../../src-preload/contract/queries.ts';
import type { Connection } from '../../engine/types.ts';
import { PAGE_PREVIEW, plainCell } from '../../operations/cells.ts';
import { fromKeyValue, identityOf, toKeyValue } from '../../operations/stored-value.ts';
import type {
  FailedInput,
  FailedRow,
  FailedRows,
  KeyedRows,
} from '../../operations/transaction/failed-rows.ts';
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
  return { causes: rows.map(toldCause), refused: total };
}

/** Rows that point to nothing, of the tables that a transaction has written, where foreign keys may wait for COMMIT. */
export async function orphansAtCommit(
  connection: Connection,
  objects: readonly string[],
): Promise<readonly FailedRow[]> {
  if (objects.length === 0) return [];
  const { rows } = await connection.query(
    `SELECT 1 FROM sqlite_schema WHERE sql LIKE '%INITIALLY%DEFERRED%' LIMIT 1`,
  );
  if (rows.length === 0) return [];
  // What the operation answers.
  return (await connection.call('orphans', objects)) as readonly FailedRow[];
}

/** Those by which COMMIT would fail; null: none, besides those that are there anyway. */
export function commitCauses(
  after: readonly FailedRow[],
  before: readonly FailedRow[],
): DryRunResult['atCommit'] {
  const idOf = ({ object, key, columns, values }: FailedRow) =>
    JSON.stringify([object, columns, identityOf([...(key ?? []), ...values])]);
  const known = new Set(before.map(idOf));
  const rows = after.filter((row) => !known.has(idOf(row)));
  return rows.length === 0 ? null : { causes: rows.slice(0, MOST_ROWS).map(toldCause), refused: rows.length };
}

function toldCause({ object, key, role, columns, values, parent, label }: FailedRow): DryRunCause {
  const words = label.map(([column, value]) => `${column} ${valueWords(value)}`).join(', ');
  return {
    ...{ object, role, parent, isInFile: false },
    key: key === null ? null : key.map(toKeyValue),
    label: words === '' ? null : words,
    values: columns.map((column, at) => ({ column, value: plainCell(values[at] ?? null, PAGE_PREVIEW) })),
  };
}

/** Which of the rows that are named the file has. To be asked when the transaction is rolled back. */
export async function withRowsInFile<T extends Pick<DryRunResult, 'statements' | 'atCommit'>>(
  connection: Connection,
  result: T,
): Promise<T> {
  const { statements, atCommit } = result;
  const causes = [...statements.flatMap((one) => one.causes), ...(atCommit?.causes ?? [])];
  const rules = statements.flatMap(({ broken }) => broken);
  const named = [
    ...causes.flatMap(({ object, key }) => (key === null ? [] : [{ object, key }])),
    ...rules.flatMap(({ object, rows }) => rows.map(({ key }) => ({ object, key }))),
  ];
  if (named.length === 0) return result;
  const asked: KeyedRows = named.map(({ object, key }) => ({ object, key: key.map(fromKeyValue) }));
  // What the operation answers.
  const found = (await connection.call('rowsThere', asked)) as readonly boolean[];
  const there = new Set(named.filter((_, at) => found[at]).map(({ object, key }) => idOf(object, key)));
  const marked = (all: readonly DryRunCause[]) =>
    all.map((cause) => ({
      ...cause,
      isInFile: cause.key !== null && there.has(idOf(cause.object, cause.key)),
    }));
  return {
    ...result,
    atCommit: atCommit && { ...atCommit, causes: marked(atCommit.causes) },
    statements: statements.map((statement) => ({
      ...statement,
      causes: marked(statement.causes),
      broken: statement.broken.map((rule) => ({
        ...rule,
        rows: rule.rows.map((row) => ({ ...row, isInFile: there.has(idOf(rule.object, row.key)) })),
      })),
    })),
  };
}

function idOf(object: string, key: RowKey): string {
  return JSON.stringify([object, identityOf(key.map(fromKeyValue))]);
}
