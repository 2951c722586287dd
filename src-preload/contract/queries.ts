import { z } from 'zod';
import { count, objectKind } from './catalog.ts';
import { cellSchema, rowKeySchema } from './cell.ts';
import { columnName, editCounts, editValue, stagedRow } from './edits.ts';
import { method, stream } from './method.ts';
import { fileId, objectName } from './names.ts';
import { copyFormat } from './rows.ts';

/** 1 MB: the longest text of SQL that is run. */
const MOST_SQL = 1_048_576;
/** 16 MB: the longest text that a console keeps. */
const MOST_TEXT = 16 * 1_048_576;

const ofFile = { file: fileId } as const;
const id = z.string().min(1).max(64);
/** A console: its text is kept with the app's data. */
const console = id;
const sqlText = z.string().max(MOST_SQL);

export const consoleInfo = z.strictObject({
  console,
  name: z.string().max(200),
  bytes: z.int().describe('Length of its text in UTF-8; the text itself is read when it is shown.'),
});

export const queryParameter = z.strictObject({
  name: z
    .string()
    .max(1000)
    .describe('As written in the statement, with its sign: "?1", ":name", "@a", "$b".'),
  value: editValue,
});

export const writeMode = z
  .enum(['ask', 'begin', 'commit'])
  .describe(
    'What a write outside of a transaction does: refuse with WRITE_NEEDS_CHOICE, begin one, or commit by itself.',
  );

export const paneSizes = z
  .strictObject({
    editor: z.int().min(0).max(10_000).nullable().describe('Height of the editor.'),
    pane: z.int().min(0).max(10_000).nullable().describe('Width of the pane at the right.'),
  })
  .describe('How large the parts of a console were made, in pixels; null: as large as by default.');

export const resultColumn = z.strictObject({
  name: z.string().describe('As SQLite gives it; several columns may have the same.'),
  declaredType: z.string().nullable(),
  isNumeric: z.boolean(),
  origin: z.strictObject({ object: objectName, column: columnName }).nullable(),
});

/** Part of the answer to a statement: what it waits for, its columns, then rows, at last its figures. */
export const queryChunk = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('waiting'),
    behind: z.array(z.string()).describe('Who has the connections that could run it, such as "Console 2".'),
  }),
  z.strictObject({ kind: z.literal('columns'), columns: z.array(resultColumn).max(32_767) }),
  z.strictObject({
    kind: z.literal('rows'),
    rows: z.array(z.array(cellSchema)).max(1000).describe('Values up to 1 MB are whole.'),
  }),
  z.strictObject({
    kind: z.literal('done'),
    rows: z.number().describe('Rows that were given.'),
    isCut: z.boolean().describe('There were more rows than `limit` or `mostBytes` let through.'),
    changes: z.number().nullable().describe('Rows changed as the connection counts them; null for a read.'),
    milliseconds: z.number().describe('Spent in SQLite.'),
    node: z.string().nullable().describe('Its place in the timeline of the transaction.'),
    notes: z.array(z.string()).describe('What is to be known of it, such as a journal mode that stayed.'),
  }),
]);

export const planNode = z.strictObject({
  id: z.int(),
  parent: z.int().nullable(),
  kind: z.enum(['scan', 'search', 'sort', 'subquery', 'compound', 'other']),
  detail: z.string().describe("SQLite's own words."),
  object: objectName.nullable(),
  index: z.string().nullable(),
  rows: count.nullable().describe('Of the whole table.'),
});

export const planAdvice = z.strictObject({
  node: z.int(),
  title: z.string(),
  text: z.string(),
  statement: z
    .string()
    .nullable()
    .describe('An index that turns the scan into a search, tried in a copy of the schema.'),
  isSmall: z.boolean().describe('Under 1,000 rows: the cost is small.'),
});

export const knownName = z.strictObject({
  name: objectName,
  kind: objectKind,
  columns: z.array(z.strictObject({ name: columnName, type: z.string() })),
  paths: z
    .array(z.strictObject({ path: z.string(), type: z.string() }))
    .describe('Of the documents of a collection.'),
});

export const historyEntry = z.strictObject({
  id,
  at: z.number().describe('Milliseconds since 1970.'),
  sql: z.string(),
  milliseconds: z.number(),
  rows: z.number().nullable(),
  changes: z.number().nullable(),
  error: z.string().nullable(),
});

export const foundStatement = historyEntry.extend({
  path: z.string().nullable().describe('Of the file that it was run on; null: it is not known any more.'),
});

export const savedQuery = z.strictObject({ id, name: z.string().max(200), sql: sqlText, at: z.number() });

