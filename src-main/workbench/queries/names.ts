import type { KnownName } from '../../../src-preload/contract/queries.ts';
import type { Connection, SqlValue } from '../../engine/types.ts';
import { objectsOf } from '../catalog/index.ts';
import { listSearchedColumns } from '../catalog/searched-columns.ts';
import { collectionOf } from '../collections/index.ts';
import { fileBySchemaOf } from '../file-of-client.ts';
import type { Handlers } from '../handlers.ts';
import type { OpenFile } from '../open-file.ts';
import type { Services } from '../services.ts';

const HOLDER = 'completion';
/** Collections whose documents are looked at for their paths. */
const MOST_SAMPLED = 100;

/** What names can be completed in a statement: the `names` method of the `queries` slice. */
export function createNames({ openFiles }: Pick<Services, 'openFiles'>): Pick<Handlers<'queries'>, 'names'> {
  return {
    async names({ file: id }, { client, signal }) {
      const file = fileBySchemaOf(openFiles.get(id), client);
      const [objects, known] = await Promise.all([
        file.cachedBySchema('names', () => namesOf(file)),
        file.cachedBySchema('functions', () =>
          file.use('reader', { holder: HOLDER }, (connection) => functionsOf(connection)),
        ),
      ]);
      const withPaths: KnownName[] = [];
      let sampled = 0;
      for (const object of objects) {
        const isSampled = object.kind === 'collection' && sampled < MOST_SAMPLED && !signal.aborted;
        if (isSampled) sampled += 1;
        withPaths.push(isSampled ? { ...object, paths: await pathsOf(file, object.name) } : object);
      }
      return { objects: withPaths, ...known };
    },
  };
}

/** Objects with their columns; what SQLite cannot describe has none. */
async function namesOf(file: OpenFile): Promise<readonly KnownName[]> {
  const { objects } = await objectsOf(file);
  const { objects: described } = await file.use('worker', { holder: HOLDER }, (connection) =>
    listSearchedColumns(connection, objects, { withAllKinds: true }),
  );
  const columns = new Map(described.map((one) => [one.object, one.columns]));
  return objects.map(({ name, kind }) => ({
    name,
    kind,
    columns: (columns.get(name) ?? []).map((column) => ({ name: column.name, type: column.declaredType })),
    paths: [],
  }));
}

/** Paths of the fields that documents have, as SQL writes them. One collection that cannot be read hides no other. */
async function pathsOf(file: OpenFile, object: string): Promise<KnownName['paths']> {
  const facts = await collectionOf(file, object, { holder: HOLDER }).catch(() => null);
  return (facts?.fields ?? []).map(({ path, types }) => ({ path: pathText(path), type: types[0] ?? '' }));
}

/** `$.ship.country`; keys that are no plain words stand in quotes. */
function pathText(keys: readonly string[]): string {
  return `$${keys.map((key) => (/^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `.${JSON.stringify(key)}`)).join('')}`;
}

async function functionsOf(connection: Connection) {
  const { rows } = await connection.query(
    'SELECT name, min(narg), max(narg) FROM pragma_function_list GROUP BY name ORDER BY name',
    [],
  );
  const pragmas = await connection.query('SELECT name FROM pragma_pragma_list ORDER BY name', []);
  return {
    functions: rows
      // Operators such as ->> are listed too.
      .filter(([name]) => /^[a-z_]\w*$/i.test(String(name)))
      .map(([name, least, most]) => ({
        name: String(name),
        arguments: argumentsOf(least ?? null, most ?? null),
      })),
    pragmas: pragmas.rows.map(([name]) => String(name)),
  };
}

/** -1: any number, or several forms. */
function argumentsOf(least: SqlValue, most: SqlValue): number {
  return least === most ? Math.max(-1, Number(least)) : -1;
}
