import { z } from 'zod';
import { count, foreignKeyTarget, objectKind } from './catalog.ts';
import { cellSchema, rowKeySchema } from './cell.ts';
import { method, stream } from './method.ts';
import { fileId, objectName, viewId } from './names.ts';

export const rowColumn = z.strictObject({
  name: z.string().describe('Column name, or the dotted path of a document field; unique within the view.'),
  path: z.array(z.string()).nullable().describe('Keys of a document field; null for a real column.'),
  declaredType: z.string().describe('As declared, or the JSON types seen ("string", "number", "array").'),
  isNumeric: z
    .boolean()
    .describe('Shown right-aligned: INTEGER, REAL or NUMERIC affinity, or numbers in documents.'),
  primaryKeyPosition: z.int(),
  isNotNull: z.boolean(),
  isIndexed: z.boolean(),
  isUnique: z.boolean(),
  isGenerated: z.boolean(),
  isHidden: z.boolean().describe('Hidden columns of virtual tables; not shown unless asked for.'),
  references: foreignKeyTarget.nullable(),
});

export const sortTerm = z.strictObject({
  column: z.string().max(1_048_576),
  direction: z.enum(['up', 'down']),
});

export const filterTerm = z.strictObject({
  column: z
    .string()
    .max(1_048_576)
    .describe(
      'A column of the view, else a place in its documents, or from a column with JSON on: ship.country, items any qty.',
    ),
  text: z
    .string()
    .max(10_000)
    .describe(
      'As typed: = != > >= < <= ~ null !null missing !missing a..b in (a, b), or text to be contained.',
    ),
});

export const viewProgress = z.strictObject({
  view: viewId,
  count,
  total: count.describe('Rows of the object without the filter.'),
  positions: z.enum(['building', 'ready', 'estimated']).describe('Whether row numbers are exact already.'),
  fraction: z.number().nullable().describe('0 to 1 while building, where it is known.'),
  isStale: z.boolean().describe('Another program wrote since the order was made; it is being made again.'),
});

export const viewInfo = z.strictObject({
  view: viewId,
  file: fileId,
  object: objectName,
  kind: objectKind,
  columns: z.array(rowColumn),
  keyKind: z
    .enum(['rowid', 'primary-key', 'unique', 'position'])
    .describe('"position": the rows have no key and are numbered.'),
  keyColumns: z.array(z.string()),
  sort: z.array(sortTerm),
  filter: z.array(filterTerm),
  progress: viewProgress,
  limitedTo: z
    .number()
    .nullable()
    .describe('Set when only the first N rows of a view without a key are shown.'),
});

export const pageAnchor = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('first') }),
  z.strictObject({ kind: z.literal('last') }),
  z.strictObject({ kind: z.literal('row'), row: z.int().min(0).describe('0-based.') }),
  z.strictObject({
    kind: z.literal('from'),
    key: rowKeySchema.describe('This row, or the next one if it is gone, comes first.'),
  }),
  z.strictObject({ kind: z.literal('after'), key: rowKeySchema }),
  z.strictObject({
    kind: z.literal('before'),
    key: rowKeySchema.describe('The page ends just before this row.'),
  }),
]);

export const page = z.strictObject({
  rows: z.array(z.array(cellSchema)).describe("Cells in the order of the view's columns."),
  keys: z.array(rowKeySchema),
  firstRow: z.int().describe('0-based number of the first row of the page.'),
  isExact: z.boolean().describe('Whether firstRow is exact or estimated.'),
  isStart: z.boolean(),
  isEnd: z.boolean(),
  milliseconds: z.number().describe('Spent in SQLite.'),
});

export const copyFormat = z.enum(['tsv', 'csv', 'json', 'ndjson', 'markdown', 'sql']);

export const rowRange = z.strictObject({
  firstRow: z.int().min(0),
  lastRow: z.int().min(0).describe('Inclusive.'),
});

export const findMatch = z.strictObject({
  key: rowKeySchema,
  row: z.int().nullable().describe('0-based row number in the view where it is known.'),
  column: z.string(),
  path: z.string().nullable().describe('Place inside a JSON value, such as "flags[0]".'),
  before: z.string(),
  match: z.string(),
  after: z.string(),
});

export const relatedRow = z.strictObject({ key: rowKeySchema, cells: z.array(cellSchema) });

export const related = z.strictObject({
  parents: z.array(
    z.strictObject({
      table: objectName,
      kind: objectKind,
      fromColumns: z.array(z.string()),
      toColumns: z.array(z.string()),
      columns: z.array(z.string()),
      row: relatedRow.nullable().describe('null: the key is NULL or the parent does not exist.'),
      isNull: z.boolean(),
    }),
  ),
  children: z.array(
    z.strictObject({
      table: objectName,
      kind: objectKind,
      fromColumns: z.array(z.string()),
      toColumns: z.array(z.string()),
      columns: z.array(z.string()),
      rows: z.array(relatedRow),
      count,
      filter: z.array(filterTerm).describe('Opens exactly these rows in the child table.'),
    }),
  ),
  milliseconds: z.number(),
});

