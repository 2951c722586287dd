import type { CatalogObject } from '../../../src-preload/contract/index.ts';
import type { CallOptions } from '../../engine/types.ts';
import { fileOfClient } from '../file-of-client.ts';
import type { OpenFile } from '../open-file.ts';

type Pending = NonNullable<CatalogObject['pending']>;

const TEXTS = `SELECT tbl_name, concat_ws(' ', type, name, sql) FROM main.sqlite_schema ORDER BY type, name`;

/**
 * What the open transaction of a client has done to the objects of a file, by name in small letters: those that it has made
 * or changed, with their indexes and triggers.
 */
export async function pendingObjects(
  file: OpenFile,
  client: number,
  options: CallOptions,
): Promise<ReadonlyMap<string, Pending>> {
  const [committed, own] = await Promise.all([
    textsOf(file, options),
    textsOf(fileOfClient(file, client), options),
  ]);
  const pending = new Map<string, Pending>();
  for (const [name, text] of own) {
    const before = committed.get(name);
    if (before !== text) pending.set(name, before === undefined ? 'created' : 'altered');
  }
  return pending;
}

/** What the schema says of each table or view, in one text. */
async function textsOf(file: OpenFile, { signal }: CallOptions): Promise<ReadonlyMap<string, string>> {
  const { rows } = await file.use('reader', { holder: 'catalog', signal }, (connection) =>
    connection.query(TEXTS, [], { signal }),
  );
  const texts = new Map<string, string>();
  for (const [table, text] of rows) {
    const name = String(table).toLowerCase();
    texts.set(name, `${texts.get(name) ?? ''}${String(text)}\n`);
  }
  return texts;
}

/** An object with what the transaction has done to it. */
export function withPending(object: CatalogObject, all: ReadonlyMap<string, Pending>): CatalogObject {
  const pending = all.get(object.name.toLowerCase());
  return pending === undefined ? object : { ...object, pending };
}
