import { z } from 'zod';
import { addToSet, fieldOf, type HookDocument, replaceDocuments, timeFor } from '../hook-documents.ts';
import type { HookContext, Plugin } from '../plugin.ts';
import { parseSettings } from '../plugin-settings.ts';

const settings = z.strictObject({
  createdAt: z
    .string()
    .min(1)
    .default('createdAt')
    .describe('Field for the time of making; filled unless given.'),
  updatedAt: z.string().min(1).default('updatedAt').describe('Field for the time of the last change.'),
});

export type TimestampsSettings = z.input<typeof settings> & {
  /** Default: the clock. */
  readonly now?: (() => Date) | undefined;
};

/**
 * Fills the times of making and of the last change, in collections whose schema has the fields: as a date, as ISO text or
 * as milliseconds, whatever the schema asks for. A time of making that is given is kept.
 */
export function timestampsPlugin({ now = () => new Date(), ...given }: TimestampsSettings = {}): Plugin {
  const { createdAt, updatedAt } = parseSettings('timestamps', settings, given);

  const stampOf = (context: HookContext, field: string): HookDocument => {
    const node = fieldOf(context, field);
    return node === undefined ? {} : { [field]: timeFor(node, now()) };
  };

  return {
    name: 'timestamps',
    version: '1.0.0',
    settings,
    onBeforeInsert(context) {
      const times = { ...stampOf(context, createdAt), ...stampOf(context, updatedAt) };
      replaceDocuments(context, (document) => ({ ...times, ...withoutUndefined(document, times) }));
    },
    onBeforeUpdate(context) {
      const changed = stampOf(context, updatedAt);
      if (context.operation === 'atomicUpdate') return addToSet(context, changed);
      // An upsert puts a whole document in the place of the old one.
      const made = context.operation.startsWith('upsert') ? stampOf(context, createdAt) : {};
      replaceDocuments(context, (document) => ({
        ...made,
        ...withoutUndefined(document, made),
        ...changed,
      }));
    },
  };
}

/** A field that is undefined counts as not given where a time stands in for it. */
function withoutUndefined(document: HookDocument, times: HookDocument): HookDocument {
  const isGiven = ([field, value]: [string, unknown]) => value !== undefined || !(field in times);
  return Object.fromEntries(Object.entries(document).filter(isGiven));
}
