import { runReads, type StoredCollection, storedCollection } from '../../engine/index.ts';
import type { OpenFile } from '../open-file.ts';

/**
 * What the file keeps about a collection; null where it keeps nothing, or nothing that can be read. Read anew each
 * time: it is a row of a table, so another program may change it without changing the file's schema.
 */
export function storedSchemaOf(file: OpenFile, object: string): Promise<StoredCollection | null> {
  return file.use('reader', { holder: 'schema' }, async (connection) => {
    const stored = await runReads(connection, storedCollection(object)).catch(() => undefined);
    return stored ?? null;
  });
}
