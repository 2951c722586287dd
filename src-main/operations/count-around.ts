import type { Driver, Operation } from '../engine/types.ts';
import { attachScratch } from './attach-scratch.ts';
import type { OrderTerm, Place, RowsPlan } from './plan.ts';
import { readWithin } from './read-deadline.ts';
import { isAfter } from './sql/keyset.ts';
import { selectSpan } from './sql/select-span.ts';
import { joinParts, type SqlPart } from './sql/sql-part.ts';
import { bindStored } from './stored-value.ts';

export interface CountAroundInput {
  /** Counted from just after here; null: from the start. */
  readonly start: Place | null;
  /** Rows looked at, at most. */
  readonly most: number;
  readonly place: Place;
}

interface TimedPlan {
  readonly plan: RowsPlan;
  /** Milliseconds after which it is given up with TRANSACTION_OPEN. */
  readonly mostTime?: number | undefined;
}

export interface CountAroundOutput {
  /** Rows between `start` and the place. */
  readonly before: number;
  /** The same with the row that stands exactly there, if there is one. */
  readonly upTo: number;
}

/** How many rows stand between two places that are near each other. */
export function countAround(driver: Driver, plan: RowsPlan, input: CountAroundInput): CountAroundOutput {
  attachScratch(driver, plan.scratch);
  const after = isAfter(plan.order, input.place);
  const before = isAfter(plan.order.map(flipped), input.place);
  const walk = {
    kind: 'walk',
    from: input.start,
    isInclusive: false,
    isReverse: false,
    offset: 0,
    limit: input.most,
  } as const;
  const inner = selectSpan(endingNear(plan, input.place), walk, [
    { sql: `${after.sql} AS a`, params: after.params },
    { sql: `${before.sql} AS b`, params: before.params },
  ]);
  const { rows } = driver.allSync(`SELECT count(*), total(a), total(b) FROM (${inner.sql})`, inner.params);
  const [all, behind, ahead] = rows[0] ?? [];
  return { before: Number(ahead), upTo: Number(all) - Number(behind) };
}

/** `countAround` for the engine. */
export const countRowsAround: Operation = ({ driver }, input) => {
  const { plan, mostTime, ...rest } = input as CountAroundInput & TimedPlan;
  const count = (counted: RowsPlan) => countAround(driver, counted, rest);
  return mostTime === undefined ? count(plan) : readWithin(driver, plan, mostTime, count);
};

/** The plan without most of what stands behind the place, where an index can stop there. */
function endingNear(plan: RowsPlan, place: Place): RowsPlan {
  const [term] = plan.order;
  const value = place[0] ?? null;
  if (term === undefined || term.isNullable || value === null) return plan;
  const bound = bindStored(value);
  const end = {
    sql: `${term.sql} ${term.direction === 'up' ? '<=' : '>='} ${bound.sql}`,
    params: bound.params,
  };
  return {
    ...plan,
    where: plan.where === null ? end : joinParts([plan.where, end].map(inParentheses), ' AND '),
  };
}

function inParentheses({ sql, params }: SqlPart): SqlPart {
  return { sql: `(${sql})`, params };
}

function flipped(term: OrderTerm): OrderTerm {
  return { ...term, direction: term.direction === 'up' ? 'down' : 'up' };
}
