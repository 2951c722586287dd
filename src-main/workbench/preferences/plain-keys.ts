/**
 * A session as JSON can hold it: keys of rows may be 64-bit integers, bytes and infinities, which are written as
 * `{"int": "9007199254740993"}`, `{"bytes": "<base64>"}` and `{"real": "Infinity"}`. No object of a session has one
 * of these names alone.
 */
export function toPlain(value: unknown): unknown {
  if (typeof value === 'bigint') return { int: String(value) };
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('base64') };
  if (typeof value === 'number' && !Number.isFinite(value)) return { real: String(value) };
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, toPlain(part)]));
}

/** The value that `toPlain` made this of. Throws for an integer that is none. */
export function fromPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromPlain);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name, only] = entries.length === 1 ? (entries[0] ?? []) : [];
  if (typeof only === 'string') {
    if (name === 'int') return BigInt(only);
    if (name === 'bytes') return new Uint8Array(Buffer.from(only, 'base64'));
    if (name === 'real') return Number(only);
  }
  return Object.fromEntries(entries.map(([key, part]) => [key, fromPlain(part)]));
}
