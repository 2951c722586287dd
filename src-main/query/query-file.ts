import { OperationError } from '../engine/index.ts';
import type { Operation } from '../engine/types.ts';
import { type ExportInput, exportedText, writtenText } from '../operations/query/statement-export.ts';
import { kindOf, refusalOf, runsAlone } from '../operations/query/statement-kind.ts';
import type { OpenedFile } from '../workbench/files/opened-file.ts';
import { withOpenedFile } from '../workbench/files/with-opened-file.ts';
import { isWriteRefusal } from '../workbench/queries/query-errors.ts';
import { readStatement } from '../workbench/queries/read-statement.ts';
import type { QueryArguments } from './query-arguments.ts';

/** Takes text; resolves when more is welcome. */
export type TextSink = (text: string) => Promise<void>;

/** The operations of this process: their text goes to nobody else, so nothing is encoded. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  exportText: ({ driver }, input) => exportedText(driver, input as ExportInput),
  writeText: ({ driver }, input) => writtenText(driver, input as ExportInput),
};

type Piece = ReturnType<typeof exportedText> extends Generator<infer P> ? P : never;

/**
 * Runs one statement on a file and hands its rows on as text; a read leaves no trace on the disk. Gives the rows that a
 * write changed, null for a read. Rejects with what is wrong with the file or the statement.
 */
export async function queryFile(query: QueryArguments, sink: TextSink): Promise<number | null> {
  const how = { name: 'query', isReadOnly: !query.mayWrite, operations: OPERATIONS };
  return await withOpenedFile(query.path, how, (file) => runOn(file, query, sink));
}

async function runOn(file: OpenedFile, query: QueryArguments, sink: TextSink): Promise<number | null> {
  const kind = kindOf(query.sql);
  const refusal = refusalOf(kind, false);
  if (refusal !== null) throw refused(refusal);
  if (kind.kind === 'transaction')
    throw refused(
      'A transaction would have no other statement in it. A write is one by itself: run it with --write.',
    );
  const writesAnyway = runsAlone(kind) || (kind.kind === 'pragma' && kind.effect === 'writes');
  if (!writesAnyway) {
    try {
      await read(file, inputOf(query), sink);
      return null;
    } catch (error) {
      if (!isWrite(error)) throw error;
    }
  }
  if (!query.mayWrite)
    throw refused('The statement writes into the file. Nothing was run: add --write if that is meant.');
  return await write(file, query, runsAlone(kind), sink);
}

async function read(file: OpenedFile, input: ExportInput, sink: TextSink): Promise<void> {
  const { signal } = new AbortController();
  for await (const piece of readStatement(file, 'exportText', input, signal)) {
    await sink((piece as Piece).text); // What the operation yields.
  }
}

/** What a write gives is handed on when it is on the disk. */
async function write(
  file: OpenedFile,
  query: QueryArguments,
  isAlone: boolean,
  sink: TextSink,
): Promise<number> {
  const { texts, changes } = await file.write({ holder: 'cairn query' }, async (connection) => {
    if (!isAlone) await connection.exec('BEGIN IMMEDIATE');
    try {
      const texts: string[] = [];
      for await (const piece of connection.callStream('writeText', inputOf(query)))
        texts.push((piece as Piece).text);
      const { rows } = await connection.query('SELECT changes()');
      if (!isAlone) await connection.exec('COMMIT');
      return { texts, changes: Number(rows[0]?.[0] ?? 0) };
    } catch (error) {
      if (await connection.hasTransaction()) await connection.exec('ROLLBACK');
      throw error;
    }
  });
  for (const text of texts) await sink(text);
  return changes;
}

function inputOf({ sql, parameters, format, withHeader }: QueryArguments): ExportInput {
  return { sql, parameters, format, withHeader, safeForSpreadsheets: false };
}

function isWrite(error: unknown): boolean {
  if (isWriteRefusal(error)) return true;
  const details = error instanceof OperationError ? error.details : undefined;
  return typeof details === 'object' && details !== null && 'writes' in details;
}

function refused(message: string): OperationError {
  return new OperationError('QUERY_INVALID', message);
}
