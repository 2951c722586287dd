import { z } from 'zod';
import { rowKeySchema } from './cell.ts';
import { columnName, jsonPath } from './edits.ts';
import { method } from './method.ts';
import { fileId, objectName, viewId } from './names.ts';

export const collectionField = z.strictObject({
  path: z.array(z.string()).min(1),
  types: z.array(z.string()).describe('JSON types seen, most frequent first.'),
  share: z.number().describe('0 to 1: documents of the sample that have it.'),
});

/** 16 MB: the longest document that is handed out and taken. */
const MOST_DOCUMENT = 16 * 1024 * 1024;

export const documentProblem = z.strictObject({
  path: jsonPath.describe('Empty: the document as a whole.'),
  message: z.string().describe('The words of zod.'),
});

const ofColumn = columnName
  .nullable()
  .default(null)
  .describe('A column of a table that is no collection; null: the document of a collection.');

export const collections = {
  fields: method(
    'Fields of a collection, from a sample of its documents (at most 1,000, spread over the whole table).',
    z.strictObject({ file: fileId, object: objectName }),
    z.strictObject({
      sampled: z.int(),
      encoding: z.enum(['text', 'jsonb', 'mixed']),
      fields: z.array(collectionField),
      items: z
        .array(z.strictObject({ path: z.string(), types: z.array(z.string()) }))
        .describe('What arrays hold, each as a filter names it: items any qty.'),
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
  schema: method(
    'The schema that the file keeps for documents: JSON Schema with `x-zod`. null: it keeps none.',
    z.strictObject({ file: fileId, object: objectName, column: ofColumn }),
    z
      .strictObject({
        name: z.string(),
        version: z.int(),
        primaryKey: z.string().describe('The field of the id.'),
        schema: z.string().describe('JSON text. It comes from the file: nobody says that it is a schema.'),
      })
      .nullable(),
  ),
  columns: method(
    'Columns of a table that is no collection for whose documents the file keeps a schema.',
    z.strictObject({ file: fileId, object: objectName }),
    z.strictObject({ columns: z.array(columnName) }),
  ),
  check: method(
    'What the schema of a collection says about a document. It runs where it can be ended: patterns come from the file.',
    z.strictObject({
      file: fileId,
      object: objectName,
      column: ofColumn,
      id: z.string().max(1_048_576).nullable().default(null),
      json: z.string().max(MOST_DOCUMENT).describe('The document as it would be stored.'),
      before: z
        .string()
        .max(MOST_DOCUMENT)
        .nullable()
        .default(null)
        .describe(
          'As the file has it: fields that the schema does not know and that stay are not asked about.',
        ),
    }),
    z.strictObject({
      problems: z.array(documentProblem).max(1000),
      timedOut: z.boolean().describe('The schema took too long, and nothing is known.'),
    }),
  ),
} as const;

export type CollectionField = z.infer<typeof collectionField>;
export type DocumentProblem = z.infer<typeof documentProblem>;
