/** As many keys as a command can have. */
export const MOST_KEYS = 4;

/**
 * The keys of a command after one was recorded at a place: instead of the key that stands there, or, behind the last,
 * besides them all. Without a chord the key of that place is taken away. A key that the command has elsewhere moves.
 */
export function recordedKeys(
  keys: readonly string[],
  place: number,
  chord: string | null,
): readonly string[] {
  const others = (some: readonly string[]) => some.filter((key) => key !== chord);
  return [
    ...others(keys.slice(0, place)),
    ...(chord === null ? [] : [chord]),
    ...others(keys.slice(place + 1)),
  ];
}
