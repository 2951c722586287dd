import { nearestText } from '../../../src-preload/contract/nearest-text.ts';
import {
  groupNames,
  parseQuery,
  type QueryCall,
  type QueryChain,
  QueryTextError,
  type TextPlace,
} from '../../../src-preload/contract/query-text/index.ts';
import { QueryError, type QuerySource, querySources, queryStatement, runReads } from '../../engine/index.ts';
import { collectionNamesOf, collectionOf } from '../collections/index.ts';
import type { Handlers } from '../handlers.ts';
import type { OpenFile } from '../open-file.ts';
import type { Services } from '../services.ts';
import { type BuiltQuery, buildQuery, placeOf, QueryPlaceError } from './builder-query.ts';
import { builderSql } from './builder-sql.ts';
import { builderInvalid } from './query-errors.ts';

/** builder of the `queries` slice: a collection's query as in code becomes SQL. */
export function createBuilder({
  openFiles,
}: Pick<Services, 'openFiles'>): Pick<Handlers<'queries'>, 'builder'> {
  return {
    async builder({ file: id, text }) {
      const file = openFiles.get(id);
      const chain = await namedAsInFile(file, readText(text));
      const { name } = chain.collection;
      const sources = await file.use('reader', { holder: 'console' }, (connection) =>
        runReads(connection, querySources([...new Set([name, ...joinedNames(chain.calls)])])),
      );
      try {
        return { sql: sqlOf(chain, sources.get(name) as QuerySource), parameters: [] };
      } catch (error) {
        if (!(error instanceof QueryPlaceError)) throw error;
        const { message, place, path } = error;
        const typed = text.slice(place.from, place.to);
        throw builderInvalid(message, place, await nearestPath(file, chain, path, typed));
      }
    },
  };
}

function readText(text: string): QueryChain {
  try {
    return parseQuery(text);
  } catch (error) {
    if (!(error instanceof QueryTextError)) throw error;
    throw builderInvalid(error.message, error.place, error.nearest);
  }
}

function sqlOf(chain: QueryChain, source: QuerySource): string {
  const { spec, end, isExplained } = buildQuery(chain, source);
  const sql = builderSql(statementOf(chain, source, { spec, end, isExplained }));
  return isExplained ? `EXPLAIN QUERY PLAN ${sql}` : sql;
}

function statementOf({ collection, calls }: QueryChain, source: QuerySource, { spec, end }: BuiltQuery) {
  try {
    return queryStatement(source, spec, end);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    throw new QueryPlaceError(error, placeOf(error.path, calls) ?? calls.at(-1) ?? collection);
  }
}

/** Collections are found whatever the case; a chain names them as the file does. Rejects where there is none. */
async function namedAsInFile(file: OpenFile, chain: QueryChain): Promise<QueryChain> {
  const names = [...(await collectionNamesOf(file))];
  const known = (name: string, place: TextPlace): string => {
    const found =
      names.find((other) => other === name) ??
      names.find((other) => other.toLowerCase() === name.toLowerCase());
    if (found !== undefined) return found;
    const nearest = nearestText(name, names);
    const meant = nearest === null ? 'It has these' : `Is ${nearest} meant? It has these`;
    const all = names.length === 0 ? 'It has none.' : `${meant}: ${names.slice(0, 10).join(', ')}.`;
    throw builderInvalid(`The file has no collection “${name}”. ${all}`, place, nearest);
  };
  const { collection } = chain;
  return {
    collection: { ...collection, name: known(collection.name, collection) },
    calls: chain.calls.map((call) => {
      const [other, ...values] = call.values;
      if (!isJoin(call) || other === undefined) return call;
      if (other.kind === 'collection')
        return { ...call, values: [{ ...other, name: known(other.name, other) }, ...values] };
      if (other.kind !== 'literal') return call;
      return { ...call, values: [{ ...other, value: known(String(other.value), other) }, ...values] };
    }),
  };
}

function joinedNames(calls: readonly QueryCall[]): readonly string[] {
  return calls.filter(isJoin).flatMap(({ values: [other] }) => {
    if (other?.kind === 'collection') return [other.name];
    return other?.kind === 'literal' ? [String(other.value)] : [];
  });
}

function isJoin({ name }: QueryCall): boolean {
  return name === 'join' || name === 'leftJoin';
}

/** The path of the documents, or the name of groups, that was meant probably, as it has to stand in place of `typed`. */
async function nearestPath(
  file: OpenFile,
  { collection, calls }: QueryChain,
  path: string | undefined,
  typed: string,
): Promise<string | null> {
  if (path === undefined) return null;
  const names = [collection.name, ...joinedNames(calls)];
  const known = await Promise.all(names.map((name) => collectionOf(file, name)));
  const paths = known.flatMap((facts, at) =>
    ['_id', ...(facts?.fields ?? []).map((field) => field.path.join('.'))].flatMap((own) =>
      at === 0 ? [own] : [own, `${names[at]}.${own}`],
    ),
  );
  const nearest = nearestText(path, [...paths, ...groupNames(calls)]);
  // The path into a joined collection stands in `join` without its name.
  const before = path.endsWith(typed) ? path.slice(0, path.length - typed.length) : '';
  return nearest?.startsWith(before) === true ? nearest.slice(before.length) : nearest;
}
