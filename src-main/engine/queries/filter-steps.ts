import { FieldCondition } from './field-condition.ts';
import type { Filter } from './filter.ts';
import type { PathInput, ValueAt } from './path-types.ts';
import { invalidQuery } from './query-error.ts';
import type { QueryScope } from './query-scope.ts';

/** Makes a group of conditions. */
export type GroupOf<D> = (group: FilterGroup<D>) => FilterGroup<D>;

/**
 * Conditions on documents of type `D`, read from left to right: `where` and `and` narrow all that stands before them,
 * `or` widens it. Each step gives a new object (`Self`) and leaves this one as it is.
 */
export abstract class FilterSteps<D, Self> {
  /** A condition on a dotted path. Throws PATH_UNKNOWN at once. */
  where<P extends PathInput<D>>(path: P): FieldCondition<ValueAt<D, P>, Self> {
    this.scope().find(path);
    return new FieldCondition(path, (filter) => this.filter(filter));
  }

  /** A condition as data; checked when the query is run. */
  filter(filter: Filter): Self {
    return this.withFilter(join('and', this.present(), [filter]));
  }

  /** All of these as well. */
  and(...groups: readonly GroupOf<D>[]): Self {
    return this.withFilter(join('and', this.present(), this.#build(groups)));
  }

  /** What stands before, or any of these. Where nothing stands before: any of these. */
  or(...groups: readonly GroupOf<D>[]): Self {
    return this.withFilter(join('or', this.present(), this.#build(groups)));
  }

  /** Not this as well. */
  not(group: GroupOf<D>): Self {
    const [filter] = this.#build([group]);
    return filter === undefined ? this.withFilter(this.present()) : this.filter({ kind: 'not', filter });
  }

  protected abstract scope(): QueryScope;
  protected abstract present(): Filter | undefined;
  protected abstract withFilter(filter: Filter | undefined): Self;

  #build(groups: readonly GroupOf<D>[]): readonly Filter[] {
    return groups.map((build) => {
      const built = build(new FilterGroup<D>(this.scope())).toFilter();
      if (built !== undefined) return built;
      throw invalidQuery('A group has no condition: return what where(...) and its operator give.');
    });
  }
}

/** The conditions inside of `and(...)`, `or(...)` and `not(...)`. */
export class FilterGroup<D> extends FilterSteps<D, FilterGroup<D>> {
  readonly #scope: QueryScope;
  readonly #filter: Filter | undefined;

  constructor(scope: QueryScope, filter?: Filter) {
    super();
    this.#scope = scope;
    this.#filter = filter;
  }

  toFilter(): Filter | undefined {
    return this.#filter;
  }

  protected override scope(): QueryScope {
    return this.#scope;
  }

  protected override present(): Filter | undefined {
    return this.#filter;
  }

  protected override withFilter(filter: Filter | undefined): FilterGroup<D> {
    return new FilterGroup(this.#scope, filter);
  }
}

/** Lists instead of trees: a thousand `where` are one list. */
function join(kind: 'and' | 'or', present: Filter | undefined, more: readonly Filter[]): Filter | undefined {
  if (present === undefined) {
    const [only] = more;
    return more.length > 1 ? { kind, filters: more } : only;
  }
  if (more.length === 0) return present;
  const before = present.kind === kind ? present.filters : [present];
  return { kind, filters: [...before, ...more] };
}
