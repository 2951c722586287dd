import type { Connection } from '../../engine/types.ts';
import { kindOf } from '../../operations/query/statement-kind.ts';
import type { StatementInput, StatementPiece } from '../../operations/query/statement-run.ts';
import type { OpenFile } from '../open-file.ts';

/** Bytes of rows that a write may give where it was not limited: they are kept until it is committed. */
const MOST_BYTES = 64 * 1_048_576;

/**
 * Runs a write that commits by itself, and gives its pieces when it is on the disk. `isPlain`: not as a transaction, for
 * what SQLite does outside of one only.
 */
export function writeAlone(
  file: OpenFile,
  input: StatementInput,
  options: { readonly holder: string; readonly signal: AbortSignal; readonly isPlain: boolean },
): Promise<readonly StatementPiece[]> {
  const { holder, signal, isPlain } = options;
  const limited = { ...input, mostBytes: Math.min(input.mostBytes ?? MOST_BYTES, MOST_BYTES) };
  return file.write({ holder, signal, isAlone: setsJournalMode(input.sql) }, async (connection) => {
    if (isPlain) return await piecesOf(connection, limited, signal);
    await connection.exec('BEGIN IMMEDIATE', undefined, { signal });
    try {
      const pieces = await piecesOf(connection, limited, signal);
      await connection.exec('COMMIT', undefined, { signal });
      return pieces;
    } catch (error) {
      await undo(connection);
      throw error;
    }
  });
}

/** SQLite changes it only while nobody else has the file open. */
function setsJournalMode(sql: string): boolean {
  const kind = kindOf(sql);
  return kind.kind === 'pragma' && kind.name === 'journal_mode' && kind.hasArgument;
}

async function piecesOf(
  connection: Connection,
  input: StatementInput,
  signal: AbortSignal,
): Promise<readonly StatementPiece[]> {
  const pieces: StatementPiece[] = [];
  for await (const piece of connection.callStream('statement', input, { signal })) {
    pieces.push(piece as StatementPiece); // What the operation yields.
  }
  return pieces;
}

/** A connection that is gone has no transaction: the next one finds its journal and takes it back. */
async function undo(connection: Connection): Promise<void> {
  try {
    if (await connection.hasTransaction()) await connection.exec('ROLLBACK');
  } catch {
    // As above.
  }
}
