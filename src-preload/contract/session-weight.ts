/** The most that a session may weigh; a page keeps less of it rather than more. */
export const MAX_SESSION_WEIGHT = 1_000_000;

/** About how many bytes a plain value takes: characters, bytes, and a little for everything else. */
export function weightOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 8;
  if (value instanceof Uint8Array) return value.byteLength + 8;
  if (typeof value !== 'object' || value === null) return 8;
  let weight = 8;
  for (const [name, part] of Object.entries(value)) weight += name.length + weightOf(part);
  return weight;
}
