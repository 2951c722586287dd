import type { FilterTerm, SortTerm } from '../../../src-preload/contract/index.ts';
import { quoteIdentifier } from '../../engine/quote-identifier.ts';
import type { OrderTerm, RowsPlan, Scratch } from '../../operations/plan.ts';
import { comparedValue } from '../../operations/sql/column-value.ts';
import { orderByClause } from '../../operations/sql/keyset.ts';
import { type SqlPart, whereAll } from '../../operations/sql/sql-part.ts';
import { BridgeError } from '../bridge-error.ts';
import { filterPart } from './filter-part.ts';
import { type ObjectShape, termOf } from './object-shape.ts';
import type { ViewColumn } from './view.ts';

/** How the rows of a view are found. */
export interface ViewPlan {
  /**
   * - `walk`: along a b-tree; row numbers by a position index.
   * - `ranked`: the order is worked out once and kept in a scratch database, with the keys only.
   * - `copied`: the rows have no key; they are kept in a scratch database as they are.
   */
  readonly kind: 'walk' | 'ranked' | 'copied';
  /** Reads from the file itself; for `copied` there is none. */
  readonly direct: RowsPlan | null;
  /** What fills the scratch database; null for `walk`. */
  readonly fill: {
    readonly select: SqlPart;
    readonly columns: readonly string[];
    /** Name of a column for the position, where the rowid has no name that is free. */
    readonly position?: string | undefined;
  } | null;
  /** Reads from the scratch database. */
  readonly fromScratch: (scratch: Scratch) => RowsPlan;
}

/** The name of the column of a scratch database with the i-th column of the key. */
const keyName = (index: number): string => `k${index}`;

/** Decides how a view is read. Throws COLUMN_NOT_FOUND and FILTER_INVALID. */
export function planView(
  shape: ObjectShape,
  sort: readonly SortTerm[],
  filter: readonly FilterTerm[],
): ViewPlan {
  const where = filterOf(shape, filter);
  const sorted = sort.map((term) => sortTermOf(shape, term));
  if (shape.keyKind === 'position') return copiedPlan(shape, where, sorted);
  const order = totalOrder(shape, sorted);
  const keyTerms = shape.keyTerms.map((key) => order.findIndex((term) => term.sql === key.sql));
  const direct: RowsPlan = { scratch: null, from: shape.from, where, order, keyTerms };
  const isWalk = where === null && shape.isSeekable && isAlongIndex(shape, order);
  return {
    kind: isWalk ? 'walk' : 'ranked',
    direct,
    fill: isWalk ? null : rankFill(shape, direct),
    fromScratch: (scratch) => rankedPlan(shape, scratch),
  };
}

function filterOf(shape: ObjectShape, filter: readonly FilterTerm[]): SqlPart | null {
  const where = whereAll(filter.map((term) => filterPart(shape, term)));
  return where.sql === '' ? null : { sql: where.sql.replace(/^ WHERE /, ''), params: where.params };
}

function sortTermOf(shape: ObjectShape, { column: name, direction }: SortTerm): OrderTerm {
  const column = columnNamed(shape, name);
  const facts =
    column.info.path === null ? shape.facts.columns.find((candidate) => candidate.name === name) : undefined;
  if (facts !== undefined) {
    if (facts.isRowidAlias && shape.keyKind === 'rowid') {
      // The same value under the name that the key has, so that it stands in the order once.
      return { ...(shape.keyTerms[0] as OrderTerm), direction };
    }
    return termOf(facts, direction);
  }
  return {
    sql: comparedValue(column.plan),
    direction,
    collation: 'BINARY',
    isNullable: true,
    floor: '-9e999',
  };
}

function columnNamed(shape: ObjectShape, name: string): ViewColumn {
  const column = shape.columns.find(({ info }) => info.name === name);
  if (column !== undefined) return column;
  throw new BridgeError('COLUMN_NOT_FOUND', `${shape.facts.name} has no column named ${name} any more.`, {
    details: { column: name },
  });
}

/** The sort, then what is missing of the key, in the direction of the last term. */
function totalOrder(shape: ObjectShape, sorted: readonly OrderTerm[]): readonly OrderTerm[] {
  const order: OrderTerm[] = [];
  for (const term of sorted) {
    if (!order.some(({ sql }) => sql === term.sql)) order.push(term);
  }
  const direction = order.at(-1)?.direction ?? 'up';
  for (const key of shape.keyTerms) {
    if (!order.some(({ sql }) => sql === key.sql)) order.push({ ...key, direction });
  }
  return order;
}

