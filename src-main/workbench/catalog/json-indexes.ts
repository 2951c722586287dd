import type { JsonPath } from '../../../src-preload/contract/json-text/index.ts';
import { partsInParentheses } from './ddl-parts.ts';
import { type DdlToken, isKeyword, isMark, tokenizeDdl } from './ddl-tokens.ts';
import type { IndexFacts } from './indexes.ts';

/** A value of documents that an index begins with, and how the index writes it. */
export interface JsonIndex {
  readonly column: string;
  readonly path: JsonPath;
  readonly form: 'arrow' | 'json_extract';
  /** The JSON path as written: SQLite uses the index for the same text only. */
  readonly pointer: string;
}

/**
 * The indexes on values of documents: `(doc ->> '$.ship.country')` and `(json_extract(doc, '$.ship.country'))`. Partial
 * ones and such with a collation are left out. Where there is one, SQLite has read all documents as JSON.
 */
export function jsonIndexes(indexes: readonly IndexFacts[]): readonly JsonIndex[] {
  return indexes.flatMap((index) => {
    const [first] = index.columns;
    if (index.isPartial || index.sql === null || first === undefined || first.name !== null) return [];
    if (first.collation?.toUpperCase() !== 'BINARY') return [];
    const [term] = partsInParentheses(tokenizeDdl(index.sql));
    const found = term === undefined ? null : jsonTerm(term);
    return found === null ? [] : [found];
  });
}

function jsonTerm(term: readonly DdlToken[]): JsonIndex | null {
  const tokens = withoutBrackets(
    term.filter((token) => !isKeyword(token, 'ASC') && !isKeyword(token, 'DESC')),
  );
  const [first, second, third, fourth, fifth, sixth, ...more] = tokens;
  if (isMark(second, '-') && isMark(third, '>') && isMark(fourth, '>') && sixth === undefined) {
    return indexOf('arrow', first, fifth);
  }
  const isExtract = isKeyword(first, 'JSON_EXTRACT') && isMark(second, '(') && isMark(fourth, ',');
  if (isExtract && isMark(sixth, ')') && more.length === 0) return indexOf('json_extract', third, fifth);
  return null;
}

function withoutBrackets(tokens: readonly DdlToken[]): readonly DdlToken[] {
  if (!isMark(tokens[0], '(') || !isMark(tokens.at(-1), ')')) return tokens;
  return withoutBrackets(tokens.slice(1, -1));
}

function indexOf(
  form: JsonIndex['form'],
  column: DdlToken | undefined,
  pointer: DdlToken | undefined,
): JsonIndex | null {
  if (column === undefined || column.kind === 'mark' || pointer?.kind !== 'quoted') return null;
  const path =
    form === 'arrow' && /^[A-Za-z_]\w*$/.test(pointer.text) ? [pointer.text] : pathOf(pointer.text);
  return path === null ? null : { column: column.text, path, form, pointer: pointer.text };
}

/** The keys of a path of SQLite; null for one that is not plain, such as one with an escape or `[#-1]`. */
function pathOf(pointer: string): JsonPath | null {
  const path: (string | number)[] = [];
  const piece = /\.([^."[\]]+)|\."([^"\\]*)"|\[(\d{1,9})\]/y;
  piece.lastIndex = 1;
  if (!pointer.startsWith('$')) return null;
  while (piece.lastIndex < pointer.length) {
    const found = piece.exec(pointer);
    if (found === null) return null;
    const [, plain, quoted, position] = found;
    path.push(position === undefined ? (plain ?? quoted ?? '') : Number(position));
  }
  return path.length === 0 ? null : path;
}
