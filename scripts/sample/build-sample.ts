import Database from 'better-sqlite3';
import { makeDocuments } from './documents.ts';
import { Random } from './random.ts';
import { schema } from './schema.ts';
import { makeShop } from './shop.ts';

const SEED = 20_261_122;

/** Makes the music store at a path where no file is yet. The same content on every machine. */
export function buildSample(path: string): void {
  const database = new Database(path);
  try {
    database.pragma('page_size = 4096');
    database.pragma('journal_mode = DELETE');
    database.pragma('foreign_keys = ON');
    database.exec('BEGIN');
    database.exec(schema);
    const random = new Random(SEED);
    for (const { table, columns, rows } of makeShop(random)) {
      const insert = database.prepare(
        `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      );
      for (const row of rows) insert.run(row.map(asStored));
    }
    for (const { collection, documents } of makeDocuments(random)) {
      const insert = database.prepare(
        `INSERT INTO ${collection} (_id, doc, _version) VALUES (?, jsonb(?), ?)`,
      );
      for (const { id, json, version } of documents) insert.run(id, json, BigInt(version));
    }
    database.exec('COMMIT');
    database.exec('VACUUM');
  } finally {
    database.close();
  }
}

/** better-sqlite3 binds every number as REAL, which an untyped column would keep. */
function asStored(value: string | number | null | Uint8Array): string | number | bigint | null | Uint8Array {
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value;
}
