import type { Contract, OutputOf, RowKey } from '../../../src-preload/contract/index.ts';
import { DatabaseError, quoteIdentifier } from '../../engine/index.ts';
import type { SqlValue } from '../../engine/types.ts';
import { joinParts, type SqlPart } from '../../operations/sql/sql-part.ts';
import { bindStored, fromKeyValue } from '../../operations/stored-value.ts';
import { BridgeError } from '../bridge-error.ts';
import type { CollectionFacts } from './collection-of.ts';

export type StoredDocument = OutputOf<Contract['collections']['document']>;

/** The most bytes of a document that are handed out, as stored and as text. */
export const MOST_DOCUMENT_BYTES = 16 * 1024 * 1024;

/**
 * Reads one document by its key: text as it is stored, JSONB as SQLite prints it. What is too large or no JSON is not
 * loaded. `keyColumns` stand in the order of `key`.
 */
export function documentQuery(
  object: string,
  { idColumn, documentColumn }: Pick<CollectionFacts, 'idColumn' | 'documentColumn'>,
  keyColumns: readonly string[],
  key: RowKey,
): SqlPart {
  const id = `t.${quoteIdentifier(idColumn)}`;
  const document = `t.${quoteIdentifier(documentColumn)}`;
  const conditions = keyColumns.map((column, index): SqlPart => {
    const value = bindStored(fromKeyValue(key[index] ?? null));
    return { sql: `t.${quoteIdentifier(column)} IS ${value.sql}`, params: value.params };
  });
  const where = joinParts(conditions, ' AND ');
  return {
    sql: `SELECT CASE WHEN typeof(${id}) = 'text' THEN ${id} END, typeof(${document}), octet_length(${document}),
      CASE WHEN octet_length(${document}) > ${MOST_DOCUMENT_BYTES} THEN NULL
        WHEN typeof(${document}) = 'text' THEN ${document}
        WHEN json_valid(${document}, 8) THEN json(${document}) END
      FROM main.${quoteIdentifier(object)} AS t WHERE ${where.sql} LIMIT 1`,
    params: where.params,
  };
}

/** The document of a row that `documentQuery` gave. Throws ROW_NOT_FOUND, TOO_BIG, or OBJECT_UNREADABLE. */
export function readDocument(row: readonly SqlValue[] | undefined): StoredDocument {
  if (row === undefined) {
    throw new BridgeError('ROW_NOT_FOUND', 'The collection has no document with this key any more.', {
      hint: 'It was removed or got another key. Reload the rows.',
    });
  }
  const [id, type, bytes, json] = row;
  const byteLength = Number(bytes ?? 0);
  if (byteLength > MOST_DOCUMENT_BYTES || (typeof json === 'string' && isTooLong(json))) {
    throw new DatabaseError(
      'TOO_BIG',
      `The document has ${Math.round(byteLength / 1024 / 1024)} MB, and Cairn shows at most 16 MB as a whole. Its fields can be read in the grid.`,
    );
  }
  if (typeof json !== 'string') {
    throw new BridgeError('OBJECT_UNREADABLE', 'What is stored in this row is not a JSON document.', {
      hint: 'Show it as a plain table to see its bytes. The other documents are not affected.',
    });
  }
  return {
    id: typeof id === 'string' ? id : null,
    json,
    encoding: type === 'text' ? 'text' : 'jsonb',
    byteLength,
  };
}

function isTooLong(json: string): boolean {
  return json.length > MOST_DOCUMENT_BYTES || Buffer.byteLength(json) > MOST_DOCUMENT_BYTES;
}