const viewInput = { view: viewId } as const;

export const rows = {
  open: method(
    'Opens a view of an object: sort and filter are part of it. Answers at once; counts and positions come as rows.progress.',
    z.strictObject({
      file: fileId,
      object: objectName,
      sort: z.array(sortTerm).max(16).default([]),
      filter: z.array(filterTerm).max(256).default([]),
      asTable: z
        .boolean()
        .default(false)
        .describe('Shows a collection as the plain table that it is stored in.'),
    }),
    viewInfo,
  ),
  close: method('Ends a view; its background work stops.', z.strictObject(viewInput), z.null()),
  page: method(
    'At most `limit` rows from an anchor, in the order of the view. Costs the same wherever the anchor is.',
    z.strictObject({ ...viewInput, anchor: pageAnchor, limit: z.int().min(1).max(1000) }),
    page,
  ),
  locate: method(
    'The 0-based row number of a key in the view; null when the row is gone or filtered out.',
    z.strictObject({ ...viewInput, key: rowKeySchema }),
    z.strictObject({ row: z.int().nullable(), isExact: z.boolean() }),
  ),
  row: method(
    'One row with larger previews (64 kB a cell) for the inspector.',
    z.strictObject({ ...viewInput, key: rowKeySchema }),
    z.strictObject({ cells: z.array(cellSchema) }),
  ),
  cell: method(
    'Bytes of one cell, at most 1 MB at a time: TEXT as UTF-8, BLOB as it is, JSONB as JSON text where asked for.',
    z.strictObject({
      ...viewInput,
      key: rowKeySchema,
      column: z.string(),
      offset: z.number().int().min(0),
      length: z.int().min(1).max(1_048_576),
      as: z.enum(['stored', 'json']).default('stored'),
    }),
    z.strictObject({
      type: z.enum(['null', 'integer', 'real', 'text', 'blob']),
      byteLength: z.number(),
      bytes: z.instanceof(Uint8Array),
    }),
  ),
  labels: method(
    'A readable label of the rows that foreign-key values of a column point to; null where there is none.',
    z.strictObject({ ...viewInput, column: z.string(), values: z.array(cellSchema).max(1000) }),
    z.strictObject({ labels: z.array(z.string().nullable()) }),
  ),
  related: method(
    'The parents that a row points to and the first children that point to it.',
    z.strictObject({ ...viewInput, key: rowKeySchema, limit: z.int().min(1).max(100).default(4) }),
    related,
  ),
  find: stream(
    'Finds text in all (or some) columns, streaming matches and progress; stop by leaving the stream. At most 10,000 matches.',
    z.strictObject({
      ...viewInput,
      text: z.string().min(1).max(10_000),
      columns: z.array(z.string()).max(2000).nullable().default(null),
      matchCase: z.boolean().default(false),
    }),
    z.strictObject({
      matches: z.array(findMatch),
      rowsRead: z.number(),
      totalMatches: z.number(),
      isCut: z.boolean(),
    }),
  ),
  copy: stream(
    'Text of a range of rows in a format, in pieces; cells are complete, never previews.',
    z.strictObject({
      ...viewInput,
      ranges: z.array(rowRange).max(1000).nullable().describe('null: every row of the view.'),
      columns: z.array(z.string()).min(1).max(2000),
      format: copyFormat,
      withHeader: z.boolean().default(true),
      safeForSpreadsheets: z.boolean().default(false),
    }),
    z.strictObject({ text: z.string(), rows: z.number() }),
  ),
  stream: stream(
    'Rows of the view from the start in chunks of at most 1,000, for results that are read as a whole.',
    z.strictObject({ ...viewInput, limit: z.int().min(1).max(10_000_000) }),
    z.strictObject({ rows: z.array(z.array(cellSchema)) }),
  ),
  summary: method(
    'Count, sum and mean over a selection of cells, computed by SQLite; sums of integers are exact.',
    z.strictObject({
      ...viewInput,
      ranges: z.array(rowRange).max(1000),
      columns: z.array(z.string()).min(1).max(2000),
    }),
    z.strictObject({
      cells: z.number(),
      nulls: z.number(),
      numbers: z.number(),
      sum: z.string().nullable().describe('Decimal text; null if no cell is a number.'),
      mean: z.number().nullable(),
      min: z.string().nullable(),
      max: z.string().nullable(),
    }),
  ),
} as const;

export type RowColumn = z.infer<typeof rowColumn>;
export type SortTerm = z.infer<typeof sortTerm>;
export type FilterTerm = z.infer<typeof filterTerm>;
export type ViewProgress = z.infer<typeof viewProgress>;
export type ViewInfo = z.infer<typeof viewInfo>;
export type PageAnchor = z.infer<typeof pageAnchor>;
export type Page = z.infer<typeof page>;
export type CopyFormat = z.infer<typeof copyFormat>;
export type RowRange = z.infer<typeof rowRange>;
export type FindMatch = z.infer<typeof findMatch>;
export type Related = z.infer<typeof related>;
