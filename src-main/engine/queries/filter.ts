/** All operators. Dates compare as dates; `eq` and `neq` of null mean IS NULL and IS NOT NULL. */
export const operators = [
  'eq',
  'neq',
  'gt',
  'gte',
  'lt',
  'lte',
  'between',
  'in',
  'nin',
  'like',
  'ilike',
  'startsWith',
  'endsWith',
  'contains',
  'exists',
  'notExists',
  'arrayLength',
  'arrayContains',
  'arrayNotContains',
] as const;

/** How the value at a path is compared. */
export type Operator = (typeof operators)[number];

/** A condition on documents, as data: what a query builder builds and `compileFilter` turns into SQL. */
export type Filter =
  | {
      readonly kind: 'compare';
      /** Dotted path; a field whose own name has dots is meant where the schema has it. */
      readonly path: string;
      readonly operator: Operator;
      /** `between`: two values; `in` and `nin`: any number; `exists` and `notExists`: none; else one. */
      readonly values: readonly unknown[];
    }
  | { readonly kind: 'and' | 'or'; readonly filters: readonly Filter[] }
  | { readonly kind: 'not'; readonly filter: Filter };

export interface OrderTerm {
  readonly path: string;
  readonly direction: 'asc' | 'desc';
}

export interface AggregateTerm {
  readonly function: 'count' | 'sum' | 'avg' | 'min' | 'max';
  /** `*` for count. */
  readonly path: string;
  readonly as: string;
}

export interface JoinTerm {
  readonly kind: 'inner' | 'left';
  /** Name of the other collection. */
  readonly collection: string;
  readonly localPath: string;
  readonly foreignPath: string;
  readonly as: string;
}

/** A whole query, as data. */
export interface QuerySpec {
  readonly filter?: Filter | undefined;
  readonly order: readonly OrderTerm[];
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
  /** Rows are groups and not documents; an empty list makes one group of all. */
  readonly groupBy?: readonly string[] | undefined;
  readonly having?: Filter | undefined;
  readonly aggregates: readonly AggregateTerm[];
  readonly isDistinct: boolean;
  /** Dotted paths; all of the document when undefined. */
  readonly select?: readonly string[] | undefined;
  readonly joins: readonly JoinTerm[];
}
