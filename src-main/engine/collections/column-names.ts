/** Columns that every collection has. Names of columns are the same in any case of their letters. */
export const OWN_COLUMNS: readonly string[] = ['_id', 'doc', '_version'];

/**
 * A name, or it with the first number that makes it free, which it then takes.
 *
 * @param taken In lower case.
 */
export function takeFreeName(base: string, taken: Set<string>, first = base): string {
  let name = first;
  for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${base}_${count}`;
  taken.add(name.toLowerCase());
  return name;
}
