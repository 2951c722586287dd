import type { Filter, Operator } from './filter.ts';
import type { ElementOf } from './path-types.ts';

/** What a value is compared with: null is for what is missing, and is for `eq`, `neq`, `in` and `nin` only. */
type Compared<V> = unknown extends V ? unknown : NonNullable<V>;

/**
 * The half of a condition that `where(path)` gives: its methods are the operators, each of which gives the query with
 * the condition. Values that are missing or null are in the result of `neq`, `nin`, `notExists` and
 * `arrayNotContains`, and in that of no other but `eq(null)`.
 */
export class FieldCondition<V, Next> {
  readonly #path: string;
  readonly #next: (filter: Filter) => Next;

  constructor(path: string, next: (filter: Filter) => Next) {
    this.#path = path;
    this.#next = next;
  }

  /** `eq(null)`: missing, or null. */
  eq(value: Compared<V> | null): Next {
    return this.#compare('eq', [value]);
  }

  /** Keeps documents without the value. `neq(null)`: neither missing nor null. */
  neq(value: Compared<V> | null): Next {
    return this.#compare('neq', [value]);
  }

  /** Values of the same type only, here and in the next four: texts by code points, dates as dates. */
  gt(value: Compared<V>): Next {
    return this.#compare('gt', [value]);
  }

  gte(value: Compared<V>): Next {
    return this.#compare('gte', [value]);
  }

  lt(value: Compared<V>): Next {
    return this.#compare('lt', [value]);
  }

  lte(value: Compared<V>): Next {
    return this.#compare('lte', [value]);
  }

  /** Both ends belong to it. */
  between(low: Compared<V>, high: Compared<V>): Next {
    return this.#compare('between', [low, high]);
  }

  /** Any number of values; none matches nothing. */
  in(values: readonly (Compared<V> | null)[]): Next {
    return this.#compare('in', values);
  }

  /** The opposite of `in`. */
  nin(values: readonly (Compared<V> | null)[]): Next {
    return this.#compare('nin', values);
  }

  /** `%` is any text, `_` any character; upper and lower case differ. */
  like(pattern: string): Next {
    return this.#compare('like', [pattern]);
  }

  /** The same, where A to Z equal a to z. */
  ilike(pattern: string): Next {
    return this.#compare('ilike', [pattern]);
  }

  /** Upper and lower case differ, here and in the next two. */
  startsWith(text: string): Next {
    return this.#compare('startsWith', [text]);
  }

  endsWith(text: string): Next {
    return this.#compare('endsWith', [text]);
  }

  /** Of texts; `arrayContains` is for arrays. */
  contains(text: string): Next {
    return this.#compare('contains', [text]);
  }

  /** Whether the document has the field, even if with null. */
  exists(): Next {
    return this.#compare('exists', []);
  }

  /** Whether the document has no such field; null is a value here. */
  notExists(): Next {
    return this.#compare('notExists', []);
  }

  /** Arrays and sets of so many elements. */
  arrayLength(length: number): Next {
    return this.#compare('arrayLength', [length]);
  }

  /** Arrays and sets with this element. */
  arrayContains(element: ElementOf<NonNullable<V>>): Next {
    return this.#compare('arrayContains', [element]);
  }

  /** The opposite of `arrayContains`: also where there is no array. */
  arrayNotContains(element: ElementOf<NonNullable<V>>): Next {
    return this.#compare('arrayNotContains', [element]);
  }

  /** The values are copied: what the caller does with its list or dates later does not change the query. */
  #compare(operator: Operator, values: readonly unknown[]): Next {
    const copies = values.map((value) => (value instanceof Date ? new Date(value) : value));
    return this.#next({ kind: 'compare', path: this.#path, operator, values: copies });
  }
}
