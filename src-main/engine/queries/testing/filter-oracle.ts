import type { Filter, OrderTerm } from '../filter.ts';

type Comparison = Extract<Filter, { kind: 'compare' }>;

/** Whether a filter holds for a document, told by JavaScript alone. `keysOf` says where a path leads. */
export function holds(
  filter: Filter,
  document: unknown,
  keysOf: (path: string) => readonly (string | number)[],
): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.filters.every((inner) => holds(inner, document, keysOf));
    case 'or':
      return filter.filters.some((inner) => holds(inner, document, keysOf));
    case 'not':
      return !holds(filter.filter, document, keysOf);
    case 'compare':
      return compares(filter, valueAt(document, keysOf(filter.path)));
  }
}

/** Less than 0, 0 or more; undefined for values of different families. Texts are in the order of their code points. */
export function compareValues(left: unknown, right: unknown): number | undefined {
  const family = familyOf(left);
  if (family === undefined || family !== familyOf(right)) return undefined;
  if (family === 'string') return Buffer.compare(Buffer.from(String(left)), Buffer.from(String(right)));
  const [a, b] = [comparable(left), comparable(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Documents in an order; missing values come first, and last where it descends. */
export function sortedBy<T>(
  documents: readonly T[],
  terms: readonly OrderTerm[],
  keysOf: (path: string) => readonly (string | number)[],
): T[] {
  const compareBy = ({ path, direction }: OrderTerm, left: T, right: T): number => {
    const [a, b] = [valueAt(left, keysOf(path)) ?? null, valueAt(right, keysOf(path)) ?? null];
    const isMissing = a === null || b === null;
    const result = isMissing ? Number(a !== null) - Number(b !== null) : (compareValues(a, b) ?? 0);
    return direction === 'asc' ? result : -result;
  };
  return documents.toSorted((left, right) =>
    terms.reduce((result, term) => result || compareBy(term, left, right), 0),
  );
}

/** What is at keys of a document; undefined where nothing is. */
export function valueAt(document: unknown, keys: readonly (string | number)[]): unknown {
  return keys.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    return (value as Record<string | number, unknown>)[key];
  }, document);
}

function compares({ operator, values }: Comparison, value: unknown): boolean {
  const [first, second] = values;
  const order = compareValues(value, first);
  switch (operator) {
    case 'eq':
      return equals(value, first);
    case 'neq':
      return !equals(value, first);
    case 'gt':
      return order !== undefined && order > 0;
    case 'gte':
      return order !== undefined && order >= 0;
    case 'lt':
      return order !== undefined && order < 0;
    case 'lte':
      return order !== undefined && order <= 0;
    case 'between': {
      const upper = compareValues(value, second);
      return order !== undefined && order >= 0 && upper !== undefined && upper <= 0;
    }
    case 'in':
      return values.some((one) => equals(value, one));
    case 'nin':
      return !values.some((one) => equals(value, one));
    case 'exists':
      return value !== undefined;
    case 'notExists':
      return value === undefined;
    case 'arrayLength':
      return Array.isArray(value) && value.length === first;
    case 'arrayContains':
      return contains(value, first);
    case 'arrayNotContains':
      return !contains(value, first);
    default:
      return typeof value === 'string' && matches(operator, value, String(first));
  }
}

function matches(operator: Comparison['operator'], text: string, wanted: string): boolean {
  switch (operator) {
    case 'startsWith':
      return text.startsWith(wanted);
    case 'endsWith':
      return text.endsWith(wanted);
    case 'contains':
      return text.includes(wanted);
    case 'ilike':
      return patternOf(lower(wanted)).test(beforeNul(lower(text)));
    default:
      return patternOf(wanted).test(beforeNul(text));
  }
}

function patternOf(pattern: string): RegExp {
  const source = Array.from(beforeNul(pattern), (character) => {
    if (character === '%') return '.*';
    return character === '_' ? '.' : character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`, 'su');
}

/** Patterns and what they are matched with end at a NUL character. */
function beforeNul(text: string): string {
  return text.split('\0')[0] as string;
}

function lower(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function contains(value: unknown, element: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.some((one) => (element === null ? one === null : compareValues(one, element) === 0))
  );
}

function equals(value: unknown, wanted: unknown): boolean {
  return wanted === null ? value === undefined || value === null : compareValues(value, wanted) === 0;
}

function comparable(value: unknown): number | bigint {
  if (typeof value === 'bigint') return value;
  return value instanceof Date ? value.getTime() : Number(value);
}

function familyOf(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'number':
      return typeof value;
    case 'bigint':
      return 'number';
    default:
      return value instanceof Date ? 'date' : undefined;
  }
}
