import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import {
  type FoundStatement,
  type HistoryEntry,
  historyEntry,
} from '../../../src-preload/contract/queries.ts';
import { writeWhole } from '../../write-whole.ts';

/** Statements that are kept, at most. */
const MOST_ENTRIES = 5_000;
/** Bytes at which the file is written anew with half as many. */
const MOST_BYTES = 16 * 1_048_576;

/** What is looked for in a log. */
export interface StatementSearch {
  /** Capitals or not; white space finds any white space. */
  readonly search: string;
  readonly limit: number;
  /** Each statement once, as it was run last. */
  readonly isDistinct?: boolean;
}

/** A line of a log. Lines of older logs do not say which file they are about. */
const keptEntry = historyEntry.extend({ path: z.string().optional() });
type KeptEntry = z.infer<typeof keptEntry>;

/** The statements that were run on one file, one line of JSON each, the newest last. */
export class StatementLog {
  readonly #path: string;
  #last: Promise<unknown> = Promise.resolve();
  /** What the file holds; undefined before it was read. */
  #entries: KeptEntry[] | undefined;
  /** Whether the file ends in the middle of a line, as a crash can leave it; undefined: nobody has looked. */
  #isTorn: boolean | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Appends an entry about the file at a path; what is too much goes, oldest first. Rejects when it cannot be written. */
  add(added: HistoryEntry, path: string): Promise<void> {
    return this.#inTurn(async () => {
      const entry = { ...added, path };
      await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
      const size = await this.#append(`${JSON.stringify(entry)}\n`);
      this.#entries?.push(entry);
      if (size > MOST_BYTES || (this.#entries?.length ?? 0) > 2 * MOST_ENTRIES) await this.#shrink();
    });
  }

  /** The newest entries first in which a text occurs. */
  find({ search, limit, isDistinct = false }: StatementSearch): Promise<{
    entries: FoundStatement[];
    total: number;
  }> {
    return this.#inTurn(async () => {
      const matches = matcherOf(search);
      const found = (await this.#read()).filter(({ sql }) => matches(sql)).reverse();
      const newest = (isDistinct ? distinctStatements(found) : found).slice(0, MOST_ENTRIES);
      const entries = newest.slice(0, limit).map((entry) => ({ ...entry, path: entry.path ?? null }));
      return { entries, total: newest.length };
    });
  }

  clear(): Promise<void> {
    return this.#inTurn(async () => {
      await rm(this.#path, { force: true });
      this.#entries = [];
      this.#isTorn = false;
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Gives the bytes that the file has then. */
  async #append(line: string): Promise<number> {
    await using file = await open(this.#path, 'a+', 0o600);
    const { size } = await file.stat();
    if (this.#isTorn === undefined && size > 0) {
      const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
      this.#isTorn = buffer[0] !== 0x0a;
    }
    const text = this.#isTorn === true ? `\n${line}` : line;
    this.#isTorn = false;
    await file.appendFile(text);
    return size + Buffer.byteLength(text);
  }

  async #read(): Promise<KeptEntry[]> {
    this.#entries ??= parse(await readFile(this.#path, 'utf8').catch(() => ''));
    return this.#entries;
  }

  async #shrink(): Promise<void> {
    const kept: string[] = [];
    let bytes = 0;
    for (const entry of (await this.#read()).slice(-MOST_ENTRIES).reverse()) {
      const line = `${JSON.stringify(entry)}\n`;
      bytes += Buffer.byteLength(line);
      if (bytes > MOST_BYTES / 2) break;
      kept.unshift(line);
    }
    await writeWhole(this.#path, kept.join(''));
    this.#entries = this.#entries?.slice(-kept.length);
  }
}

/** Of equal statements the first one. */
export function distinctStatements<T extends { readonly sql: string }>(entries: readonly T[]): T[] {
  const seen = new Set<string>();
  return entries.filter(({ sql }) => !seen.has(sql) && seen.add(sql));
}

function matcherOf(search: string): (sql: string) => boolean {
  const wanted = search.toLowerCase().trim();
  const words = wanted.split(/\s+/);
  if (words.length === 1) return (sql) => sql.toLowerCase().includes(wanted);
  const spaced = words.join(' ');
  return (sql) => sql.toLowerCase().replaceAll(/\s+/g, ' ').includes(spaced);
}

/** Lines that are no entries are left out: one that was torn by a crash harms no other. */
function parse(text: string): KeptEntry[] {
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [keptEntry.parse(JSON.parse(line))];
    } catch {
      return [];
    }
  });
}
