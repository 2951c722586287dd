import {
  type QueryCall,
  type QueryChain,
  QueryStages,
  type QueryValue,
  queryStep,
  type TextPlace,
} from '../../../src-preload/contract/query-text/index.ts';
import {
  QueryBuilder,
  type QueryEnd,
  QueryError,
  type QuerySource,
  type QuerySpec,
} from '../../engine/index.ts';

/** A query as data, and what is asked of it. */
export interface BuiltQuery {
  readonly spec: QuerySpec;
  readonly end: QueryEnd;
  /** Only how SQLite would run it is asked for. */
  readonly isExplained: boolean;
}

/** The engine's own word about a query, at its place in the text. */
export class QueryPlaceError extends Error {
  readonly place: TextPlace;
  /** The path at fault. */
  readonly path: string | undefined;

  constructor({ message, path }: QueryError, place: TextPlace) {
    super(message);
    this.place = place;
    this.path = path;
  }
}

type Method = (...values: readonly unknown[]) => unknown;
type Steps = Readonly<Record<string, Method>> & { readonly spec: QuerySpec };

/** What the methods that end a query ask for; the others are aggregates. */
const ends: Readonly<Record<string, 'rows' | 'first' | 'count'>> = {
  toArray: 'rows',
  iterator: 'rows',
  explain: 'rows',
  first: 'first',
  count: 'count',
};

/**
 * Does with the engine's query builder what a query says, step by step; each was looked at when the text was read. Throws
 * QueryPlaceError.
 */
export function buildQuery({ calls }: QueryChain, source: QuerySource): BuiltQuery {
  // The builder's own types are about the schema of a program.
  let query = new QueryBuilder(source) as unknown as Steps;
  const stages = new QueryStages('collection');
  for (const call of calls) {
    const step = stages.stage === 'end' ? undefined : queryStep(stages.stage, call.name);
    if (step === undefined) break;
    if (step.gives === 'end')
      return { spec: query.spec, end: endOf(call), isExplained: /^explain/.test(call.name) };
    query = doStep(query, call);
    stages.take(step);
  }
  return { spec: query.spec, end: { kind: 'rows' }, isExplained: false };
}

/** The place of the text that a path or name of it stands at, the last one; undefined: none is it. */
export function placeOf(path: string | undefined, calls: readonly QueryCall[]): TextPlace | undefined {
  if (path === undefined) return undefined;
  for (const { values } of calls.toReversed()) {
    for (const value of values.toReversed()) {
      const place = placeIn(path, value);
      if (place !== undefined) return place;
    }
  }
  return undefined;
}

function endOf({ name, values }: QueryCall): QueryEnd {
  const plain = name.replace(/Sync$/, '');
  const kind = ends[plain];
  if (kind !== undefined) return { kind };
  const term = { function: plain as 'sum' | 'avg' | 'min' | 'max', path: String(plainValue(values[0])) };
  return { kind: 'aggregate', term: { ...term, as: plain } };
}

function doStep(steps: Steps, call: QueryCall): Steps {
  const { name, values } = call;
  // A collection begins a query by itself.
  if (name === 'query') return steps;
  return atCall(call, () => (steps[name] as Method).call(steps, ...values.map(plainValue)) as Steps);
}

function plainValue(value: QueryValue | undefined): unknown {
  switch (value?.kind) {
    case undefined:
      return undefined;
    case 'literal':
      return value.value;
    case 'collection':
      return value.name;
    case 'list':
      return value.items.map(plainValue);
    case 'object':
      return Object.fromEntries(value.entries.map(({ key, value: own }) => [key, plainValue(own)]));
    case 'group':
      return (group: Steps) => value.calls.reduce(doStep, group);
  }
}

function atCall<T>(call: QueryCall, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    throw new QueryPlaceError(error, placeOf(error.path, [call]) ?? call);
  }
}

function placeIn(path: string, value: QueryValue): TextPlace | undefined {
  switch (value.kind) {
    case 'literal': {
      const { value: text, from, to } = value;
      // Of a joined collection the engine names the path with that before it.
      const isIt = typeof text === 'string' && text !== '' && (text === path || path.endsWith(`.${text}`));
      return isIt ? { from: from + 1, to: to - 1 } : undefined;
    }
    case 'list':
      return value.items.map((item) => placeIn(path, item)).find((place) => place !== undefined);
    case 'object':
      return value.entries.map((entry) => placeIn(path, entry.value)).find((place) => place !== undefined);
    case 'group':
      return placeOf(path, value.calls);
    default:
      return undefined;
  }
}
