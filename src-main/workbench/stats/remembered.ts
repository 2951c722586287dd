/**
 * Gives what `make` gave for a key, and makes it anew when that is older than `milliseconds`: for facts that cost more to
 * get than they change between two looks.
 */
export function remembered<K, T>(
  milliseconds: number,
  make: (key: K) => Promise<T>,
  now: () => number = () => performance.now(),
): (key: K) => Promise<T> {
  const known = new Map<K, { readonly at: number; readonly value: Promise<T> }>();
  return (key) => {
    const at = now();
    const found = known.get(key);
    if (found !== undefined && at - found.at < milliseconds) return found.value;
    for (const [other, { at: made }] of known) if (at - made >= milliseconds) known.delete(other);
    const value = make(key);
    known.set(key, { at, value });
    return value;
  };
}
