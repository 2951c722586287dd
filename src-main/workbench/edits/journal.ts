import { type FileHandle, mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { journalFailed } from './edit-errors.ts';

/*
 * The file: the magic, then records of 4 bytes length, 4 bytes CRC-32 (both little-endian) and the payload. The CRC
 * is that of the payload. A record counts when it is whole.
 */

const MAGIC = Buffer.from('Cairn edits 1\n\0\0');
const HEAD = 8;
const MOST_PAYLOAD = 0x7fff_ffff;
/** Bytes behind a bad record in which another one is looked for, and bytes of which checksums are made for it. */
const MOST_SEARCHED = 1_048_576;
const MOST_CHECKED = 64 * 1_048_576;

/** What a journal held when it was read. */
export interface JournalRead {
  readonly records: readonly Uint8Array[];
  /** Where the last whole record ends; what is behind it is cut by the next `open`. */
  readonly end: number;
  /** Bytes behind the last whole record. */
  readonly torn: number;
  /** Whether more than the end of the last write is missing: something else has changed the file. */
  readonly isDamaged: boolean;
}

/** Reads what is whole of a journal; a file that is not there has no records. */
export function parseJournal(bytes: Uint8Array): JournalRead {
  const records: Uint8Array[] = [];
  if (
    bytes.byteLength < MAGIC.byteLength ||
    Buffer.compare(bytes.subarray(0, MAGIC.byteLength), MAGIC) !== 0
  ) {
    const isStart = Buffer.compare(bytes, MAGIC.subarray(0, bytes.byteLength)) === 0;
    return { records, end: 0, torn: bytes.byteLength, isDamaged: !isStart };
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = MAGIC.byteLength;
  while (at + HEAD <= bytes.byteLength) {
    const length = view.getUint32(at, true);
    const end = at + HEAD + length;
    if (end > bytes.byteLength) break;
    const payload = bytes.subarray(at + HEAD, end);
    if (length === 0 || crc32(payload) !== view.getUint32(at + 4, true)) break;
    // A copy: what is made of it may live long, and would keep the whole file in memory.
    records.push(new Uint8Array(payload));
    at = end;
  }
  const torn = bytes.byteLength - at;
  return { records, end: at, torn, isDamaged: torn > 0 && hasRecordAfter(bytes, at + 1) };
}

/** Whether a whole record stands behind a bad one: a write that was cut has none. */
function hasRecordAfter(bytes: Uint8Array, from: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const last = Math.min(bytes.byteLength - HEAD, from + MOST_SEARCHED);
  let left = MOST_CHECKED;
  for (let at = from; at < last; at += 1) {
    const length = view.getUint32(at, true);
    if (length < 16 || at + HEAD + length > bytes.byteLength) continue;
    left -= length;
    // Nobody can tell: what is kept aside for nothing does no harm.
    if (left < 0) return true;
    if (crc32(bytes.subarray(at + HEAD, at + HEAD + length)) === view.getUint32(at + 4, true)) return true;
  }
  return false;
}

/** The bytes of a record. */
export function frameRecord(payload: Uint8Array): Uint8Array {
  if (payload.byteLength > MOST_PAYLOAD) throw new RangeError('A record of the journal is too large.');
  const bytes = Buffer.allocUnsafe(HEAD + payload.byteLength);
  bytes.writeUInt32LE(payload.byteLength, 0);
  bytes.writeUInt32LE(crc32(payload), 4);
  bytes.set(payload, HEAD);
  return bytes;
}

interface Waiting {
  readonly bytes: Uint8Array;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Appends to a journal: what is asked for while a write runs is written together, by one fsync, in order. */
export class Journal {
  readonly path: string;
  readonly #file: FileHandle;
  #end: number;
  #waiting: Waiting[] = [];
  #running: Promise<void> | null = null;
  #failure: unknown;

  private constructor(path: string, file: FileHandle, end: number) {
    this.path = path;
    this.#file = file;
    this.#end = end;
  }

  /** Opens a journal behind its last whole record; what is behind it is cut. The folder must exist. */
  static async open(path: string, end: number): Promise<Journal> {
    const file = await open(path, end === 0 ? 'w' : 'r+', 0o600);
    try {
      if (end === 0) {
        await file.write(MAGIC, 0, MAGIC.byteLength, 0);
        await file.sync();
        await syncFolder(dirname(path));
        return new Journal(path, file, MAGIC.byteLength);
      }
      if ((await file.stat()).size > end) {
        await file.truncate(end);
        await file.sync();
      }
      return new Journal(path, file, end);
    } catch (error) {
      await file.close().catch(() => undefined);
      throw error;
    }
  }

  /** Bytes that the journal has on disk. */
  get size(): number {
    return this.#end;
  }

  /** Resolves when the record is on disk. Throws JOURNAL_FAILED; the journal cannot be used any more then. */
  append(payload: Uint8Array): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ bytes: frameRecord(payload), resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when everything that was asked for is on disk or has failed. */
  async settled(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  async close(): Promise<void> {
    await this.settled();
    await this.#file.close();
  }

  async #run(): Promise<void> {
    // What is asked for in this turn belongs together.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await this.#write(batch.map(({ bytes }) => bytes));
        for (const { resolve } of batch) resolve();
      } catch (cause) {
        await this.#fail([...batch, ...this.#waiting], journalFailed(cause));
      }
    }
    this.#running = null;
  }

  async #write(parts: readonly Uint8Array[]): Promise<void> {
    const bytes = Buffer.concat(parts);
    let written = 0;
    while (written < bytes.byteLength) {
      const { bytesWritten } = await this.#file.write(
        bytes,
        written,
        bytes.byteLength - written,
        this.#end + written,
      );
      written += bytesWritten;
    }
    await this.#file.datasync();
    this.#end += bytes.byteLength;
  }

  /** After a failed fsync nobody knows what is on the disk: it is cut where it was whole, and read again. */
  async #fail(batch: readonly Waiting[], error: unknown): Promise<void> {
    this.#failure = error;
    this.#waiting = [];
    await this.#file.truncate(this.#end).catch(() => undefined);
    await this.#file.sync().catch(() => undefined);
    for (const { reject } of batch) reject(error);
  }
}

/** Puts another journal in the place of one: the old or the new one is there at any moment. Gives its size. */
export async function replaceJournal(path: string, payloads: readonly Uint8Array[]): Promise<number> {
  const temporary = `${path}.${process.pid}.tmp`;
  const bytes = Buffer.concat([MAGIC, ...payloads.map(frameRecord)]);
  try {
    {
      await using file = await open(temporary, 'w', 0o600);
      await file.writeFile(bytes);
      await file.sync();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
  return bytes.byteLength;
}

/** Keeps what a damaged journal held beside it. Gives the path. */
export async function keepDamaged(path: string, bytes: Uint8Array): Promise<string> {
  const aside = `${path}.damaged-${Date.now()}`;
  await writeFile(aside, bytes, { mode: 0o600 });
  return aside;
}

/** Makes the folder of the journals, for the user alone. */
export async function makeJournalFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
}

/** What changes when somebody else writes the journal; empty where there is none. */
export async function journalMark(path: string): Promise<string> {
  const stats = await stat(path, { bigint: true }).catch(() => null);
  return stats === null ? '' : `${stats.ino} ${stats.size} ${stats.mtimeNs}`;
}

async function syncFolder(folder: string): Promise<void> {
  try {
    await using handle = await open(folder, 'r');
    await handle.sync();
  } catch {
    // Windows cannot sync a folder.
  }
}
