import { z } from 'zod';
import { rowKeySchema } from './cell.ts';
import { method } from './method.ts';
import { fileId, objectName, viewId } from './names.ts';

export const collectionField = z.strictObject({
  path: z.array(z.string()).min(1),
  types: z.array(z.string()).describe('JSON types seen, most frequent first.'),
  share: z.number().describe('0 to 1: documents of the sample that have it.'),
});

export const collections = {
  fields: method(
    'Fields of a collection, from a sample of its documents (at most 1,000, spread over the whole table).',
    z.strictObject({ file: fileId, object: objectName }),
    z.strictObject({
      sampled: z.int(),
      encoding: z.enum(['text', 'jsonb', 'mixed']),
      fields: z.array(collectionField),
    }),
  ),
  document: method(
    'A whole document as the JSON text that is stored (JSONB: as SQLite prints it). At most 16 MB.',
    z.strictObject({ view: viewId, key: rowKeySchema }),
    z.strictObject({
      id: z.string().nullable(),
      json: z.string(),
      encoding: z.enum(['text', 'jsonb']),
      byteLength: z.number(),
    }),
  ),
} as const;

export type CollectionField = z.infer<typeof collectionField>;
