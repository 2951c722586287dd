import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type EditCommit, editCommit } from '../../../src-preload/contract/commits.ts';
import type { RowImage } from '../../operations/commit/commit-input.ts';
import { createJsonStore, type JsonStore } from '../files/json-store.ts';
import { limitsInForce } from '../limits.ts';
import { unpackRows } from './kept-rows.ts';

/** An inverse that is staged: the commit that it takes back, and the rows that it is made of. */
const pendingUndo = z.object({ commit: z.string(), rows: z.array(z.string()) });

const storedHistory = z.object({
  version: z.literal(1),
  path: z.string(),
  /** Oldest first. */
  commits: z.array(editCommit.extend({ isWhole: z.boolean() }).strip()),
  pending: z.array(pendingUndo),
  /** New rows of a commit whose end is not known: the engine or its connection died in the middle. */
  unsure: z.array(z.string()).default([]),
});

export type PendingUndo = z.infer<typeof pendingUndo>;
type StoredHistory = z.infer<typeof storedHistory>;

/** A commit as it is kept. `isWhole`: triggers and foreign keys changed rows too, which are among its images. */
export type KeptCommit = StoredHistory['commits'][number];

/** The commits of one file that can be taken back: a list, and the rows of each in a file of its own. */
export class CommitHistory {
  readonly folder: string;
  readonly #store: JsonStore<StoredHistory>;

  /** `path` is the real path of the file. */
  constructor(dataFolder: string, path: string) {
    this.folder = join(dataFolder, 'history', createHash('sha256').update(path).digest('hex').slice(0, 32));
    this.#store = createJsonStore({
      path: join(this.folder, 'commits.json'),
      schema: storedHistory,
      empty: { version: 1, path, commits: [], pending: [], unsure: [] },
    });
  }

  /** Newest first. */
  async commits(): Promise<readonly KeptCommit[]> {
    return (await this.#store.read()).commits.toReversed();
  }

  async pending(): Promise<readonly PendingUndo[]> {
    return (await this.#store.read()).pending;
  }

  async commit(id: string): Promise<KeptCommit | undefined> {
    return (await this.#store.read()).commits.find((commit) => commit.id === id);
  }

  /**
   * Keeps a commit with its rows as `packRows` gives them, and gives it as it is kept; above the limit, the rows of the
   * oldest are forgotten.
   */
  async add(commit: Omit<KeptCommit, 'bytes' | 'undoneAt'>, rows: Uint8Array | null): Promise<KeptCommit> {
    const limit = limitsInForce().undoLogMegabytes * 1024 * 1024;
    const isTooLarge = rows !== null && rows.byteLength > limit;
    if (rows !== null && !isTooLarge) await writeBytes(this.folder, imagesName(commit.id), rows);
    const kept: KeptCommit = {
      ...commit,
      bytes: rows === null || isTooLarge ? 0 : rows.byteLength,
      undoneAt: null,
      undoReason:
        commit.undoReason ??
        (isTooLarge ? 'Its rows take more than the setting keeps for taking commits back.' : null),
    };
    let dropped: readonly string[] = [];
    await this.#store.update((history) => {
      const commits = [...history.commits, kept].map((one) =>
        one.id === kept.undoes ? { ...one, undoneAt: kept.at } : one,
      );
      const bounded = withinLimit(commits, limit);
      dropped = bounded.dropped;
      return {
        ...history,
        commits: bounded.commits,
        pending: history.pending.filter((undo) => undo.commit !== kept.undoes),
      };
    });
    await Promise.all(dropped.map((id) => rm(join(this.folder, imagesName(id)), { force: true })));
    return kept;
  }

  /** What a commit did to its rows; null where that is not kept any more. */
  async images(id: string): Promise<readonly RowImage[] | null> {
    const commit = await this.commit(id);
    if (commit === undefined || commit.undoReason !== null) return null;
    try {
      return unpackRows(await readFile(join(this.folder, imagesName(id))));
    } catch {
      return null;
    }
  }

  /** Remembers that the inverse of a commit is staged. */
  async addPending(undo: PendingUndo): Promise<void> {
    await this.#store.update((history) => ({
      ...history,
      pending: [...history.pending.filter(({ commit }) => commit !== undo.commit), undo],
    }));
  }

  /** New rows that may be in the file although they are still staged. */
  async unsure(): Promise<readonly string[]> {
    return (await this.#store.read()).unsure;
  }

  /** To be said before a commit that inserts rows, and taken back when its end is known. */
  async setUnsure(rows: readonly string[]): Promise<void> {
    await this.#store.update((history) => ({ ...history, unsure: [...rows] }));
  }

  async bytes(): Promise<number> {
    const { commits } = await this.#store.read();
    return commits.reduce((sum, commit) => sum + commit.bytes, 0);
  }

  /** Whether anything is kept; asks the disk, so that an empty folder is not made by looking. */
  async exists(): Promise<boolean> {
    return stat(this.folder).then(
      () => true,
      () => false,
    );
  }
}

const MOST_COMMITS = 5000;

/** Forgets the rows of the oldest commits above the limit, and of the very oldest that there were any. */
function withinLimit(
  commits: readonly KeptCommit[],
  limit: number,
): { commits: KeptCommit[]; dropped: readonly string[] } {
  let total = 0;
  const dropped: string[] = [];
  const bounded = commits
    .toReversed()
    .map((commit) => {
      total += commit.bytes;
      if (total <= limit || commit.bytes === 0) return commit;
      dropped.push(commit.id);
      return {
        ...commit,
        bytes: 0,
        undoReason: 'Its rows were forgotten to make room for those of later commits.',
      };
    })
    .slice(0, MOST_COMMITS)
    .toReversed();
  return { commits: bounded, dropped };
}

function imagesName(id: string): string {
  return `${id}.rows`;
}

async function writeBytes(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `${name}.tmp`);
  {
    await using file = await open(temporary, 'w', 0o600);
    await file.writeFile(bytes);
    await file.sync();
  }
  await rename(temporary, join(folder, name));
}

/** A commit as clients see it. */
export function toldCommit({ isWhole: _isWhole, ...commit }: KeptCommit): EditCommit {
  return commit;
}
