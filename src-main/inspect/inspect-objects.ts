import type { CatalogObject } from '../../src-preload/contract/index.ts';
import { quoteIdentifier } from '../engine/index.ts';
import type { Connection } from '../engine/types.ts';
import { describeColumns } from '../workbench/catalog/columns.ts';
import { countExactly } from '../workbench/catalog/counts.ts';
import { objectsOf } from '../workbench/catalog/index.ts';
import { readRawSchema } from '../workbench/catalog/raw-schema.ts';
import type { OpenFile } from '../workbench/open-file.ts';
import type { InspectError, InspectObject } from './inspect-report.ts';

/** Milliseconds for the rows of one view or virtual table, which may have no end. */
const COUNT_LIMIT = 5000;
const HOLDER = 'inspect';

/** Every entry of a file's schema; what cannot be read says so and hides nothing else. */
export async function inspectObjects(file: OpenFile, counts: boolean): Promise<readonly InspectObject[]> {
  const { objects } = await objectsOf(file);
  const found: InspectObject[] = [];
  for (const object of objects) {
    // The schema table itself is in no schema.
    if (object.name === 'sqlite_schema') continue;
    found.push(
      await file.use('reader', { holder: HOLDER }, (connection) => describe(connection, object, counts)),
    );
  }
  return [...found, ...(await indexesAndTriggers(file))];
}

async function describe(
  connection: Connection,
  { name, kind, error }: CatalogObject,
  counts: boolean,
): Promise<InspectObject> {
  const type = kind === 'collection' || kind === 'system' ? 'table' : kind;
  const base: InspectObject = {
    name,
    type,
    collection: kind === 'collection',
    columns: [],
    rows: null,
    error: error === null ? null : { code: error.code, message: error.message },
  };
  const described = await attempt(base, async () => {
    const { columns } = await describeColumns(connection, name);
    return {
      ...base,
      columns: columns.filter((column) => column.hiddenKind !== 'hidden').map((column) => column.name),
    };
  });
  if (!counts || described.error !== null) return described;
  return attempt(described, async () => {
    const isEndless = type === 'view' || type === 'virtual';
    const rows = isEndless
      ? await countWithin(connection, name, COUNT_LIMIT)
      : (await countExactly(connection, name)).value;
    return rows === null ? { ...described, error: notCounted() } : { ...described, rows };
  });
}

/** Row by row, so that a view without an end can be left; null when the time is over. */
async function countWithin(connection: Connection, name: string, limit: number): Promise<number | null> {
  const until = performance.now() + limit;
  let count = 0;
  for await (const { rows } of connection.stream(`SELECT 1 FROM main.${quoteIdentifier(name)}`, [])) {
    count += rows.length;
    if (performance.now() > until) return null;
  }
  return count;
}

function notCounted(): InspectError {
  return {
    code: 'CANCELLED',
    message: `Its rows were not counted: that took longer than ${COUNT_LIMIT / 1000} seconds.`,
  };
}

async function indexesAndTriggers(file: OpenFile): Promise<readonly InspectObject[]> {
  try {
    return await file.use('reader', { holder: HOLDER }, async (connection) => {
      const { rows } = await connection.query(
        `SELECT name, type FROM main.sqlite_schema WHERE type IN ('index', 'trigger') AND typeof(name) = 'text'
         ORDER BY type, name`,
      );
      const found: InspectObject[] = [];
      for (const [name, type] of rows) {
        found.push(await describePart(connection, String(name), type === 'index' ? 'index' : 'trigger'));
      }
      return found;
    });
  } catch (error) {
    const entries = (await readRawSchema(file.info.path)).filter(isPart);
    return entries.map(({ name, type }) => ({ ...emptyPart(name, type), error: errorOf(error) }));
  }
}

async function describePart(
  connection: Connection,
  name: string,
  type: 'index' | 'trigger',
): Promise<InspectObject> {
  const base = emptyPart(name, type);
  if (type === 'trigger') return base;
  return attempt(base, async () => {
    const { rows } = await connection.query(
      `SELECT coalesce(name, 'expression') FROM pragma_index_xinfo(?1, 'main') WHERE key = 1 ORDER BY seqno`,
      [name],
    );
    return { ...base, columns: rows.map(([column]) => String(column)) };
  });
}

function emptyPart(name: string, type: 'index' | 'trigger'): InspectObject {
  return { name, type, collection: false, columns: [], rows: null, error: null };
}

function isPart<T extends { readonly type: string }>(entry: T): entry is T & { type: 'index' | 'trigger' } {
  return entry.type === 'index' || entry.type === 'trigger';
}

/** What the work gives, or the object with the reason why it failed. */
async function attempt(base: InspectObject, work: () => Promise<InspectObject>): Promise<InspectObject> {
  try {
    return await work();
  } catch (error) {
    return { ...base, error: base.error ?? errorOf(error) };
  }
}

/** Any thrown value as code and message. */
export function errorOf(error: unknown): InspectError {
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'INTERNAL';
  return { code, message: error instanceof Error ? error.message : String(error) };
}
