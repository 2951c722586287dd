import { z } from 'zod';
import type { TableLayout } from '../../../src-preload/contract/index.ts';
import { tableLayout } from '../../../src-preload/contract/preferences.ts';
import type { Damageable } from '../files/damage-reports.ts';
import { createJsonStore } from '../files/json-store.ts';

/** Layouts kept in all; those changed longest ago go first. */
const MOST_LAYOUTS = 2000;

/** The newest last. An array, since a table may be called `__proto__`. */
const storedLayouts = z.array(
  z.object({ file: z.string(), object: z.string(), layout: tableLayout.strip() }),
);

type StoredLayouts = z.infer<typeof storedLayouts>;

/** Column layouts by file and table. */
export interface Layouts extends Damageable {
  /** Reads the file, so that damage is known. */
  load(): Promise<void>;
  /** The default layout where none is kept. */
  get(file: string, object: string): Promise<TableLayout>;
  /** The default layout is not kept: setting it forgets the table. */
  set(file: string, object: string, layout: TableLayout): Promise<void>;
}

/** Makes the store of layouts over one file. */
export function createLayouts(path: string): Layouts {
  const store = createJsonStore<StoredLayouts>({ path, schema: storedLayouts, empty: [] });
  return {
    damage: () => store.damage(),
    load: () => store.read().then(() => undefined),
    async get(file, object) {
      const all = await store.read();
      return (
        all.find((each) => each.file === file && each.object === object)?.layout ?? tableLayout.parse({})
      );
    },
    async set(file, object, layout) {
      await store.update((all) => {
        const others = all.filter((each) => each.file !== file || each.object !== object);
        const kept = isDefault(layout) ? others : [...others, { file, object, layout }];
        return kept.slice(-MOST_LAYOUTS);
      });
    },
  };
}

function isDefault({ order, hidden, pinned, widths }: TableLayout): boolean {
  return order.length + hidden.length + pinned.length + Object.keys(widths).length === 0;
}
