import { z } from 'zod';
import { rowKeySchema } from './cell.ts';
import { documentProblem } from './collections.ts';
import { jsonPath } from './edits.ts';
import { method, stream } from './method.ts';
import { fileId, objectName } from './names.ts';

/** 4 MB: the longest schema that is taken. */
const MOST_SCHEMA = 4 * 1024 * 1024;
const ofObject = { file: fileId, object: objectName } as const;
const keys = z.array(z.string().max(1_048_576)).min(1).max(200);
const schemaText = z.string().max(MOST_SCHEMA).describe('JSON Schema with `x-zod`, as JSON text.');

/** What kinds of values there are, as far as a schema can tell them apart. */
export const valueKind = z.enum([
  'null',
  'boolean',
  'integer',
  'number',
  'huge',
  'text',
  'date-text',
  'date',
  'bigint',
  'rich',
  'array',
  'object',
]);

/** How often values of each size were found: bars of one width, the first from `from` on. */
export const valueBars = z.strictObject({
  min: z.number(),
  max: z.number(),
  from: z.number(),
  width: z.number(),
  counts: z.array(z.int()).min(1).max(20),
});

/** What was found at one place of the documents. A tree as a list: parents come before what they hold. */
export const documentFact = z.strictObject({
  parent: z.int().min(-1).describe('Place in the list; -1 for the documents themselves.'),
  step: z
    .enum(['document', 'field', 'item', 'entry'])
    .describe('`entry`: a value of an object with so many different keys that they are data.'),
  key: z.string().describe('Of a field.'),
  count: z.int(),
  kinds: z.array(z.strictObject({ kind: valueKind, count: z.int() })).describe('Most frequent first.'),
  examples: z.array(z.string()).max(5).describe('JSON texts, cut at 100 characters.'),
  texts: z
    .array(z.strictObject({ text: z.string(), count: z.int() }))
    .max(12)
    .nullable()
    .describe('All different texts, most frequent first; null where there are more than 12.'),
  isUnique: z.boolean().nullable().describe('No value came twice; null: not known.'),
  numbers: valueBars.nullable().describe('By their size.'),
  lengths: valueBars.nullable().describe('Of the texts, in UTF-16 units.'),
});

/** Texts and numbers of a field that are all keys of another table. */
export const foundReference = z.strictObject({ path: keys, table: objectName, column: objectName });

export const inferProgress = z.strictObject({
  documents: z.int().describe('Read so far.'),
  unreadable: z.int().describe('Rows of which the column holds no JSON object; they are passed over.'),
  about: z.int().nullable().describe('Documents in all, as far as it is known.'),
  sinceNewField: z.int().describe('Documents read since a new field was found.'),
  seconds: z.number(),
  isDone: z.boolean(),
  idField: z.enum(['id', '_id']).nullable().describe('The field that holds the id in all documents.'),
  facts: z.array(documentFact).max(2000),
  references: z.array(foundReference).describe('Looked for at the end.'),
});

/** A field that is kept in a column of its own, with what SQLite guards. */
export const constrainedField = z.strictObject({
  path: keys,
  unique: z.boolean(),
  index: z.boolean(),
  foreignKey: z.string().max(2_097_152).nullable().describe('`table.column`.'),
});

/** A kind of problem: one message at one place. */
export const problemGroup = z.strictObject({
  path: z.string().describe('Such as `items[].qty`; empty: the document as a whole.'),
  message: z.string().describe('The words of zod.'),
  documents: z.int(),
  values: z
    .array(z.strictObject({ json: z.string().nullable(), count: z.int() }))
    .max(20)
    .describe('Values that are there, most frequent first, cut at 100 characters; null: none is there.'),
});

export const faultyDocument = z.strictObject({
  group: z.int().describe('Place in `groups`.'),
  key: rowKeySchema,
  id: z.string(),
  path: jsonPath,
  json: z.string().nullable().describe('The value, cut at 1,000 characters.'),
});

/** A document on which the schema never came to an end. */
export const stuckDocument = z.strictObject({
  key: rowKeySchema,
  id: z.string(),
  path: z.string(),
  pattern: z.string().nullable().describe('The pattern that hangs; null: it is something else.'),
});

export const checkProgress = z.strictObject({
  checked: z.int(),
  about: z.int().nullable(),
  faulty: z.int().describe('Documents with a problem.'),
  problems: z.int(),
  seconds: z.number(),
  isDone: z.boolean(),
  groups: z.array(problemGroup).max(500),
  isCut: z.boolean().describe('There are more than 500 kinds of problem; the rest is counted only.'),
  documents: z.array(faultyDocument).describe('New since the last answer; at most 1,000 for each group.'),
  stuck: stuckDocument.nullable().describe('Set: the check was ended there.'),
});

