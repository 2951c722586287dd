import { stat } from 'node:fs/promises';
import type { Count } from '../../../src-preload/contract/index.ts';
import type { CallOptions } from '../../engine/types.ts';
import { BridgeError } from '../bridge-error.ts';
import { describeColumns, type ObjectFacts } from '../catalog/columns.ts';
import { countAbout } from '../catalog/counts.ts';
import { estimateEntries } from '../catalog/estimate-rows.ts';
import { asUnreadable, codeOf, objectDropped, objectUnreadable } from '../catalog/object-errors.ts';
import { collectionNamesOf, collectionOf } from '../collections/collection-of.ts';
import { fileBySchemaOf } from '../file-of-client.ts';
import type { OpenFile } from '../open-file.ts';
import { type ObjectShape, shapeOf } from './object-shape.ts';

const holder = 'Describing a table';

/** Describes an object once for each schema of its file. Throws OBJECT_NOT_FOUND or OBJECT_UNREADABLE. */
export function describeObject(file: OpenFile, object: string, asTable: boolean): Promise<ObjectShape> {
  return file.cachedBySchema(`rows.shape:${asTable}:${object}`, async () => {
    try {
      return await describe(file, object, asTable);
    } catch (cause) {
      if (cause instanceof BridgeError) throw cause;
      throw objectUnreadable(object, cause);
    }
  });
}

/**
 * The same, as the open transaction of a client sees it. What this has taken away is said to be so, since it may come
 * back.
 */
export async function describeForClient(
  file: OpenFile,
  client: number,
  object: string,
  asTable: boolean,
): Promise<ObjectShape> {
  const seen = fileBySchemaOf(file, client);
  try {
    return await describeObject(seen, object, asTable);
  } catch (error) {
    if (seen === file || codeOf(error) !== 'OBJECT_NOT_FOUND') throw error;
    const isCommitted = await describeObject(file, object, asTable).then(
      () => true,
      () => false,
    );
    throw isCommitted ? objectDropped(object) : error;
  }
}

async function describe(file: OpenFile, object: string, asTable: boolean): Promise<ObjectShape> {
  const facts = await file.use('reader', { holder }, (connection) => describeColumns(connection, object));
  const isCollection = facts.type === 'table' && (await collectionNamesOf(file)).has(facts.name);
  const documents = isCollection && !asTable ? await collectionOf(file, facts.name) : null;
  const isFullText = facts.type === 'virtual' && (await isFullTextTable(file, facts.name));
  return shapeOf(facts, isCollection, documents, isFullText);
}

/** Full-text tables are ordered by rowid inside; what other modules do with an order nobody knows. */
async function isFullTextTable(file: OpenFile, name: string): Promise<boolean> {
  const { rows } = await file.use('reader', { holder }, (connection) =>
    connection.query(
      `SELECT sql LIKE '%USING%fts_%' FROM main.sqlite_schema WHERE name = ?1 AND type = 'table'`,
      [name],
    ),
  );
  return rows[0]?.[0] === 1;
}

/** About how many rows the object has, without a scan. */
export async function aboutRows(
  file: OpenFile,
  facts: ObjectFacts,
  options: CallOptions & { readonly isCommitted?: boolean },
): Promise<Count> {
  // Pages of a table that is not committed are not in the file.
  const estimate = async (rootPage: number) =>
    options.isCommitted === false || (await hasWal(file))
      ? undefined
      : await estimateEntries(file.info.path, rootPage, options.signal);
  try {
    return await file.use('reader', { ...options, holder: 'Counting rows' }, (connection) =>
      countAbout(connection, facts, { ...options, estimate }),
    );
  } catch (error) {
    // Damage where only an estimate would look hides no row that can be read.
    if (codeOf(error) === 'CORRUPT') return { value: null, kind: 'unknown' };
    throw asUnreadable(facts.name, error);
  }
}

/** Pages in a -wal are newer than those in the file itself. */
async function hasWal(file: OpenFile): Promise<boolean> {
  if (file.info.readMode === 'private-copy') return true;
  try {
    return (await stat(`${file.info.path}-wal`)).size > 0;
  } catch {
    return false;
  }
}
