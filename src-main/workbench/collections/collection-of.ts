import type { CollectionField } from '../../../src-preload/contract/index.ts';
import { type Connection, findCollections, runReads, storedCollection } from '../../engine/index.ts';
import { describeColumns } from '../catalog/columns.ts';
import type { LeaseOptions, OpenFile } from '../open-file.ts';
import { type FieldSample, sampleFields } from './sample-fields.ts';
import { mergeFields, schemaFields } from './schema-fields.ts';

/** What is needed to show a collection's documents as rows. */
export interface CollectionFacts {
  /** The name of the column with the id, as the table spells it. */
  readonly idColumn: string;
  readonly documentColumn: string;
  readonly encoding: FieldSample['encoding'];
  /** Documents that were looked at. */
  readonly sampled: number;
  readonly fields: readonly CollectionField[];
  /** What arrays in them hold. */
  readonly items: FieldSample['items'];
}

const HOLDER = 'catalog';

/** Names of the file's collections, remembered until its schema changes. */
export function collectionNamesOf(file: OpenFile): Promise<ReadonlySet<string>> {
  return file.cachedBySchema('collections', () =>
    file.use('reader', { holder: HOLDER }, (connection) => runReads(connection, findCollections())),
  );
}

/**
 * The columns and sampled fields of a collection; null for any other object. Remembered until the schema changes, so
 * it is not bound to the signal of one caller; `options` names the holder shown in the pool.
 */
export async function collectionOf(
  file: OpenFile,
  object: string,
  options: Pick<LeaseOptions, 'holder'> = { holder: HOLDER },
): Promise<CollectionFacts | null> {
  const names = await collectionNamesOf(file);
  if (!names.has(object)) return null;
  return file.cachedBySchema(`collection ${object}`, () =>
    file.use('reader', { holder: options.holder }, async (connection) => {
      const facts = await describeColumns(connection, object);
      const { sampled, encoding, fields, items } = await sampleFields(connection, facts);
      return {
        idColumn: spelled(facts.columns, '_id'),
        documentColumn: spelled(facts.columns, 'doc'),
        encoding,
        sampled,
        items,
        fields: mergeFields(await fieldsInSchema(connection, object), fields).filter(isOfDocument),
      };
    }),
  );
}

/** What the file's own schema of the collection names; nothing where there is none, or none that can be read. */
async function fieldsInSchema(connection: Connection, object: string): Promise<CollectionField[]> {
  const stored = await runReads(connection, storedCollection(object)).catch(() => undefined);
  return schemaFields(stored?.schema ?? {});
}

/** The id has a column of its own. */
function isOfDocument({ path }: CollectionField): boolean {
  return path.length > 1 || path[0] !== '_id';
}

function spelled(columns: readonly { readonly name: string }[], name: string): string {
  return columns.find((column) => column.name.toLowerCase() === name)?.name ?? name;
}