export const scriptStatement = z.strictObject({
  sql: z
    .string()
    .describe('One statement, complete with its values; a comment for what is done document by document.'),
  why: z.string(),
});

const ofColumn = objectName.nullable().default(null);

const wantedSchema = {
  ...ofObject,
  column: ofColumn.describe('Of a table that is no collection: the column with the documents.'),
  schema: schemaText,
  primaryKey: z
    .string()
    .max(1_048_576)
    .nullable()
    .default(null)
    .describe('null: `id` where the schema has it.'),
  fields: z.array(constrainedField).max(1900).describe('Collections only.'),
} as const;

export const schemas = {
  describe: method(
    'The schema that the file keeps for the documents of a table, the draft that Cairn keeps, and what can be done.',
    z.strictObject({
      ...ofObject,
      column: ofColumn.describe('null: that of a stored schema, else the likeliest.'),
    }),
    z.strictObject({
      column: objectName.nullable().describe('Whose documents they are; null: there are none.'),
      stored: z
        .strictObject({
          name: z.string(),
          version: z.int(),
          primaryKey: z.string(),
          schema: z.string().describe('JSON text as the file has it: nobody says that it is a schema.'),
          fields: z.array(constrainedField.extend({ column: z.string() })),
        })
        .nullable(),
      draft: z.string().nullable(),
      isCollection: z.boolean(),
      columns: z
        .array(objectName)
        .describe('Columns that may hold documents, the likeliest first; empty: there are none.'),
      readReason: z.string().nullable().describe('Why the documents cannot be read one by one.'),
      saveReason: z.string().nullable().describe('Why no schema can be saved for it.'),
    }),
  ),
  infer: stream(
    'Reads all documents and tells what is in them, again and again until the end. Leaving early is normal: the last answer counts.',
    z.strictObject({ ...ofObject, column: objectName }),
    inferProgress,
  ),
  check: stream(
    'Asks the schema about all documents. It runs in a process of its own, which is ended when a pattern hangs.',
    z.strictObject({
      ...ofObject,
      column: ofColumn.describe('null: the document of the collection.'),
      schema: schemaText.nullable().default(null).describe('null: the one that the file keeps.'),
    }),
    checkProgress,
  ),
  tryRepair: method(
    'What the schema would say about documents after a repair. Nothing is staged or written.',
    z.strictObject({
      ...ofObject,
      column: objectName,
      schema: schemaText.nullable().default(null).describe('null: the one that the file keeps.'),
      repairs: z
        .array(
          z.strictObject({
            key: rowKeySchema,
            path: jsonPath.min(1),
            raw: z.string().max(MOST_SCHEMA).nullable().describe('JSON text; null takes the field out.'),
          }),
        )
        .min(1)
        .max(10_000)
        .describe('In the order in which they would be made.'),
    }),
    z.strictObject({
      documents: z
        .array(z.strictObject({ key: rowKeySchema, problems: z.array(documentProblem).max(20) }))
        .describe('Each document once.'),
      timedOut: z.boolean().describe('The schema took too long, and nothing is known.'),
    }),
  ),
  review: method(
    'The statements that saving a schema would run, against the file as it is now. Writes nothing.',
    z.strictObject(wantedSchema),
    z.strictObject({ statements: z.array(scriptStatement), version: z.int(), isNew: z.boolean() }),
  ),
  save: method(
    'Saves a schema into the file, in one transaction, if it takes just the statements that were reviewed.',
    z.strictObject({ ...wantedSchema, reviewed: z.array(z.string()).max(10_000) }),
    z.strictObject({ version: z.int() }),
  ),
  keepDraft: method(
    'Keeps a draft with the data of Cairn; without text it is forgotten.',
    z.strictObject({ ...ofObject, draft: z.string().max(MOST_SCHEMA).nullable() }),
    z.null(),
  ),
} as const;

export type ValueKind = z.infer<typeof valueKind>;
export type DocumentFact = z.infer<typeof documentFact>;
export type FoundReference = z.infer<typeof foundReference>;
export type InferProgress = z.infer<typeof inferProgress>;
export type ConstrainedFieldWish = z.infer<typeof constrainedField>;
export type ProblemGroup = z.infer<typeof problemGroup>;
export type FaultyDocument = z.infer<typeof faultyDocument>;
export type StuckDocument = z.infer<typeof stuckDocument>;
export type CheckProgress = z.infer<typeof checkProgress>;
export type ScriptStatement = z.infer<typeof scriptStatement>;
