import { z } from 'zod';
import { cellSchema, rowKeySchema } from './cell.ts';
import { CellTag } from './cell-tag.ts';
import { method, stream } from './method.ts';
import { fileId, objectName } from './names.ts';

/** 16 MB: what one value may take on its way to the staged edits. */
const MOST_VALUE = 16 * 1024 * 1024;

/**
 * A value to be stored, complete and exact: an integral number or bigint is INTEGER, a number with a fraction or
 * `[1, number]` REAL, a string TEXT, bytes BLOB.
 */
export const editValue = z.union([
  z.null(),
  z.number(),
  z.bigint(),
  z.string().max(MOST_VALUE),
  z.instanceof(Uint8Array).refine((bytes) => bytes.length <= MOST_VALUE, 'At most 16 MB.'),
  z.tuple([
    z.literal(CellTag.real),
    z.union([z.number(), z.literal([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])]),
  ]),
  z.tuple([z.literal(CellTag.badText), z.instanceof(Uint8Array)]),
]);

/** A row that the file has, by the key of its views, or one that is staged to be inserted, by the id it was given. */
export const editRow = z.union([
  z.strictObject({ key: rowKeySchema }),
  z.strictObject({ inserted: z.string().min(1).max(64) }),
]);

/** Keys and indexes that lead to a value inside a document. */
export const jsonPath = z.array(z.union([z.string().max(1_048_576), z.int().min(0)])).max(2000);

export const textEdit = z.strictObject({
  from: z.int().min(0),
  to: z.int().min(0),
  text: z.string().max(MOST_VALUE),
});

/** Names a row. */
export const editPlace = { object: objectName, row: editRow } as const;
export const columnName = z.string().max(1_048_576);

/** How a document was when it was edited: the length and `textHash` of its text. */
export const documentBase = z.strictObject({ length: z.int().min(0), hash: z.string().max(64) });

export const editStep = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('set'),
      ...editPlace,
      column: columnName,
      seen: cellSchema
        .optional()
        .describe(
          'What the cell showed. Where the file has another value now, it is what stands as "before".',
        ),
      value: editValue.optional().describe('Left out in an inserted row: the default of the column.'),
    })
    .describe('A column gets a value.'),
  z
    .strictObject({
      kind: z.literal('field'),
      ...editPlace,
      column: columnName.describe('The column of the document.'),
      path: jsonPath.min(1),
      seen: cellSchema.optional(),
      raw: z
        .string()
        .max(MOST_VALUE)
        .nullable()
        .describe('JSON text as it is to be stored; null removes the field.'),
    })
    .describe('One value inside a document; missing objects on the way are made.'),
  z
    .strictObject({
      kind: z.literal('document'),
      ...editPlace,
      column: columnName.describe('The column of the document.'),
      base: documentBase,
      edits: z
        .array(textEdit)
        .min(1)
        .max(10_000)
        .describe('In terms of the base, in order, not overlapping.'),
    })
    .describe('The text of a document is changed at some places.'),
  z
    .strictObject({
      kind: z.literal('insert'),
      object: objectName,
      id: z.string().min(1).max(64).describe('New in this file; the caller makes it.'),
      values: z.array(z.strictObject({ column: columnName, value: editValue })).max(2000),
    })
    .describe('A new row; columns left out get their defaults.'),
  z.strictObject({ kind: z.literal('delete'), ...editPlace }).describe('The row is deleted.'),
  z
    .strictObject({
      kind: z.literal('unstage'),
      ...editPlace,
      columns: z.array(columnName).max(2000).nullable(),
    })
    .describe('Drops what is staged of a row, or of some of its columns.'),
]);

export const editKind = z.enum(['insert', 'update', 'delete']);

export const fieldChange = z.strictObject({
  path: jsonPath,
  before: z.string().nullable().describe('JSON text, cut at 1,000 characters; null: there was no value.'),
  after: z.string().nullable(),
});

export const editProblem = z.strictObject({
  code: z
    .string()
    .describe('The code of SQLite or Cairn, such as "CONSTRAINT_UNIQUE" or "DOCUMENT_INVALID".'),
  message: z.string(),
  column: columnName.nullable(),
  path: jsonPath.nullable(),
});

export const stagedCell = z.strictObject({
  column: columnName,
  before: cellSchema.describe('What the file had when it was staged; `[11]` in an inserted row.'),
  after: cellSchema,
  isDefault: z.boolean().describe('The column gets its default; `after` is `[11]`.'),
  changes: z.array(fieldChange).max(200).nullable().describe('Of a document; null for other values.'),
  fields: z
    .array(z.strictObject({ path: z.array(z.string()), cell: cellSchema }))
    .describe('Fields of a document that look different now, by the keys that lead to them.'),
});

export const stagedRow = z.strictObject({
  ...editPlace,
  label: z
    .string()
    .optional()
    .describe('Its declared key, such as "code GB", where that is known and rows are named by a rowid.'),
  kind: editKind,
  cells: z
    .array(stagedCell)
    .describe(
      'Edited columns, given columns of a new row, or all columns of a deletion (`after` is `[11]`).',
    ),
  stagedAt: z.number().describe('Milliseconds since 1970, of the newest edit of the row.'),
  problems: z.array(editProblem).describe('Why the last commit was refused.'),
});

export const editCounts = z.strictObject({ inserted: z.int(), updated: z.int(), deleted: z.int() });

