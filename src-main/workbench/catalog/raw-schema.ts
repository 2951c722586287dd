import { PageReader, readVarint, type TreePage } from './page-reader.ts';

/** A row of sqlite_schema as it stands in the file, read without SQLite. */
export interface RawSchemaEntry {
  readonly type: string;
  readonly name: string;
  readonly table: string;
  readonly rootPage: number;
  readonly sql: string | null;
}

const MOST_PAGES = 10_000;
const MOST_ENTRY_BYTES = 8 * 1024 * 1024;

/**
 * The rows of sqlite_schema of a file whose schema SQLite refuses to load, so that its objects can at least be named.
 * Damaged pages and rows are left out. Reads the main file only, by plain reads; never throws for damage.
 */
export async function readRawSchema(path: string): Promise<readonly RawSchemaEntry[]> {
  await using reader = await PageReader.open(path);
  if (reader === undefined) return [];
  const entries: RawSchemaEntry[] = [];
  const seen = new Set<number>();
  const waiting = [1];
  for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
    if (seen.has(number) || seen.size > MOST_PAGES) continue;
    seen.add(number);
    const page = await reader.treePage(number);
    if (page?.kind === 'interior-table') {
      waiting.push(page.rightChild, ...page.cells.map((offset) => page.view.getUint32(offset)).reverse());
    } else if (page?.kind === 'leaf-table') {
      for (const offset of page.cells) {
        const entry = await readEntry(reader, page, offset);
        if (entry !== undefined) entries.push(entry);
      }
    }
  }
  return entries;
}

async function readEntry(
  reader: PageReader,
  page: TreePage,
  offset: number,
): Promise<RawSchemaEntry | undefined> {
  const [payloadBytes, afterLength] = readVarint(page.bytes, offset);
  const [, start] = readVarint(page.bytes, afterLength);
  if (payloadBytes < 6 || payloadBytes > MOST_ENTRY_BYTES) return undefined;
  const payload = await readPayload(reader, page, start, payloadBytes);
  if (payload === undefined) return undefined;
  const [type, name, table, rootPage, sql] = readRecord(payload, reader.header.encoding);
  if (typeof type !== 'string' || typeof name !== 'string' || typeof table !== 'string') return undefined;
  return {
    type,
    name,
    table,
    rootPage: typeof rootPage === 'number' ? rootPage : 0,
    sql: typeof sql === 'string' ? sql : null,
  };
}

/** Joins the part in the page with its overflow pages: fileformat2 section 1.6, "X" and "M" for table leaves. */
async function readPayload(
  reader: PageReader,
  page: TreePage,
  start: number,
  bytes: number,
): Promise<Uint8Array | undefined> {
  const usable = reader.header.pageSize - (await reservedBytes(reader));
  const mostLocal = usable - 35;
  if (bytes <= mostLocal) {
    return start + bytes <= page.bytes.byteLength ? page.bytes.subarray(start, start + bytes) : undefined;
  }
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const surplus = least + ((bytes - least) % (usable - 4));
  const local = surplus <= mostLocal ? surplus : least;
  if (start + local + 4 > page.bytes.byteLength) return undefined;
  const payload = new Uint8Array(bytes);
  payload.set(page.bytes.subarray(start, start + local));
  let filled = local;
  let next = page.view.getUint32(start + local);
  while (filled < bytes) {
    if (next === 0 || next > reader.header.pageCount) return undefined;
    const overflow = await reader.page(next);
    if (overflow.byteLength < usable) return undefined;
    const part = overflow.subarray(4, Math.min(usable, 4 + bytes - filled));
    payload.set(part, filled);
    filled += part.byteLength;
    next = new DataView(overflow.buffer, overflow.byteOffset, 4).getUint32(0);
  }
  return payload;
}

async function reservedBytes(reader: PageReader): Promise<number> {
  return (await reader.page(1))[20] ?? 0;
}

/** The columns of a record that a schema can have: NULL, integers and text (section 2.1). */
function readRecord(payload: Uint8Array, encoding: string): readonly (string | number | null)[] {
  const decoder = new TextDecoder(encoding.toLowerCase());
  const [headerBytes, first] = readVarint(payload, 0);
  const values: (string | number | null)[] = [];
  let at = first;
  let body = headerBytes;
  while (at < headerBytes && at < payload.byteLength) {
    const [serialType, next] = readVarint(payload, at);
    at = next;
    if (serialType === 0) values.push(null);
    else if (serialType === 8 || serialType === 9) values.push(serialType - 8);
    else if (serialType >= 12) {
      const bytes = Math.floor((serialType - 12) / 2);
      values.push(serialType % 2 === 1 ? decoder.decode(payload.subarray(body, body + bytes)) : null);
      body += bytes;
    } else {
      const bytes = [0, 1, 2, 3, 4, 6, 8, 8][serialType] ?? 0;
      let value = 0;
      for (const byte of payload.subarray(body, body + bytes)) value = value * 256 + byte;
      values.push(value);
      body += bytes;
    }
  }
  return values;
}
