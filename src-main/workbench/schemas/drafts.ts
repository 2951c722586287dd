import { z } from 'zod';
import { createJsonStore } from '../files/json-store.ts';

/** Drafts kept in all; those changed longest ago go first. */
const MOST_DRAFTS = 200;

/** The newest last. An array, since a table may be called `__proto__`. */
const storedDrafts = z.array(z.object({ file: z.string(), object: z.string(), draft: z.string() }));

/** Drafts of schemas by file and table, with the data of Cairn. */
export interface SchemaDrafts {
  get(file: string, object: string): Promise<string | null>;
  /** Null forgets it. */
  set(file: string, object: string, draft: string | null): Promise<void>;
}

/** Makes the store of drafts over one file. */
export function createSchemaDrafts(path: string): SchemaDrafts {
  const store = createJsonStore({ path, schema: storedDrafts, empty: [] });
  return {
    async get(file, object) {
      const all = await store.read();
      return all.find((each) => each.file === file && each.object === object)?.draft ?? null;
    },
    async set(file, object, draft) {
      await store.update((all) => {
        const others = all.filter((each) => each.file !== file || each.object !== object);
        return (draft === null ? others : [...others, { file, object, draft }]).slice(-MOST_DRAFTS);
      });
    },
  };
}
