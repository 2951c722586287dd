import type { Contract, OutputOf } from '../../../../src-preload/contract/index.ts';
import type { KnownName } from '../../../../src-preload/contract/queries.ts';

type Names = OutputOf<Contract['queries']['names']>;

/** What can be completed in a file, found by name; names of SQLite are the same in upper and lower case. */
export interface NameIndex {
  readonly objects: readonly KnownName[];
  readonly functions: Names['functions'];
  readonly pragmas: readonly string[];
  readonly object: (name: string) => KnownName | undefined;
}

/** Makes the index of what a file has. */
export function nameIndex({ objects, functions, pragmas }: Names): NameIndex {
  const byName = new Map(objects.map((object) => [object.name.toLowerCase(), object]));
  return { objects, functions, pragmas, object: (name) => byName.get(name.toLowerCase()) };
}