export const tableChanges = z.strictObject({
  object: objectName,
  kind: objectKind,
  counts: editCounts,
  byTrigger: z
    .string()
    .nullable()
    .describe('The trigger or foreign key by which it was changed; null: by a statement.'),
  reason: z.string().nullable().describe('Why its rows cannot be told one by one; null: they can be.'),
});

export const dryRunCause = z.strictObject({
  object: objectName,
  key: rowKeySchema.nullable().describe('null: a new row, which has none so far.'),
  label: z.string().nullable().describe('What people know the row by, if that is not its key.'),
  role: z
    .enum(['refused', 'taken', 'orphan'])
    .describe(
      '"refused": a row that the statement would write; "taken": one that has its values already; "orphan": one whose parent would not be there.',
    ),
  values: z
    .array(z.strictObject({ column: columnName, value: cellSchema }))
    .describe('Of the columns that the constraint is about.'),
  parent: objectName.nullable().describe('Of an orphan: the table that has no such row.'),
  isInFile: z.boolean().describe('The file has the row, so that it can be shown.'),
});

/** A row that breaks a rule of a schema. */
const brokenRow = z.strictObject({
  key: rowKeySchema,
  label: z.string().nullable().describe('What people know the row by, if that is not its key.'),
  isInFile: z.boolean(),
});

export const dryRunStatement = z.strictObject({
  from: z.int().describe('Where it begins in the script, in UTF-16 units.'),
  to: z.int(),
  sql: z.string(),
  outcome: z.enum(['ran', 'failed', 'left-out']),
  rows: z.number().nullable().describe('Rows that it gave.'),
  counts: editCounts.nullable(),
  milliseconds: z.number(),
  problem: z.string().nullable().describe('Why it failed, or why it was left out.'),
  causes: z.array(dryRunCause).describe('Rows by which it failed, as far as they can be told.'),
  refused: z.int().describe('How many rows it failed by, those that are not listed included.'),
  broken: z
    .array(
      z.strictObject({
        object: objectName,
        message: z.string(),
        documents: z.int(),
        rows: z.array(brokenRow).describe('The first of them.'),
      }),
    )
    .describe('Rules of stored schemas that its documents break.'),
});

export const dryRunResult = z.strictObject({
  at: z.number(),
  statements: z.array(dryRunStatement).max(10_000),
  atCommit: z
    .strictObject({ causes: z.array(dryRunCause), refused: z.int() })
    .nullable()
    .describe('Rows by which COMMIT would fail: foreign keys may wait until then. null: it would not.'),
  tables: z.array(tableChanges.extend({ rows: z.array(stagedRow).max(50) })),
  counts: editCounts,
  byTriggers: z.int().describe('Changed rows of which triggers and foreign keys are the reason.'),
  milliseconds: z.number(),
  heldMilliseconds: z.number().describe('How long the write lock was held.'),
  isUnchanged: z.boolean().describe('data_version and the bytes of the file are what they were.'),
});

