import { nearestText } from '../nearest-text.ts';
import type { PlacedName } from './query-reader.ts';
import { type QueryStep, queryStepNames } from './query-steps.ts';
import { type QueryEntry, QueryTextError, type QueryValue, type TextPlace } from './query-value.ts';

type Parameter = QueryStep['takes'][number];

/** Throws QueryTextError unless these are values that the step takes. */
export function assertValues(name: PlacedName, { takes }: QueryStep, values: readonly QueryValue[]): void {
  const [first] = takes;
  if (first !== undefined && /[*+]$/.test(first)) {
    if (first.endsWith('+') && values.length === 0)
      throw new QueryTextError(`“${name.name}” takes one path or more.`, name);
    for (const value of values) assertValue(first.slice(0, -1) as Parameter, value);
    return;
  }
  takes.forEach((parameter, at) => {
    const value = values[at];
    const isOptional = parameter.endsWith('?');
    if (value !== undefined) assertValue(parameter.replace('?', '') as Parameter, value);
    else if (!isOptional) throw new QueryTextError(`“${name.name}” takes ${words(parameter)} here.`, name);
  });
  const more = values[takes.length];
  if (more !== undefined)
    throw new QueryTextError(
      takes.length === 0
        ? `“${name.name}” takes nothing.`
        : `“${name.name}” takes ${takes.length === 1 ? 'one value' : `${takes.length} values`}.`,
      more,
    );
}

function assertValue(parameter: Parameter | 'direction' | 'name', value: QueryValue): void {
  switch (parameter) {
    case 'value':
      if (value.kind === 'literal') return;
      break;
    case 'values':
      if (value.kind === 'list' && value.items.every(({ kind }) => kind === 'literal')) return;
      break;
    case 'number':
      if (isWhole(value)) return;
      break;
    case 'group':
      if (value.kind === 'group') return;
      break;
    case 'collection':
      if (value.kind === 'collection' || isText(value)) return;
      break;
    case 'direction':
      if (textOf(value) === 'asc' || textOf(value) === 'desc') return;
      break;
    case 'filter':
      return assertFilter(value, 0);
    case 'terms':
      return assertTerms(value);
    default:
      if (isText(value)) return;
  }
  throw new QueryTextError(`Here stands ${words(parameter)}. Nothing is evaluated.`, value);
}

function words(parameter: string): string {
  switch (parameter.replace(/[?*+]$/, '')) {
    case 'path':
    case 'foreignPath':
      return "a path in quotes, such as 'ship.country',";
    case 'output':
      return 'the name of an aggregate or a path that the groups are made by, in quotes';
    case 'direction':
      return "'asc' or 'desc'";
    case 'terms':
      return "a list such as [{ path: 'total', direction: 'desc' }]";
    case 'number':
      return 'a whole number, 0 or more';
    case 'value':
      return 'a text in quotes, a number, true, false, null or a date';
    case 'values':
      return 'a list of values in brackets';
    case 'group':
      return "a group, such as (group) => group.where('status').eq('paid')";
    case 'filter':
      return "a condition as data, such as { kind: 'compare', path: 'status', operator: 'eq', values: ['paid'] }";
    case 'collection':
      return 'the name of a collection';
    default:
      return 'a text in quotes';
  }
}

const MOST_DEPTH = 50;

function assertFilter(value: QueryValue, depth: number): void {
  if (depth > MOST_DEPTH) throw new QueryTextError('The conditions are nested too deep.', value);
  const kind = entryOf(value, 'kind', words('filter'));
  const name = textOf(kind.value);
  switch (name) {
    case 'compare': {
      assertKeys(value, ['kind', 'path', 'operator', 'values']);
      assertValue('path', entryOf(value, 'path').value);
      assertOperator(entryOf(value, 'operator').value);
      assertValue('values', entryOf(value, 'values').value);
      return;
    }
    case 'and':
    case 'or': {
      assertKeys(value, ['kind', 'filters']);
      const filters = entryOf(value, 'filters').value;
      if (filters.kind !== 'list') throw new QueryTextError('Here stands a list of conditions.', filters);
      for (const filter of filters.items) assertFilter(filter, depth + 1);
      return;
    }
    case 'not':
      assertKeys(value, ['kind', 'filter']);
      return assertFilter(entryOf(value, 'filter').value, depth + 1);
    default: {
      const kinds = ['compare', 'and', 'or', 'not'];
      const nearest = nearestText(name ?? '', kinds);
      throw new QueryTextError(
        `A condition is of one of these kinds: ${kinds.join(', ')}.`,
        inside(kind.value),
        nearest,
      );
    }
  }
}

function assertOperator(value: QueryValue): void {
  const name = textOf(value);
  const names = queryStepNames('condition');
  if (name !== undefined && names.includes(name)) return;
  const nearest = nearestText(name ?? '', names);
  throw new QueryTextError(
    `There is no operator “${name ?? ''}”. ${nearest === null ? `These are: ${names.join(', ')}.` : `Is ${nearest} meant?`}`,
    inside(value),
    nearest,
  );
}

function assertTerms(value: QueryValue): void {
  if (value.kind !== 'list') throw new QueryTextError(`Here stands ${words('terms')}.`, value);
  for (const term of value.items) {
    assertValue('path', entryOf(term, 'path', words('terms')).value);
    assertKeys(term, ['path', 'direction']);
    const direction =
      term.kind === 'object' ? term.entries.find(({ key }) => key === 'direction') : undefined;
    if (direction !== undefined) assertValue('direction', direction.value);
  }
}

function entryOf(value: QueryValue, key: string, wanted?: string): QueryEntry {
  if (value.kind !== 'object')
    throw new QueryTextError(`Here stands ${wanted ?? 'an object in braces'}.`, value);
  const found = value.entries.find((entry) => entry.key === key);
  if (found === undefined) throw new QueryTextError(`“${key}” is missing here.`, value);
  return found;
}

function assertKeys(value: QueryValue, keys: readonly string[]): void {
  const other = value.kind === 'object' ? value.entries.find(({ key }) => !keys.includes(key)) : undefined;
  if (other === undefined) return;
  const nearest = nearestText(other.key, keys);
  throw new QueryTextError(`“${other.key}” is not read here; these are: ${keys.join(', ')}.`, other, nearest);
}

function isText(value: QueryValue): boolean {
  return textOf(value) !== undefined;
}

function textOf(value: QueryValue): string | undefined {
  return value.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined;
}

function isWhole(value: QueryValue): boolean {
  return (
    value.kind === 'literal' &&
    typeof value.value === 'number' &&
    Number.isSafeInteger(value.value) &&
    value.value >= 0
  );
}

/** Inside of its quotes, where another word can take its place. */
function inside(value: QueryValue): TextPlace {
  return isText(value) ? { from: value.from + 1, to: value.to - 1 } : value;
}
