import { z } from 'zod';
import { settingRanges } from '../../../src-preload/contract/default-settings.ts';
import type { ConnectionManager } from '../../engine/index.ts';
import type { Damageable } from '../files/damage-reports.ts';
import { createJsonStore } from '../files/json-store.ts';
import { limitsInForce } from '../limits.ts';

/** Files that are remembered; those changed longest ago go first. */
const MOST_FILES = 1000;

/** The newest last. */
const storedLimits = z.array(
  z.object({
    file: z.string(),
    readers: z.int().min(settingRanges.readersPerFile.min).max(settingRanges.readersPerFile.max),
  }),
);

/** Files with a number of readers of their own, remembered by path. */
export interface ReaderLimits extends Damageable {
  /** From now on, and in later runs. The number that every file has is not kept: the file follows it. */
  set(file: string, readers: number): Promise<void>;
}

/** Puts in force what is remembered, and makes the store of it. */
export function createReaderLimits(path: string, manager: ConnectionManager): ReaderLimits {
  const store = createJsonStore<z.infer<typeof storedLimits>>({ path, schema: storedLimits, empty: [] });
  void store.read().then((limits) => {
    for (const { file, readers } of limits) manager.setReadersOf(file, readers);
  });
  return {
    damage: () => store.damage(),
    async set(file, readers) {
      const isOwn = readers !== limitsInForce().readersPerFile;
      await store.update((all) => {
        const others = all.filter((each) => each.file !== file);
        return (isOwn ? [...others, { file, readers }] : others).slice(-MOST_FILES);
      });
      manager.setReadersOf(file, isOwn ? readers : null);
    },
  };
}