export const queries = {
  consoles: method(
    'The consoles of a file.',
    z.strictObject(ofFile),
    z.strictObject({ consoles: z.array(consoleInfo).max(1000) }),
  ),
  add: method(
    'A new console, with the next free name.',
    z.strictObject({ ...ofFile, text: z.string().max(MOST_TEXT).default('') }),
    consoleInfo,
  ),
  rename: method(
    'Gives a console another name.',
    z.strictObject({ ...ofFile, console, name: z.string().min(1).max(200) }),
    consoleInfo,
  ),
  remove: method('Forgets a console and its text.', z.strictObject({ ...ofFile, console }), z.null()),
  text: method(
    'The text of a console, and what was set in it.',
    z.strictObject({ ...ofFile, console }),
    z.strictObject({
      text: z.string(),
      parameters: z.array(queryParameter).max(1000),
      limit: z.int(),
      writing: writeMode,
      sizes: paneSizes,
    }),
  ),
  keep: method(
    'Keeps the text and settings of a console; what is left out stays. It is on disk when this has answered.',
    z.strictObject({
      ...ofFile,
      console,
      text: z.string().max(MOST_TEXT).optional(),
      parameters: z.array(queryParameter).max(1000).optional(),
      limit: z.int().min(1).max(10_000_000).optional(),
      writing: writeMode.optional(),
      sizes: paneSizes.optional(),
    }),
    z.null(),
  ),
  run: stream(
    'Runs one statement. A read goes to a reader, or sees the open transaction of this client; rows come as they are pulled. Errors name their place in details.offset (UTF-16 units) and the nearest name in details.nearest.',
    z.strictObject({
      ...ofFile,
      console,
      sql: sqlText,
      parameters: z.array(queryParameter).max(1000).default([]),
      writing: writeMode.default('ask'),
      limit: z
        .int()
        .min(1)
        .max(10_000_000)
        .optional()
        .describe('Rows that are given at most. A read ends there by itself; a write runs to its end.'),
      mostBytes: z
        .int()
        .min(1)
        .optional()
        .describe('Bytes of rows that are given at most, as encoded; like `limit`.'),
    }),
    queryChunk,
  ),
  export: stream(
    'Runs a read and gives its rows as text in a format, in pieces; values are complete.',
    z.strictObject({
      ...ofFile,
      sql: sqlText,
      parameters: z.array(queryParameter).max(1000).default([]),
      format: copyFormat,
      withHeader: z.boolean().default(true),
      safeForSpreadsheets: z.boolean().default(false),
    }),
    z.strictObject({ text: z.string(), rows: z.number() }),
  ),
  plan: method(
    'How SQLite would run a statement, with advice; nothing is run.',
    z.strictObject({ ...ofFile, sql: sqlText }),
    z.strictObject({ nodes: z.array(planNode).max(10_000), advice: z.array(planAdvice).max(100) }),
  ),
  builder: method(
    "A collection's query as in code, such as orders.where('status').eq('paid').limit(10), as the SQL that it becomes. It is read, never evaluated.",
    z.strictObject({ ...ofFile, text: z.string().max(100_000) }),
    z.strictObject({ sql: z.string(), parameters: z.array(queryParameter).max(1000) }),
  ),
  names: method(
    'Everything that can be completed: tables with their columns and document paths, functions and pragmas.',
    z.strictObject(ofFile),
    z.strictObject({
      objects: z.array(knownName),
      functions: z.array(
        z.strictObject({ name: z.string(), arguments: z.int().describe('-1: any number.') }),
      ),
      pragmas: z.array(z.string()),
    }),
  ),
  history: method(
    'Statements that were run on a file or on any, newest first.',
    z.strictObject({
      ...ofFile,
      of: z
        .enum(['file', 'all'])
        .default('file')
        .describe("'all': of every file, as far as their statements are kept."),
      search: z.string().max(1000).default('').describe('White space finds any white space.'),
      isDistinct: z.boolean().default(false).describe('Each statement once, as it was run last.'),
      limit: z.int().min(1).max(1000).default(200),
    }),
    z.strictObject({ entries: z.array(foundStatement).max(1000), total: z.int() }),
  ),
  clearHistory: method('Forgets the statements that were run on a file.', z.strictObject(ofFile), z.null()),
  saved: method(
    'The saved queries of a file, by name.',
    z.strictObject(ofFile),
    z.strictObject({ queries: z.array(savedQuery).max(10_000) }),
  ),
  save: method(
    'Saves a query under a name; one with the same id is replaced.',
    z.strictObject({ ...ofFile, id: id.optional(), name: z.string().min(1).max(200), sql: sqlText }),
    savedQuery,
  ),
  removeSaved: method('Forgets a saved query.', z.strictObject({ ...ofFile, id }), z.null()),
  dryRun: method(
    'Runs a script in a transaction of its own, tells what it would write, and rolls it back.',
    z.strictObject({
      ...ofFile,
      sql: sqlText,
      parameters: z.array(queryParameter).max(1000).default([]),
      afterFailure: z.enum(['continue', 'stop']).default('continue'),
    }),
    dryRunResult,
  ),
} as const;

export type ConsoleInfo = z.infer<typeof consoleInfo>;
export type QueryParameter = z.infer<typeof queryParameter>;
export type WriteMode = z.infer<typeof writeMode>;
export type PaneSizes = z.infer<typeof paneSizes>;
export type ResultColumn = z.infer<typeof resultColumn>;
export type QueryChunk = z.infer<typeof queryChunk>;
export type PlanNode = z.infer<typeof planNode>;
export type PlanAdvice = z.infer<typeof planAdvice>;
export type KnownName = z.infer<typeof knownName>;
export type HistoryEntry = z.infer<typeof historyEntry>;
export type FoundStatement = z.infer<typeof foundStatement>;
export type SavedQuery = z.infer<typeof savedQuery>;
export type TableChanges = z.infer<typeof tableChanges>;
export type DryRunCause = z.infer<typeof dryRunCause>;
export type DryRunStatement = z.infer<typeof dryRunStatement>;
export type DryRunResult = z.infer<typeof dryRunResult>;
