import { stat } from 'node:fs/promises';
import { z } from 'zod';
import type { RecentFile } from '../../../src-preload/contract/index.ts';
import type { AllowedPaths } from './allowed-paths.ts';
import type { Damageable } from './damage-reports.ts';
import { displayFolder, nameOfPath } from './display-path.ts';
import { createJsonStore } from './json-store.ts';

const MOST_RECENTS = 50;

const storedRecents = z.array(z.object({ path: z.string(), openedAt: z.number(), summary: z.string() }));

/** Files opened before, kept in the data folder. */
export interface Recents extends Damageable {
  /** Newest first, with what is on the disk now. Files outside the allowed roots are left out. */
  list(): Promise<RecentFile[]>;
  /** Whether this very path was opened before, wherever it lies. */
  has(path: string): Promise<boolean>;
  /** Puts a file at the top. An empty summary keeps the one that is known. */
  add(path: string, summary: string): Promise<void>;
  forget(path: string): Promise<void>;
}

/** Makes the list over one file. */
export function createRecents(path: string, allowed: AllowedPaths): Recents {
  const store = createJsonStore({ path, schema: storedRecents, empty: [] });
  return {
    damage: () => store.damage(),
    async list() {
      const recents = await Promise.all(
        (await store.read()).map(async (recent) =>
          (await allowed.allows(recent.path)) ? describe(recent) : null,
        ),
      );
      return recents.filter((recent) => recent !== null);
    },
    has: async (file) => (await store.read()).some((recent) => recent.path === file),
    async add(file, summary) {
      await store.update((all) => {
        const known = all.find((each) => each.path === file);
        const entry = { path: file, openedAt: Date.now(), summary: summary || (known?.summary ?? '') };
        return [entry, ...all.filter((each) => each.path !== file)].slice(0, MOST_RECENTS);
      });
    },
    async forget(file) {
      await store.update((all) => all.filter((each) => each.path !== file));
    },
  };
}

async function describe({
  path,
  openedAt,
  summary,
}: z.infer<typeof storedRecents>[number]): Promise<RecentFile> {
  const size = await stat(path).then(
    (stats) => (stats.isFile() ? stats.size : null),
    () => null,
  );
  return {
    path,
    name: nameOfPath(path),
    folder: displayFolder(path),
    openedAt,
    size,
    summary,
    exists: size !== null,
  };
}
