import { createHash, randomBytes } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { type SafetyCopy, safetyCopy } from '../../../src-preload/contract/commits.ts';
import { createJsonStore, type JsonStore } from '../files/json-store.ts';
import { makePrivateCopy } from '../files/private-copy.ts';
import { limitsInForce } from '../limits.ts';

const storedCopies = z.object({
  version: z.literal(1),
  path: z.string(),
  /** Oldest first. */
  copies: z.array(safetyCopy.strip()),
});

/** Copies of one file that are kept; an older one goes for a new one. */
const MOST_COPIES = 3;
const MOST_ENTRIES = 20;

/** Copies of a file as it was before Cairn wrote it for the first time in a session. */
export class SafetyCopies {
  readonly #path: string;
  readonly #folder: string;
  readonly #store: JsonStore<z.infer<typeof storedCopies>>;
  #isMade = false;

  /** `path` is the real path of the file. */
  constructor(dataFolder: string, path: string) {
    this.#path = path;
    this.#folder = join(dataFolder, 'copies', createHash('sha256').update(path).digest('hex').slice(0, 32));
    this.#store = createJsonStore({
      path: join(this.#folder, 'copies.json'),
      schema: storedCopies,
      empty: { version: 1, path, copies: [] },
    });
  }

  /** Newest first. */
  async list(): Promise<readonly SafetyCopy[]> {
    return (await this.#store.read()).copies.toReversed();
  }

  /** Makes the copy of this session unless it was made. Never rejects: why there is none is noted. */
  async ensure(): Promise<void> {
    if (this.#isMade) return;
    this.#isMade = true;
    try {
      await this.make();
    } catch (error) {
      console.error('No safety copy could be noted:', error);
    }
  }

  /**
   * Makes a copy now; `reason` of what is given says why none could be made. The copy
   * `needed` does not go for it.
   */
  async make(needed?: string): Promise<SafetyCopy> {
    const id = randomBytes(8).toString('hex');
    const copy = await this.#copy(id);
    let dropped: readonly SafetyCopy[] = [];
    await this.#store.update((stored) => {
      const copies = [...stored.copies, copy].slice(-MOST_ENTRIES);
      const there = copies.filter(({ reason }) => reason === null);
      const kept = new Set([...there.slice(-MOST_COPIES), ...there.filter((one) => one.id === needed)]);
      dropped = stored.copies.filter((one) => !kept.has(one));
      return { ...stored, copies: copies.filter((one) => one.reason !== null || kept.has(one)) };
    });
    await Promise.all(dropped.map((one) => rm(join(this.#folder, one.id), { recursive: true, force: true })));
    return copy;
  }

  /** Where a copy is; null if it is not kept. */
  async pathOf(id: string): Promise<string | null> {
    const copy = (await this.#store.read()).copies.find((one) => one.id === id);
    if (copy === undefined || copy.reason !== null) return null;
    const path = join(this.#folder, id, copyName(this.#path));
    return stat(path).then(
      () => path,
      () => null,
    );
  }

  async #copy(id: string): Promise<SafetyCopy> {
    const at = Date.now();
    const limit = limitsInForce().safetyCopyMegabytes * 1024 * 1024;
    const none = (reason: string): SafetyCopy => ({ id, at, bytes: 0, reason });
    if (limit === 0) return none('The setting says that none is made.');
    try {
      // File systems that share blocks copy files of any size at once.
      const path = await makePrivateCopy(this.#path, join(this.#folder, id), { limit });
      return { id, at, bytes: (await stat(path)).size, reason: null };
    } catch (error) {
      return none(reasonOf(error));
    }
  }
}

/** As `makePrivateCopy` names it. */
function copyName(path: string): string {
  const name = basename(path);
  return name === name.trim() ? name : `${name.trim()}.copy`;
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'FILE_TOO_LARGE_TO_COPY':
      return 'The file is larger than the setting for safety copies, or the disk has no room for one.';
    case 'FILE_LOCKED':
      return 'Another program writes the file all the time.';
    default:
      return error instanceof Error ? error.message : 'The copy failed.';
  }
}
