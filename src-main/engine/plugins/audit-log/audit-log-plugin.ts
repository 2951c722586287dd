import { z } from 'zod';
import { quoteIdentifier } from '../../quote-identifier.ts';
import type { GuardedStatement, Row, SqlValue } from '../../types.ts';
import { documentsOf, specOf } from '../hook-documents.ts';
import type { HookContext, Plugin } from '../plugin.ts';
import { parseSettings } from '../plugin-settings.ts';

const settings = z.strictObject({
  table: z
    .string()
    .regex(
      /^(?!sqlite_)[\p{L}_][\p{L}\p{N}_]*$/iu,
      'a name of letters, digits and _ that SQLite does not keep',
    )
    .default('_audit_log')
    .describe('Table for the log; made by the first write.'),
  collections: z.array(z.string()).optional().describe('Only these collections; all when left out.'),
  documents: z.boolean().default(true).describe('Keeps the documents as they were written, too.'),
});

export type AuditLogSettings = z.input<typeof settings> & {
  /** Who writes: asked at each write. */
  readonly actor?: (() => string | null) | undefined;
  /** Default: the clock. */
  readonly now?: (() => Date) | undefined;
};

/** One written document. `document` is null for deleted ones. */
export interface AuditLogEntry {
  readonly id: number;
  readonly at: Date;
  readonly actor: string | null;
  readonly collection: string;
  readonly operation: string;
  readonly documentId: string;
  readonly document: unknown;
}

/** Where a log is read from: a `Database`. */
export interface AuditLogSource {
  query(sql: string, params?: readonly SqlValue[]): Promise<Row[]>;
}

export interface AuditLogFilter {
  readonly collection?: string | undefined;
  readonly documentId?: string | undefined;
  /** Default 100, the latest first. */
  readonly limit?: number | undefined;
}

export interface AuditLogPlugin extends Plugin {
  /** The latest entries; none where nothing was written yet. */
  entries(database: AuditLogSource, filter?: AuditLogFilter): Promise<AuditLogEntry[]>;
}

/**
 * Keeps a log of every document that collections write or delete, in a table of the same file and in the transaction of
 * the write: what was undone is not in it.
 */
export function auditLogPlugin({
  actor = () => null,
  now = () => new Date(),
  ...given
}: AuditLogSettings = {}): AuditLogPlugin {
  const { table, collections, documents } = parseSettings('audit-log', settings, given);
  const name = quoteIdentifier(table);
  const ddl = [
    `CREATE TABLE IF NOT EXISTS ${name} (id INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT, collection TEXT NOT NULL, operation TEXT NOT NULL, document_id TEXT NOT NULL, document TEXT)`,
    `CREATE INDEX IF NOT EXISTS ${quoteIdentifier(`${table}_document`)} ON ${name} (collection, document_id)`,
  ];
  const insert = `INSERT INTO ${name} (at, actor, collection, operation, document_id, document) SELECT ?, ?, ?, ?, json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)`;

  return {
    name: 'audit-log',
    version: '1.0.0',
    settings,
    onBeforeCommit(context) {
      const { statements, collectionName, operation } = context;
      if (statements === undefined || (collections && !collections.includes(collectionName))) return;
      const written = writtenBy(context, documents);
      if (written.length === 0) return;
      statements.push(...ddl.map((sql): GuardedStatement => ({ sql })), {
        sql: insert,
        params: [now().toISOString(), actor(), collectionName, operation, JSON.stringify(written)],
      });
    },
    async entries(database, { collection, documentId, limit = 100 } = {}) {
      const [found] = await database.query("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", [
        table,
      ]);
      if (found === undefined) return [];
      const rows = await database.query(
        `SELECT id, at, actor, collection, operation, document_id, document FROM ${name} WHERE (?1 IS NULL OR collection = ?1) AND (?2 IS NULL OR document_id = ?2) ORDER BY id DESC LIMIT ?3`,
        [collection ?? null, documentId ?? null, limit],
      );
      return rows.map(entryOf);
    },
  };
}

/** Id and JSON text of each document. */
function writtenBy(context: HookContext, keepsDocuments: boolean): [id: string, document: string | null][] {
  const documents = documentsOf(context);
  const { ids = documents.map((document) => String(document[specOf(context)?.primaryKey ?? '_id'])) } =
    context;
  return ids.map((id, place) => {
    const document = keepsDocuments ? documents[place] : undefined;
    return [id, document === undefined ? null : JSON.stringify(document, plain)];
  });
}

/** JSON has no 64-bit integers, sets and maps: in the log they are texts and lists. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  return value instanceof Set || value instanceof Map ? [...value] : value;
}

function entryOf(row: Row): AuditLogEntry {
  const { id, at, actor, collection, operation, document_id, document } = row;
  return {
    id: Number(id),
    at: new Date(String(at)),
    actor: actor === null ? null : String(actor),
    collection: String(collection),
    operation: String(operation),
    documentId: String(document_id),
    document: document === null ? null : JSON.parse(String(document)),
  };
}
