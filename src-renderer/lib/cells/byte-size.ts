/** Bytes as people read them: "0 bytes", "512 bytes", "48 kB", "1.1 MB". Units are decimal, as in the file system. */
export function formatByteSize(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  let value = bytes;
  let unit = '';
  for (const next of ['kB', 'MB', 'GB', 'TB']) {
    value /= 1000;
    unit = next;
    if (value < 999.5) break;
  }
  const digits = value < 9.95 && unit !== 'kB' ? 1 : 0;
  return `${value.toFixed(digits)} ${unit}`;
}

const grouped = new Intl.NumberFormat('en-US');

/** A count with separators, such as "12,480". */
export function formatCount(value: number): string {
  return grouped.format(value);
}

/** A large estimate in few characters, such as "about 4.1 M". */
export function formatAbout(value: number): string {
  if (value < 1_000_000) return `about ${formatCount(value)}`;
  if (value < 1_000_000_000) return `about ${(value / 1_000_000).toFixed(1)} M`;
  return `about ${(value / 1_000_000_000).toFixed(1)} G`;
}

/** A count with its noun: "1 row", "12,480 rows". */
export function countOf(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`;
}