/** What is staged of a file, in figures. */
export const editState = z.strictObject({
  file: fileId,
  version: z.int().describe('Grows with every change of what is staged.'),
  counts: editCounts,
  objects: z.array(z.strictObject({ object: objectName, counts: editCounts, drafts: z.int() })),
  drafts: z.int().describe('Texts that were typed and are not staged yet.'),
  blocking: z.int().describe('Drafts with problems and refused rows: they block a commit.'),
  undo: z.string().nullable().describe('What the next undo takes back, such as "city of customers 7".'),
  redo: z.string().nullable(),
  heldBy: z
    .string()
    .nullable()
    .describe('Another Cairn that holds the staged edits of this file; here they cannot be changed.'),
  notice: z
    .string()
    .nullable()
    .describe('What was found when they were read, such as a cut end of the journal.'),
});

/** What a change of the staged edits did. */
export const editsChanged = z.strictObject({
  state: editState,
  rows: z
    .array(stagedRow)
    .max(200)
    .nullable()
    .describe('The rows that are staged differently now; null: they are many, list them again.'),
  unstaged: z.array(z.strictObject(editPlace)).describe('Rows of which nothing is staged any more.'),
});

export const editDraft = z.strictObject({
  ...editPlace,
  column: columnName.nullable().describe('null: of a whole document.'),
  path: jsonPath.optional().describe('Of one field of a document, by the keys that lead to it.'),
  text: z.string().max(MOST_VALUE).describe('As it was typed.'),
  base: documentBase.nullable().describe('What a document was when the draft was begun.'),
  problems: z.int().min(0).describe('Problems that the form shows; any blocks a commit.'),
});

export const columnRule = z.strictObject({
  column: columnName,
  reason: z.string().nullable().describe('Why it cannot be edited; null: it can be.'),
  editor: z.enum(['integer', 'real', 'number', 'text', 'boolean', 'date', 'enum', 'blob', 'json']),
  options: z.array(editValue).max(500).describe('The values of an enum.'),
  isRequired: z.boolean().describe('NULL is refused.'),
  isStrict: z.boolean().describe('Only values of its type are taken (STRICT tables).'),
  defaultText: z.string().nullable().describe('SQL of its default; null: NULL.'),
  isGeneratedKey: z.boolean().describe('SQLite numbers a new row by itself.'),
  references: z.strictObject({ table: objectName, column: columnName }).nullable(),
});

export const editRules = z.strictObject({
  reason: z.string().nullable().describe('Why nothing of the object can be edited.'),
  insertReason: z.string().nullable(),
  deleteReason: z.string().nullable(),
  documentColumn: columnName.nullable().describe('Set for a collection.'),
  idColumn: columnName.nullable(),
  columns: z.array(columnRule),
});

const ofFile = { file: fileId } as const;

export const edits = {
  state: method('What is staged of a file, in figures.', z.strictObject(ofFile), editState),
  rules: method(
    'How an object can be edited, column by column, with reasons where it cannot be.',
    z.strictObject({ ...ofFile, object: objectName }),
    editRules,
  ),
  list: stream(
    'The staged rows of one object or of the whole file, in the order of their staging.',
    z.strictObject({ ...ofFile, object: objectName.nullable().default(null) }),
    z.strictObject({ rows: z.array(stagedRow).max(1000) }),
  ),
  stage: method(
    'Stages steps, all or none, as one step of undo. What is answered is on disk, in the journal of Cairn; the file itself is not written.',
    z.strictObject({
      ...ofFile,
      steps: z.array(editStep).min(1).max(100_000),
      label: z.string().max(200).optional(),
    }),
    editsChanged,
  ),
  undo: method('Takes back the last step of this file.', z.strictObject(ofFile), editsChanged.nullable()),
  redo: method('Stages again what undo took back.', z.strictObject(ofFile), editsChanged.nullable()),
  discard: method(
    'Drops everything that is staged of a file or of one object, as one step that undo brings back.',
    z.strictObject({ ...ofFile, object: objectName.nullable().default(null) }),
    editsChanged,
  ),
  document: method(
    'The text of a document as it is staged, or as the file has it where nothing is staged.',
    z.strictObject({ ...ofFile, ...editPlace, column: columnName }),
    z.strictObject({
      json: z.string(),
      stored: z.string().nullable().describe('As the file has it; null in an inserted row.'),
      encoding: z.enum(['text', 'jsonb']),
      base: documentBase,
    }),
  ),
  draft: method(
    'Keeps what is typed and not staged yet, over restarts; without text it is forgotten.',
    z.strictObject({ ...ofFile, draft: editDraft.extend({ text: editDraft.shape.text.nullable() }) }),
    editState,
  ),
  drafts: method(
    'The drafts of an object.',
    z.strictObject({ ...ofFile, object: objectName }),
    z.strictObject({ drafts: z.array(editDraft).max(10_000) }),
  ),
} as const;

export type EditValue = z.infer<typeof editValue>;
export type EditRow = z.infer<typeof editRow>;
export type JsonPathKeys = z.infer<typeof jsonPath>;
export type DocumentBase = z.infer<typeof documentBase>;
export type EditStep = z.infer<typeof editStep>;
export type EditKind = z.infer<typeof editKind>;
export type FieldChange = z.infer<typeof fieldChange>;
export type EditProblem = z.infer<typeof editProblem>;
export type StagedCell = z.infer<typeof stagedCell>;
export type StagedRow = z.infer<typeof stagedRow>;
export type EditCounts = z.infer<typeof editCounts>;
export type EditState = z.infer<typeof editState>;
export type EditsChanged = z.infer<typeof editsChanged>;
export type EditDraft = z.infer<typeof editDraft>;
export type ColumnRule = z.infer<typeof columnRule>;
export type EditRules = z.infer<typeof editRules>;
