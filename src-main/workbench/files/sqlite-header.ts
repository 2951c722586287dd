/** The first 100 bytes of a SQLite database: https://www.sqlite.org/fileformat2.html section 1.3. */
export interface SqliteHeader {
  /** Bytes: a power of two from 512 to 65,536. */
  readonly pageSize: number;
  /** What the header says where it is trustworthy, else what the file's size gives. */
  readonly pageCount: number;
  /** By the write version in byte 18; a WAL file stays one when nobody has it open. */
  readonly journalMode: 'rollback' | 'wal';
  readonly encoding: 'UTF-8' | 'UTF-16le' | 'UTF-16be';
  readonly applicationId: number;
  /** Grows with every change of the schema. */
  readonly schemaCookie: number;
  /** Whole pages that the header counts and the file does not have; 0 in a whole file. */
  readonly missingPages: number;
}

/** Why a header cannot be used, in words that follow "its header is damaged:". */
export type HeaderFault = { readonly fault: string };

export const SQLITE_MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;
const BTREE_LEAF_TABLE = 0x0d;
const BTREE_INTERIOR_TABLE = 0x05;

/** Whether the bytes begin as every SQLite 3 database does. */
export function hasSqliteMagic(head: Uint8Array): boolean {
  if (head.byteLength < SQLITE_MAGIC.length) return false;
  return [...SQLITE_MAGIC].every((char, at) => head[at] === char.charCodeAt(0));
}

/** Whether page 1 begins with a b-tree page, as it must. Not so where all but the header is encrypted. */
export function hasSchemaPage(head: Uint8Array): boolean {
  return head[HEADER_BYTES] === BTREE_LEAF_TABLE || head[HEADER_BYTES] === BTREE_INTERIOR_TABLE;
}

/** Reads the header. `size` is that of the file in bytes. */
export function readSqliteHeader(head: Uint8Array, size: number): SqliteHeader | HeaderFault {
  if (head.byteLength < HEADER_BYTES) return { fault: `the file ends after ${head.byteLength} bytes` };
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const rawPageSize = view.getUint16(16);
  const pageSize = rawPageSize === 1 ? 65_536 : rawPageSize;
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0)
    return { fault: `its page size is ${rawPageSize}` };
  const readVersion = view.getUint8(19);
  if (readVersion > 2 || readVersion === 0) {
    return { fault: `its format version is ${readVersion}, and 2 is the newest that SQLite has` };
  }
  if (view.getUint8(21) !== 64 || view.getUint8(22) !== 32 || view.getUint8(23) !== 32) {
    return { fault: 'its payload fractions are not those that SQLite writes' };
  }
  if (pageSize - view.getUint8(20) < 480) return { fault: 'its pages have too little room' };
  const encoding = view.getUint32(56);
  if (encoding > 3) return { fault: `its text encoding is ${encoding}` };
  const pagesBySize = Math.floor(size / pageSize);
  // The count is only valid if the program that last wrote the file knew of it.
  const countedPages = view.getUint32(24) === view.getUint32(92) ? view.getUint32(28) : 0;
  return {
    pageSize,
    pageCount: countedPages === 0 ? pagesBySize : countedPages,
    journalMode: view.getUint8(18) === 2 ? 'wal' : 'rollback',
    encoding: encoding === 2 ? 'UTF-16le' : encoding === 3 ? 'UTF-16be' : 'UTF-8',
    applicationId: view.getUint32(68),
    schemaCookie: view.getUint32(40),
    missingPages: Math.max(0, countedPages - pagesBySize),
  };
}
