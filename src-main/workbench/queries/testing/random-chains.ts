import fc from 'fast-check';
import type { QueryCall, QueryChain, QueryValue } from '../../../../src-preload/contract/query-text/index.ts';
import type { Filter, QuerySpec } from '../../../engine/index.ts';
import { filter, order } from '../../../engine/queries/testing/random-queries.ts';

/** The same query twice: as what a person types, and as the data that the engine's builder makes of it. */
export interface TwinQuery {
  readonly chain: QueryChain;
  readonly spec: QuerySpec;
}

const NOWHERE = { from: 0, to: 0 };

/** Queries about the documents of `random-queries.ts` in a collection `docs`, joined with themselves at times. */
export const twinQuery: fc.Arbitrary<TwinQuery> = fc
  .record({
    filter: fc.option(filter.filter(isWritable)),
    order: fc.oneof(order, fc.constant<QuerySpec['order']>([])) as fc.Arbitrary<QuerySpec['order']>,
    limit: fc.option(fc.nat({ max: 5 }), { nil: undefined }),
    offset: fc.option(fc.nat({ max: 3 }), { nil: undefined }),
    isJoined: fc.boolean(),
    groupBy: fc.option(fc.constantFrom<string[]>([], ['flag'], ['text', 'number']), { nil: undefined }),
    asData: fc.boolean(),
  })
  .map(({ filter: wanted, order: terms, limit, offset, isJoined, groupBy, asData }): TwinQuery => {
    const joins = isJoined
      ? [{ kind: 'left' as const, collection: 'docs', localPath: 'text', foreignPath: 'id', as: 'other' }]
      : [];
    const pages = [
      ...(limit === undefined ? [] : [call('limit', limit)]),
      ...(offset === undefined ? [] : [call('offset', offset)]),
    ];
    const calls = [
      call('query'),
      ...(isJoined ? [call('leftJoin', { collection: 'docs' }, 'text', 'id', 'other')] : []),
      ...(wanted === null ? [] : asData ? [call('filter', wanted)] : filterCalls(wanted)),
      ...(groupBy === undefined
        ? terms.map(({ path, direction }) => call('orderBy', path, direction))
        : [
            call('groupBy', ...groupBy),
            ...[call('count'), call('max', 'number', 'most'), call('having', 'count'), call('gt', 0)],
            call('orderBy', 'most', 'desc'),
          ]),
      ...pages,
    ];
    const groups =
      groupBy === undefined
        ? { order: terms, aggregates: [] }
        : {
            order: [{ path: 'most', direction: 'desc' as const }],
            groupBy,
            having: compare('count', 'gt', [0]),
            aggregates: [
              { function: 'count' as const, path: '*', as: 'count' },
              { function: 'max' as const, path: 'number', as: 'most' },
            ],
          };
    return {
      chain: { collection: { name: 'docs', ...NOWHERE }, calls },
      spec: { filter: wanted ?? undefined, limit, offset, isDistinct: false, joins, ...groups },
    };
  });

/** A chain without its places. */
export function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const { from, to, ...rest } = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.entries(rest).map(([key, own]) => [key, withoutPlaces(own)]));
}

/** Groups of nothing cannot be written as code. */
function isWritable(value: Filter): boolean {
  if (value.kind === 'compare') return true;
  if (value.kind === 'not') return isWritable(value.filter);
  return value.filters.length > 1 && value.filters.every(isWritable);
}

function filterCalls(value: Filter): readonly QueryCall[] {
  switch (value.kind) {
    case 'compare': {
      const { path, operator, values } = value;
      const isList = operator === 'in' || operator === 'nin';
      return [call('where', path), call(operator, ...(isList ? [values] : values))];
    }
    case 'not':
      return [call('not', { group: filterCalls(value.filter) })];
    default:
      return [call(value.kind, ...value.filters.map((one) => ({ group: filterCalls(one) })))];
  }
}

function compare(path: string, operator: 'gt', values: readonly unknown[]): Filter {
  return { kind: 'compare', path, operator, values };
}

function call(name: string, ...values: readonly unknown[]): QueryCall {
  return { name, values: values.map(queryValue), ...NOWHERE };
}

function queryValue(value: unknown): QueryValue {
  if (Array.isArray(value)) return { kind: 'list', items: value.map(queryValue), ...NOWHERE };
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    if ('group' in value) return { kind: 'group', calls: value.group as readonly QueryCall[], ...NOWHERE };
    if ('collection' in value) return { kind: 'collection', name: String(value.collection), ...NOWHERE };
    const entries = Object.entries(value).map(([key, own]) => ({ key, value: queryValue(own), ...NOWHERE }));
    return { kind: 'object', entries, ...NOWHERE };
  }
  // What is left are literals.
  return { kind: 'literal', value: value as string, ...NOWHERE };
}