/** Whether a b-tree of the table already has this order: that of its key, or an index with the rowid at its end. */
function isAlongIndex(shape: ObjectShape, order: readonly OrderTerm[]): boolean {
  const direction = order[0]?.direction;
  if (!order.every((term) => term.direction === direction)) return false;
  if (order.length === shape.keyTerms.length && shape.keyTerms.every((key, i) => key.sql === order[i]?.sql)) {
    return shape.keyKind === 'rowid' || !hasMixedKey(shape);
  }
  if (shape.keyKind !== 'rowid' || shape.facts.type === 'virtual') return false;
  const columns = order.slice(0, -1);
  return shape.facts.indexes.some(
    (index) =>
      !index.isPartial &&
      index.columns.length === columns.length &&
      index.columns.every(
        ({ name, collation, isDescending }, place) =>
          name !== null &&
          !isDescending &&
          columns[place]?.sql === `t.${quoteIdentifier(name)}` &&
          columns[place]?.collation.toUpperCase() === (collation ?? '').toUpperCase(),
      ),
  );
}

/** A primary key with DESC in it, or with another collation than its column: its order is not that of its columns. */
function hasMixedKey(shape: ObjectShape): boolean {
  const names = shape.keyColumns.join('\0');
  const index = shape.facts.indexes.find(
    (candidate) => candidate.isUnique && candidate.columns.map(({ name }) => name ?? '').join('\0') === names,
  );
  return index?.columns.some(({ isDescending }) => isDescending) ?? false;
}

function rankFill(shape: ObjectShape, direct: RowsPlan): NonNullable<ViewPlan['fill']> {
  const where = whereAll([direct.where]);
  const keys = shape.keyTerms.map((term, index) => `${term.sql} AS ${keyName(index)}`);
  return {
    select: {
      sql: `SELECT ${keys.join(', ')} FROM ${direct.from}${where.sql}${orderByClause(direct.order, false)}`,
      params: where.params,
    },
    columns: keys.map((_, index) => keyName(index)),
  };
}

/** Keys in their order, each joined with its row; rows that have gone meanwhile are left out. */
function rankedPlan(shape: ObjectShape, scratch: Scratch): RowsPlan {
  const on = shape.keyTerms.map((term, index) => `${term.sql} = r.${keyName(index)}`);
  const keys = shape.keyTerms.map(
    (term, index): OrderTerm => ({ ...term, sql: `r.${keyName(index)}`, direction: 'up' }),
  );
  return {
    scratch,
    from: `${scratch.schema}.rows AS r CROSS JOIN ${shape.from} ON ${on.join(' AND ')}`,
    where: null,
    order: [positionTerm('r.rowid'), ...keys],
    keyTerms: keys.map((_, index) => index + 1),
  };
}

function copiedPlan(shape: ObjectShape, where: SqlPart | null, sorted: readonly OrderTerm[]): ViewPlan {
  const names = shape.facts.columns.map(({ name }) => name);
  const condition = whereAll([where]);
  const orderBy = sorted.length === 0 ? '' : orderByClause(sorted, false);
  const columns = names.map((name) => `t.${quoteIdentifier(name)}`);
  const position = positionName(names);
  return {
    kind: 'copied',
    direct: null,
    fill: {
      select: {
        sql: `SELECT ${columns.join(', ')} FROM ${shape.from}${condition.sql}${orderBy}`,
        params: condition.params,
      },
      columns: names,
      position: ROWID_NAMES.includes(position) ? undefined : position,
    },
    fromScratch: (scratch) => ({
      scratch,
      from: `${scratch.schema}.rows AS t`,
      where: null,
      order: [positionTerm(`t.${position}`)],
      keyTerms: [0],
    }),
  };
}

function positionTerm(sql: string): OrderTerm {
  return { sql, direction: 'up', collation: 'BINARY', isNullable: false, floor: '-9e999' };
}

const ROWID_NAMES = ['rowid', '_rowid_', 'oid'];

/** A name for the position that no column has: needs no quotes. */
function positionName(names: readonly string[]): string {
  const taken = new Set(names.map((name) => name.toLowerCase()));
  const free = ROWID_NAMES.find((name) => !taken.has(name));
  if (free !== undefined) return free;
  let name = 'position';
  for (let count = 2; taken.has(name); count += 1) name = `position_${count}`;
  return name;
}
