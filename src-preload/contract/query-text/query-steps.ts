/**
 * What stands before a step: a collection by itself, a query, a query for groups, the conditions inside of a group of
 * them, or the half of a condition that `where` and `having` give.
 */
export type QueryStage = 'collection' | 'query' | 'groups' | 'conditions' | 'condition';

/**
 * What a step takes. `?` behind it: it may be left out; `*`: any number of it; `+`: one or more. `output`: a path or an
 * aggregate of groups; `name`: a new one.
 */
type Parameter =
  | 'path'
  | 'path*'
  | 'path+'
  | 'output'
  | 'direction?'
  | 'terms'
  | 'number'
  | 'value'
  | 'values'
  | 'text'
  | 'group'
  | 'group*'
  | 'filter'
  | 'collection'
  | 'foreignPath'
  | 'name?';

/** A method of the engine's query builder. */
export interface QueryStep {
  readonly takes: readonly Parameter[];
  /** What stands before the next step; "same": what stood before this one; "end": nothing may follow. */
  readonly gives: QueryStage | 'same' | 'end';
}

const step = (gives: QueryStep['gives'], ...takes: readonly Parameter[]): QueryStep => ({ takes, gives });

/** Of a method that waits, with its Sync twin. */
function ends(steps: Readonly<Record<string, QueryStep>>): Record<string, QueryStep> {
  return Object.fromEntries(
    Object.entries(steps).flatMap(([name, own]) => [
      [name, own],
      [`${name}Sync`, own],
    ]),
  );
}

const toRows = ends({
  toArray: step('end'),
  first: step('end'),
  iterator: step('end'),
  explain: step('end'),
});

const paging = {
  limit: step('same', 'number'),
  offset: step('same', 'number'),
  page: step('same', 'number', 'number'),
};

const conditions = {
  where: step('condition', 'path'),
  filter: step('same', 'filter'),
  and: step('same', 'group*'),
  or: step('same', 'group*'),
  not: step('same', 'group'),
};

const sorting = {
  orderBy: step('same', 'path', 'direction?'),
  orderByMultiple: step('same', 'terms'),
};

const steps: Readonly<Record<QueryStage, Readonly<Record<string, QueryStep>>>> = {
  collection: {
    query: step('query'),
    where: conditions.where,
    filter: step('query', 'filter'),
    or: step('query', 'group*'),
    orderBy: step('query', 'path', 'direction?'),
    orderByMultiple: step('query', 'terms'),
    limit: step('query', 'number'),
    offset: step('query', 'number'),
    page: step('query', 'number', 'number'),
    distinct: step('query', 'path*'),
    ...toRows,
    ...ends({ count: step('end') }),
  },
  query: {
    ...conditions,
    ...sorting,
    ...paging,
    select: step('same', 'path+'),
    distinct: step('same', 'path*'),
    groupBy: step('groups', 'path*'),
    join: step('same', 'collection', 'path', 'foreignPath', 'name?'),
    leftJoin: step('same', 'collection', 'path', 'foreignPath', 'name?'),
    ...toRows,
    ...ends({
      count: step('end'),
      sum: step('end', 'path'),
      avg: step('end', 'path'),
      min: step('end', 'path'),
      max: step('end', 'path'),
    }),
  },
  groups: {
    count: step('same', 'name?'),
    sum: step('same', 'path', 'name?'),
    avg: step('same', 'path', 'name?'),
    min: step('same', 'path', 'name?'),
    max: step('same', 'path', 'name?'),
    having: step('condition', 'output'),
    orderBy: step('same', 'output', 'direction?'),
    ...paging,
    ...toRows,
  },
  conditions,
  condition: {
    eq: step('same', 'value'),
    neq: step('same', 'value'),
    gt: step('same', 'value'),
    gte: step('same', 'value'),
    lt: step('same', 'value'),
    lte: step('same', 'value'),
    between: step('same', 'value', 'value'),
    in: step('same', 'values'),
    nin: step('same', 'values'),
    like: step('same', 'text'),
    ilike: step('same', 'text'),
    startsWith: step('same', 'text'),
    endsWith: step('same', 'text'),
    contains: step('same', 'text'),
    exists: step('same'),
    notExists: step('same'),
    arrayLength: step('same', 'number'),
    arrayContains: step('same', 'value'),
    arrayNotContains: step('same', 'value'),
  },
};

/** The step of a name; undefined: there is none there. */
export function queryStep(stage: QueryStage, name: string): QueryStep | undefined {
  const own = steps[stage];
  return Object.hasOwn(own, name) ? own[name] : undefined;
}

/** The names of all steps that may stand there. */
export function queryStepNames(stage: QueryStage): readonly string[] {
  return Object.keys(steps[stage]);
}

/** Follows a chain: the stage after each step, by that before the last `where` or `having`. */
export class QueryStages {
  #stage: QueryStage | 'end';
  #before: QueryStage;

  constructor(stage: QueryStage) {
    this.#stage = stage;
    this.#before = stage;
  }

  get stage(): QueryStage | 'end' {
    return this.#stage;
  }

  /** Goes over a step that may stand here. */
  take({ gives }: QueryStep): void {
    if (gives === 'condition') {
      // A condition of a collection makes a query of it.
      this.#before = this.#stage === 'collection' ? 'query' : (this.#stage as QueryStage);
      this.#stage = gives;
    } else if (gives !== 'same') this.#stage = gives;
    else if (this.#stage === 'condition') this.#stage = this.#before;
  }
}
