import { objectNotFound } from '../catalog/object-errors.ts';
import type { Handlers } from '../handlers.ts';
import type { Views } from '../rows/view.ts';
import type { Services } from '../services.ts';
import { checkDocument } from './check-document.ts';
import { collectionOf } from './collection-of.ts';
import { documentQuery, readDocument } from './document.ts';
import { schemaColumnsOf, storedSchemaOf } from './stored-schema-of.ts';

export { type CollectionFacts, collectionNamesOf, collectionOf } from './collection-of.ts';

/** What the slice needs of the services. */
export type CollectionServices = Pick<Services, 'openFiles'>;

/** The `collections` slice: the fields of documents, whole documents, and what their schemas say. */
export function createCollections({ openFiles }: CollectionServices, views: Views): Handlers<'collections'> {
  return {
    async fields({ file, object }) {
      const facts = await collectionOf(openFiles.get(file), object);
      if (facts === null) throw objectNotFound(object);
      const { sampled, encoding, fields, items } = facts;
      return { sampled, encoding, fields: [...fields], items: [...items] };
    },
    async document({ view: id, key }, { signal }) {
      const view = views.get(id);
      const facts = await collectionOf(view.file, view.info.object);
      if (facts === null) throw objectNotFound(view.info.object);
      const { object, keyColumns } = view.info;
      const { sql, params } = documentQuery(object, facts, keyColumns, key);
      const { rows } = await view.file.use('reader', { holder: 'document', signal }, (connection) =>
        connection.query(sql, params, { signal }),
      );
      return readDocument(rows[0]);
    },
    async schema({ file, object, column }) {
      const stored = await storedSchemaOf(openFiles.get(file), object, column);
      if (stored === null) return null;
      const { name, version, primaryKey, schema } = stored;
      return { name, version, primaryKey, schema: JSON.stringify(schema) };
    },
    async columns({ file, object }) {
      return { columns: [...(await schemaColumnsOf(openFiles.get(file), object))] };
    },
    check({ file, object, ...document }, { signal }) {
      return checkDocument(openFiles.get(file), object, document, signal);
    },
  };
}
