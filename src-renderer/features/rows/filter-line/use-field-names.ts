import { useEffect, useState } from 'react';
import type { Client } from '../../../../src-preload/client.ts';
import type { Cell } from '../../../../src-preload/contract/cell.ts';
import { CellTag } from '../../../../src-preload/contract/cell-tag.ts';
import { type DocumentPath, DocumentPaths } from '../../../../src-preload/contract/document-paths.ts';
import { filterPathText } from '../../../../src-preload/contract/filter-path.ts';
import type { RowColumn } from '../../../../src-preload/contract/rows.ts';

/** The rows that a line is about. */
export interface FieldScope {
  readonly client: Client;
  readonly file: string;
  readonly object: string;
  /** undefined: it is not open yet. */
  readonly view: string | undefined;
}

/** Rows whose JSON is looked into for the names of its fields. */
const LOOKED_AT = 40;
const NONE: readonly DocumentPath[] = [];

/** The names that a filter of these rows may begin with: columns, fields, and what arrays hold. Read once they are wanted. */
export function useFieldNames(
  { client, file, object, view }: FieldScope,
  columns: readonly RowColumn[],
  isCollection: boolean,
  isWanted: boolean,
): readonly DocumentPath[] {
  const [inside, setInside] = useState(NONE);
  useEffect(() => {
    if (!isWanted || columns.length === 0 || (view === undefined && !isCollection)) return;
    const controller = new AbortController();
    const { signal } = controller;
    const read = isCollection
      ? client.collections.fields({ file, object }, { signal }).then(({ items }) => items)
      : client.rows
          .page({ view: view ?? '', anchor: { kind: 'first' }, limit: LOOKED_AT }, { signal })
          .then(({ rows }) => pathsIn(rows, columns));
    // Without the names a filter can be typed all the same.
    read.then(setInside, () => undefined);
    return () => controller.abort();
    // The columns belong to the view.
  }, [client, file, object, view, isCollection, isWanted, columns]);
  if (!isWanted) return NONE;
  const own = columns.map(({ name, path, declaredType }) => ({
    path: filterPathText({ path: path ?? [name], arrays: [] }),
    types: declaredType === '' ? [] : [declaredType],
  }));
  return [...own, ...inside];
}

/** The places in the JSON of rows, each with the column first. */
function pathsIn(rows: readonly (readonly Cell[])[], columns: readonly RowColumn[]): readonly DocumentPath[] {
  const paths = new DocumentPaths();
  for (const cells of rows) {
    for (const [index, cell] of cells.entries()) {
      const column = columns[index];
      const value = jsonOf(cell);
      if (column !== undefined && value !== undefined) paths.add(value, column.name);
    }
  }
  return paths.paths();
}

/** The object or array that a cell holds; undefined for anything else, and for one that is not there as a whole. */
function jsonOf(cell: Cell): unknown {
  const text =
    typeof cell === 'string' ? cell : Array.isArray(cell) && cell[0] === CellTag.jsonb ? cell[2] : '';
  if (typeof text !== 'string' || !/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
