import type { Related } from '../../../src-preload/contract/index.ts';
import type { CallOptions } from '../../engine/types.ts';
import type { RowsPlan } from '../../operations/plan.ts';
import type { RelatedRowsInput, RelatedRowsOutput } from '../../operations/related.ts';
import type { SqlPart } from '../../operations/sql/sql-part.ts';
import type { OpenFile } from '../open-file.ts';
import type { ObjectShape } from './object-shape.ts';
import { isSameName } from './related-keys.ts';
import type { ViewColumn } from './view.ts';

type Count = Related['children'][number]['count'];

/** Rows of one table that are asked for together. */
export interface RelatedSearch {
  readonly file: OpenFile;
  readonly shape: ObjectShape;
  readonly where: SqlPart;
  /** Whether an index finds them; else a worker scans, as long as there is time. */
  readonly isSearchable: boolean;
}

/** Columns that are shown of a related row. */
const MOST_COLUMNS = 5;
/** Rows that are counted beside pages; more are counted by a worker. */
const COUNTED_AT_ONCE = 10_000;
/** Rows of a table that are read whole beside pages. */
const SMALL_TABLE = 20_000;
/** Milliseconds that a scan may take, and then the count. */
const TIME_LIMIT = 1_500;

const holder = 'related rows';
const UNKNOWN: Count = { value: null, kind: 'unknown' };

/** How an object is read by the order of its key; null where rows have no key. */
export function keyPlan(shape: ObjectShape, where: SqlPart | null): RowsPlan | null {
  if (shape.keyKind === 'position') return null;
  return {
    scratch: null,
    from: shape.from,
    where,
    order: shape.keyTerms,
    keyTerms: shape.keyTerms.map((_, index) => index),
  };
}

/** The first columns, without those whose values are known from the other side of the key. */
export function shownColumns({ columns }: ObjectShape, known: readonly string[]): readonly ViewColumn[] {
  const visible = columns.filter(({ info }) => !info.isHidden);
  const others = visible.filter(({ info }) => !known.some((name) => isSameName(name, info.name)));
  return (others.length > 0 ? others : visible).slice(0, MOST_COLUMNS);
}

/** The first rows, newest first; none where a scan would take too long. */
export async function readRelated(
  search: RelatedSearch,
  columns: readonly ViewColumn[],
  limit: number,
  options: CallOptions,
): Promise<RelatedRowsOutput | null> {
  const { file, shape, where } = search;
  const plan = keyPlan(shape, where);
  if (plan === null) return [];
  const input: RelatedRowsInput = { plan, columns: columns.map((column) => column.plan), limit };
  const isQuick = search.isSearchable || (await isSmall(search, options));
  return await within(isQuick ? undefined : TIME_LIMIT, options, async ({ signal }) => {
    const rows = await file.use(isQuick ? 'reader' : 'worker', { holder, signal }, (connection) =>
      connection.call('relatedRows', input, { signal }),
    );
    return rows as RelatedRowsOutput; // What the operation gives.
  });
}

/** How many rows there are, exactly where counting them is a matter of a moment; else unknown. */
export async function countRelated(search: RelatedSearch, options: CallOptions): Promise<Count> {
  const isQuick = search.isSearchable || (await isSmall(search, options));
  if (isQuick) {
    const few = await counted(search, COUNTED_AT_ONCE + 1, 'reader', options);
    if (few <= COUNTED_AT_ONCE) return { value: few, kind: 'exact' };
  }
  const all = await within(TIME_LIMIT, options, (limited) => counted(search, null, 'worker', limited));
  if (all !== null) return { value: all, kind: 'exact' };
  return isQuick ? { value: COUNTED_AT_ONCE, kind: 'about' } : UNKNOWN;
}

async function counted(
  { file, shape, where }: RelatedSearch,
  most: number | null,
  role: 'reader' | 'worker',
  { signal }: CallOptions,
): Promise<number> {
  const inner = `SELECT 1 FROM ${shape.from} WHERE ${where.sql}${most === null ? '' : ` LIMIT ${most}`}`;
  const { rows } = await file.use(role, { holder, signal }, (connection) =>
    connection.query(`SELECT count(*) FROM (${inner})`, where.params, { signal }),
  );
  return Number(rows[0]?.[0] ?? 0);
}

async function isSmall({ file, shape }: RelatedSearch, { signal }: CallOptions): Promise<boolean> {
  const { rows } = await file.use('reader', { holder, signal }, (connection) =>
    connection.query(`SELECT count(*) FROM (SELECT 1 FROM ${shape.from} LIMIT ${SMALL_TABLE + 1})`, [], {
      signal,
    }),
  );
  return Number(rows[0]?.[0] ?? 0) <= SMALL_TABLE;
}

/** What the work gives within its time; null if the time was up. */
async function within<T>(
  milliseconds: number | undefined,
  { signal }: CallOptions,
  work: (options: CallOptions) => Promise<T>,
): Promise<T | null> {
  if (milliseconds === undefined) return await work({ signal });
  const timeout = AbortSignal.timeout(milliseconds);
  try {
    return await work({ signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]) });
  } catch (error) {
    if (signal?.aborted === true || !timeout.aborted) throw error;
    return null;
  }
}
