import { lineTest, parseFilterLine } from '../../../../src-preload/contract/filter-line.ts';
import {
  type FilterPath,
  type FilterProblem,
  filterPathText,
  parseFilterPath,
} from '../../../../src-preload/contract/filter-path.ts';
import { type JsonPath, pathText } from '../../../../src-preload/contract/json-text/index.ts';
import { nearestText } from '../../../../src-preload/contract/nearest-text.ts';
import type { FilterTerm, RowColumn } from '../../../../src-preload/contract/rows.ts';

/** What the paths of a line are about. */
export interface LineScope {
  readonly columns: readonly Pick<RowColumn, 'name' | 'path'>[];
  readonly isCollection: boolean;
}

/** A filter as text, and where in it each of its terms stands. */
export interface FilterLineText {
  readonly text: string;
  readonly places: readonly { readonly start: number; readonly end: number }[];
}

export type LineTerms = { readonly ok: true; readonly terms: readonly FilterTerm[] } | FilterProblem;

/** The terms as one line. */
export function lineOf(terms: readonly FilterTerm[], { columns }: LineScope): FilterLineText {
  const places: { start: number; end: number }[] = [];
  let text = '';
  for (const term of terms) {
    if (text !== '') text += ' and ';
    const start = text.length;
    text += `${subjectText(term.column, columns)} ${lineTest(term.text)}`;
    places.push({ start, end: text.length });
  }
  return { text, places };
}

/** The terms of a line; a path that is a column of the view becomes a term of that column. */
export function termsOf(line: string, scope: LineScope): LineTerms {
  const parsed = parseFilterLine(line);
  if (!parsed.ok) return parsed;
  const terms: FilterTerm[] = [];
  for (const { subject, test, start, pathEnd } of parsed.conditions) {
    const column = columnText(subject, scope);
    if (column === null) {
      return { ok: false, problem: unknownColumn(subject, scope), at: start, end: pathEnd };
    }
    terms.push({ column, text: test });
  }
  return { ok: true, terms };
}

/** What is said of paths that no document of a sample has; null where there is nothing to say. */
export function unseenPath(
  terms: readonly FilterTerm[],
  { columns, isCollection }: LineScope,
  names: readonly string[],
): string | null {
  if (!isCollection || names.length === 0) return null;
  const isKnown = (text: string) =>
    names.some((name) => name === text || name.startsWith(`${text}.`) || name.startsWith(`${text} `));
  for (const { column } of terms) {
    const plain = withoutPositions(column.trim());
    if (columns.some(({ name }) => name === column) || isKnown(plain)) continue;
    const near = nearestText(plain, names);
    return `${plain} is in none of the documents looked at.${near === null ? '' : ` Is ${near} meant?`}`;
  }
  return null;
}

/** `items[0].qty` and `items every qty` are known where `items any qty` is. */
function withoutPositions(text: string): string {
  return text
    .replaceAll(/\[\d+\]\.?/g, ' any ')
    .replaceAll(/\bevery\b/g, 'any')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function subjectText(name: string, columns: LineScope['columns']): string {
  const column = columns.find((each) => each.name === name);
  if (column !== undefined) {
    const path = column.path ?? [name];
    return spelled(columnAt(path, columns) === column ? path : [name]);
  }
  const read = parseFilterPath(name);
  return read.ok ? filterPathText(read.subject) : spelled([name]);
}

function spelled(path: JsonPath): string {
  return filterPathText({ path, arrays: [] });
}

/** What a term calls the subject; null where a table has no such column. */
function columnText(subject: FilterPath, { columns, isCollection }: LineScope): string | null {
  const { path, arrays } = subject;
  const column = arrays.length === 0 ? columnAt(path, columns) : undefined;
  if (column !== undefined) return column.name;
  const isColumn = columns.some((each) => each.path === null && each.name === path[0]);
  if (!isCollection && (!isColumn || (path.length === 1 && arrays.length === 0))) return null;
  let text = filterPathText(subject);
  // A column whose name reads like this path is not meant.
  while (columns.some(({ name }) => name === text)) text = ` ${text}`;
  return text;
}

/** The column at a path: a stored one, a field of the documents, or one by the name in its head. */
function columnAt(path: JsonPath, columns: LineScope['columns']): LineScope['columns'][number] | undefined {
  const [name] = path.length === 1 ? path : [];
  return (
    columns.find((each) => each.path === null && each.name === name) ??
    columns.find((each) => each.path !== null && pathText(each.path) === pathText(path)) ??
    columns.find((each) => each.name === name)
  );
}

function unknownColumn({ path }: FilterPath, { columns }: LineScope): string {
  const wrong = String(path[0]);
  const near = nearestText(
    wrong,
    columns.map(({ name }) => name),
  );
  return `There is no column ${wrong.slice(0, 60)}.${near === null ? '' : ` Is ${spelled([near])} meant?`}`;
}
