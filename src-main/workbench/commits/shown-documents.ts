import { looksLikeJsonb } from '../../operations/cells.ts';
import type { ReadyEntry, StagedColumn } from '../edits/index.ts';
import type { OpenFile } from '../open-file.ts';

const HOLDER = 'history';

/**
 * Rows of the history as they are shown: JSONB has its JSON text, as in the grid. Only SQLite knows it, so it is asked.
 */
export async function withDocuments(
  file: OpenFile,
  entries: readonly ReadyEntry[],
  signal: AbortSignal,
): Promise<readonly ReadyEntry[]> {
  const found = new Set<Uint8Array>();
  for (const { columns } of entries) {
    for (const { before, after } of columns.values()) {
      for (const value of [before, after]) if (isSuspect(value)) found.add(value);
    }
  }
  if (found.size === 0) return entries;
  const texts = await file.use('reader', { holder: HOLDER, signal }, async (connection) => {
    const known = new Map<unknown, string>();
    for (const bytes of found) {
      const { rows } = await connection.query(
        'SELECT CASE WHEN json_valid(?1, 8) THEN json(?1) END',
        [bytes],
        {
          signal,
        },
      );
      if (typeof rows[0]?.[0] === 'string') known.set(bytes, rows[0][0]);
    }
    return known;
  });
  return entries.map((entry) => ({
    ...entry,
    columns: new Map([...entry.columns].map(([name, column]) => [name, asDocument(column, texts)] as const)),
  }));
}

/** Larger documents are shown as the bytes that they are. */
const LARGEST = 16 * 1024 * 1024;

function isSuspect(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && value.byteLength <= LARGEST && looksLikeJsonb(value);
}

/** The column as one of a document, if all that it held is one. */
function asDocument(column: StagedColumn, texts: ReadonlyMap<unknown, string>): StagedColumn {
  const [before, after] = [column.before, column.after].map((value) =>
    value === undefined ? undefined : texts.get(value),
  );
  const isWhole = (value: unknown, text: string | undefined) => value === undefined || text !== undefined;
  const isDocument = isWhole(column.before, before) && isWhole(column.after, after);
  return isDocument ? { before, after, document: { encoding: 'jsonb' } } : column;
}
