import type { CatalogObject } from '../../../src-preload/contract/index.ts';
import { DatabaseError } from '../../engine/index.ts';
import type { CallOptions } from '../../engine/types.ts';
import { collectionNamesOf } from '../collections/collection-of.ts';
import { fileBySchemaOf } from '../file-of-client.ts';
import type { Handlers } from '../handlers.ts';
import type { OpenFile } from '../open-file.ts';
import type { Services } from '../services.ts';
import { describeAllForeignKeys } from './all-foreign-keys.ts';
import { describeColumns, type ObjectFacts } from './columns.ts';
import { countAbout, countExactly } from './counts.ts';
import { estimateEntries } from './estimate-rows.ts';
import { objectUnreadable } from './object-errors.ts';
import { isSystemName } from './object-kind.ts';
import { compareNames, listObjects, type ObjectList } from './objects.ts';
import { pendingObjects, withPending } from './pending-objects.ts';
import { readRawSchema } from './raw-schema.ts';
import { listSearchedColumns } from './searched-columns.ts';
import { measureBytes, SIZE_TIME_LIMIT } from './sizes.ts';
import { describeStructure } from './structure.ts';

/** What the slice needs of the services. */
export type CatalogServices = Pick<Services, 'openFiles'>;

const HOLDER = 'catalog';

/** The `catalog` slice: what a file holds, how much of it, and how it is built. */
export function createCatalog({ openFiles }: CatalogServices): Handlers<'catalog'> {
  return {
    async objects({ file: id }, { client, signal }) {
      const file = openFiles.get(id);
      const seen = fileBySchemaOf(file, client);
      const { schemaVersion, objects } = await objectsOf(seen, { signal });
      if (seen === file) return { schemaVersion, objects: [...objects] };
      const pending = await pendingObjects(file, client, { signal });
      return { schemaVersion, objects: objects.map((object) => withPending(object, pending)) };
    },
    async columns({ file: id }, { client, signal }) {
      const file = fileBySchemaOf(openFiles.get(id), client);
      const { objects } = await objectsOf(file, { signal });
      // On a worker: a file may have thousands of tables, and pages come first.
      return file.use('worker', { holder: 'columns', signal }, (connection) =>
        listSearchedColumns(connection, objects, { signal }),
      );
    },
    async count({ file: id, object, accuracy }, { client, signal }) {
      const file = fileBySchemaOf(openFiles.get(id), client);
      const isCommitted = file === openFiles.get(id);
      return readable(object, signal, async () => {
        const facts = await factsOf(file, object);
        // Statements of the transaction would wait for a scan.
        if (accuracy === 'exact' && isCommitted) {
          return file.use('worker', { holder: 'count', signal }, (connection) =>
            countExactly(connection, facts.name, { signal }),
          );
        }
        const estimate = async (rootPage: number) =>
          isCommitted ? await estimateRows(file, rootPage, signal) : undefined;
        return file.use('reader', { holder: HOLDER, signal }, (connection) =>
          countAbout(connection, facts, { signal, estimate }),
        );
      });
    },
    async structure({ file: id, object }, { client, signal }) {
      const file = fileBySchemaOf(openFiles.get(id), client);
      const isCommitted = file === openFiles.get(id);
      return readable(object, signal, async () => {
        const [collections, foreignKeys, facts] = await Promise.all([
          collectionNamesOf(file),
          file.cachedBySchema('foreign keys', () =>
            file.use('reader', { holder: HOLDER }, (connection) => describeAllForeignKeys(connection)),
          ),
          factsOf(file, object),
        ]);
        // As above.
        const bytesByName = isCommitted ? await bytesOf(file, facts, signal) : new Map<string, number>();
        return file.use('reader', { holder: HOLDER, signal }, (connection) =>
          describeStructure(
            connection,
            facts.name,
            { isCollection: collections.has(facts.name), foreignKeys, bytesByName },
            { signal },
          ),
        );
      });
    },
  };
}

/**
 * The objects of an open file. Where SQLite cannot load the schema at all they are named by plain reads of the file,
 * each with what SQLite says.
 */
export async function objectsOf(file: OpenFile, { signal }: CallOptions = {}): Promise<ObjectList> {
  try {
    return await file.use('reader', { holder: HOLDER, signal }, (connection) =>
      listObjects(connection, { signal }),
    );
  } catch (error) {
    if (!isAboutSchema(error)) throw error;
    const objects = await listRawObjects(file.info.path, error);
    if (objects.length === 0) throw error;
    return { schemaVersion: 0, objects };
  }
}

/** The objects of a file whose schema SQLite refuses, by name. */
export async function listRawObjects(path: string, cause: unknown): Promise<readonly CatalogObject[]> {
  const entries = (await readRawSchema(path)).filter(({ type }) => type === 'table' || type === 'view');
  return entries
    .map(({ name, type, sql }): CatalogObject => {
      const isVirtual = sql !== null && /^create\s+virtual/iu.test(sql);
      const kind = isSystemName(name) ? 'system' : isVirtual ? 'virtual' : type === 'view' ? 'view' : 'table';
      return { name, kind, error: objectUnreadable(name, cause).toWire() };
    })
    .sort((a, b) => compareNames(a.name, b.name));
}

/** What SQLite says about an object, remembered until the schema changes. */
function factsOf(file: OpenFile, object: string): Promise<ObjectFacts> {
  return file.cachedBySchema(`facts ${object}`, () =>
    file.use('reader', { holder: HOLDER }, (connection) => describeColumns(connection, object)),
  );
}

/**
 * Entries by the pages of the main file: not while changes stand in a -wal, and not for a private copy, whose pages may
 * be others than those of the file.
 */
async function estimateRows(
  { info }: OpenFile,
  rootPage: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  const isMainFileWhole =
    info.readMode === 'immutable' || (info.readMode === 'normal' && info.journalMode !== 'wal');
  if (!isMainFileWhole || rootPage < 1) return undefined;
  try {
    return await estimateEntries(info.path, rootPage, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
}

/** Sizes by dbstat where they come in time; nothing waits longer for them. */
async function bytesOf(
  file: OpenFile,
  { name, type }: ObjectFacts,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  if (type !== 'table' && type !== 'shadow') return new Map();
  const limited = AbortSignal.any([signal, AbortSignal.timeout(SIZE_TIME_LIMIT)]);
  try {
    return await file.use('worker', { holder: 'sizes', signal: limited }, (connection) =>
      measureBytes(connection, name, { signal: limited }),
    );
  } catch (error) {
    if (signal.aborted) throw error;
    return new Map();
  }
}

/** Turns what SQLite says about an object into OBJECT_UNREADABLE. */
async function readable<T>(object: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (signal.aborted || !isAboutSchema(error)) throw error;
    throw objectUnreadable(object, error);
  }
}

/** Whether SQLite says that something in the file cannot be read, and not that its surroundings fail. */
function isAboutSchema(error: unknown): boolean {
  return (
    error instanceof DatabaseError &&
    (error.code === 'SQL_ERROR' || error.code === 'CORRUPT' || error.code === 'AUTH')
  );
}
