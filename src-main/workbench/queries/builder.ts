import { objectNotFound } from '../catalog/object-errors.ts';
import { collectionNamesOf, collectionOf } from '../collections/index.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import { parseBuilder } from './builder-parser.ts';
import { builderSql } from './builder-sql.ts';

/** builder of the `queries` slice: a collection's query as in code becomes SQL. */
export function createBuilder({
  openFiles,
}: Pick<Services, 'openFiles'>): Pick<Handlers<'queries'>, 'builder'> {
  return {
    async builder({ file: id, text }) {
      const chain = parseBuilder(text);
      const file = openFiles.get(id);
      const names = await collectionNamesOf(file);
      const wanted = chain.collection.toLowerCase();
      const name = [...names].find((other) => other === chain.collection || other.toLowerCase() === wanted);
      const facts = name === undefined ? null : await collectionOf(file, name);
      if (name === undefined || facts === null) throw objectNotFound(chain.collection);
      return { sql: builderSql(chain, { name, ...facts }), parameters: [] };
    },
  };
}
