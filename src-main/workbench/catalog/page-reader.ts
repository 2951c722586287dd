import { type FileHandle, open } from 'node:fs/promises';
import { readSqliteHeader, type SqliteHeader } from '../files/sqlite-header.ts';

/** What stands in the header of a b-tree page: https://www.sqlite.org/fileformat2.html section 1.6. */
export interface TreePage {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly kind: 'interior-index' | 'interior-table' | 'leaf-index' | 'leaf-table';
  readonly cellCount: number;
  /** Offsets of the cells in `bytes`, those that lie inside the page. */
  readonly cells: readonly number[];
  /** Only in interior pages: the last child. */
  readonly rightChild: number;
}

const KINDS: ReadonlyMap<number, TreePage['kind']> = new Map([
  [2, 'interior-index'],
  [5, 'interior-table'],
  [10, 'leaf-index'],
  [13, 'leaf-table'],
]);

/**
 * Reads single pages of a database file by plain reads, without SQLite: what the main file holds, without its -wal.
 * Only for a process without SQLite connections to the file.
 */
export class PageReader implements AsyncDisposable {
  readonly #file: FileHandle;
  readonly header: SqliteHeader;

  private constructor(file: FileHandle, header: SqliteHeader) {
    this.#file = file;
    this.header = header;
  }

  /** Undefined if the header cannot be understood. Rejects if the file cannot be read. */
  static async open(path: string): Promise<PageReader | undefined> {
    const file = await open(path, 'r');
    try {
      const head = new Uint8Array(100);
      const { bytesRead } = await file.read(head, 0, head.length, 0);
      const header = readSqliteHeader(head.subarray(0, bytesRead), (await file.stat()).size);
      if (!('fault' in header)) return new PageReader(file, header);
    } catch (error) {
      await file.close();
      throw error;
    }
    await file.close();
    return undefined;
  }

  /** The bytes of a page (1-based), shorter at the end of a cut file. */
  async page(number: number): Promise<Uint8Array> {
    const { pageSize } = this.header;
    const bytes = new Uint8Array(pageSize);
    const { bytesRead } = await this.#file.read(bytes, 0, pageSize, (number - 1) * pageSize);
    return bytes.subarray(0, bytesRead);
  }

  /** A page as part of a b-tree; undefined if it is none or its header is damaged. */
  async treePage(number: number): Promise<TreePage | undefined> {
    const bytes = await this.page(number);
    const start = number === 1 ? 100 : 0;
    const kind = KINDS.get(bytes[start] ?? 0);
    if (kind === undefined || bytes.byteLength < this.header.pageSize) return undefined;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const cellCount = view.getUint16(start + 3);
    const isInterior = kind === 'interior-index' || kind === 'interior-table';
    const array = start + (isInterior ? 12 : 8);
    if (array + cellCount * 2 > bytes.byteLength) return undefined;
    const cells: number[] = [];
    for (let cell = 0; cell < cellCount; cell += 1) {
      const offset = view.getUint16(array + cell * 2);
      if (offset < bytes.byteLength - 4) cells.push(offset);
    }
    return { bytes, view, kind, cellCount, cells, rightChild: isInterior ? view.getUint32(start + 8) : 0 };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }
}

/** A variable-length integer and the offset after it; up to 9 bytes, as a double (exact below 2^53). */
export function readVarint(bytes: Uint8Array, offset: number): readonly [value: number, next: number] {
  let value = 0;
  for (let at = 0; at < 8; at += 1) {
    const byte = bytes[offset + at] ?? 0;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return [value, offset + at + 1];
  }
  return [value * 256 + (bytes[offset + 8] ?? 0), offset + 9];
}
