import type { Contract, OutputOf } from '../../../../src-preload/contract/index.ts';
import type { KnownName } from '../../../../src-preload/contract/queries.ts';

type Names = OutputOf<Contract['queries']['names']>;

/** What can be completed in a file, found by name; names of SQLite are the same in upper and lower case. */
export interface NameIndex {
  readonly objects: readonly KnownName[];
  readonly functions: Names['functions'];
  readonly pragmas: readonly string[];
  readonly object: (name: string) => KnownName | undefined;
  /** Each name of a column once, for statements that have no table yet. */
  readonly columns: () => readonly AnyColumn[];
}

/** A column of some table. */
export interface AnyColumn {
  readonly name: string;
  readonly type: string;
  /** The first that has it. */
  readonly table: string;
  readonly tableCount: number;
}

/** More are of no help to who looks for one. */
const MOST_COLUMNS = 5000;

/** Makes the index of what a file has. */
export function nameIndex({ objects, functions, pragmas }: Names): NameIndex {
  const byName = new Map(objects.map((object) => [object.name.toLowerCase(), object]));
  let columns: readonly AnyColumn[] | undefined;
  return {
    objects,
    functions,
    pragmas,
    object: (name) => byName.get(name.toLowerCase()),
    columns: () => {
      columns ??= anyColumns(objects);
      return columns;
    },
  };
}

function anyColumns(objects: readonly KnownName[]): readonly AnyColumn[] {
  const found = new Map<string, AnyColumn>();
  for (const { name: table, kind, columns } of objects) {
    if (kind === 'system' || kind === 'shadow') continue;
    for (const { name, type } of columns) {
      const key = name.toLowerCase();
      const known = found.get(key);
      if (known !== undefined) found.set(key, { ...known, tableCount: known.tableCount + 1 });
      else if (found.size < MOST_COLUMNS) found.set(key, { name, type, table, tableCount: 1 });
    }
  }
  return [...found.values()];
}
