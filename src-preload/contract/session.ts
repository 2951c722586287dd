import { z } from 'zod';
import { objectKind } from './catalog.ts';
import { rowKeySchema } from './cell.ts';
import { filePath, objectName } from './names.ts';
import { filterTerm, sortTerm } from './rows.ts';
import { MAX_SESSION_WEIGHT, weightOf } from './session-weight.ts';

/** A row by its key where that is known, else by the number that it had. */
const rowPlace = z.strictObject({
  key: rowKeySchema.nullable(),
  row: z.int().min(0).describe('0-based.'),
});

const sort = z.array(sortTerm).max(16);
const filter = z.array(filterTerm).max(256);

/** How the rows of one tab are looked at. */
export const tablePlace = z.strictObject({
  sort,
  filter,
  isFilterOpen: z.boolean(),
  first: rowPlace.describe('The first visible row.'),
  left: z.number().min(0).describe('Pixels that the columns are scrolled by.'),
  cursor: rowPlace,
  column: objectName.nullable().describe('The column with the cursor.'),
  inspector: z
    .enum(['form', 'tree', 'json', 'related'])
    .nullable()
    .describe('What the inspector shows; null: what it showed last.'),
});

const fileIndex = z.int().min(0).max(99);

export const sessionTab = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('object'),
    file: fileIndex,
    object: z.strictObject({ name: objectName, kind: objectKind }),
    mode: z.enum(['rows', 'schema', 'structure']),
    isPreview: z.boolean(),
    initial: z
      .strictObject({
        sort: sort.optional(),
        filter: filter.optional(),
        asTable: z.boolean().optional(),
        key: rowKeySchema.optional(),
      })
      .describe('What the tab was opened at.'),
    place: tablePlace.nullable(),
  }),
  z.strictObject({ kind: z.literal('overview'), file: fileIndex, isPreview: z.boolean() }),
  z
    .strictObject({ kind: z.literal('changes'), file: fileIndex, isPreview: z.boolean() })
    .describe('What is staged of the file.'),
  z
    .strictObject({ kind: z.literal('history'), file: fileIndex, isPreview: z.boolean() })
    .describe('The commits of the file.'),
  z
    .strictObject({
      kind: z.literal(['connections', 'plugins', 'statistics']),
      file: fileIndex,
      isPreview: z.boolean(),
    })
    .describe('The database layer of the file at work.'),
  z
    .strictObject({
      kind: z.literal('console'),
      file: fileIndex,
      console: z.string().min(1).max(64),
      name: z.string().max(200),
      isPreview: z.boolean(),
    })
    .describe('A console; its text is kept elsewhere and read when it is shown.'),
  z.strictObject({ kind: z.literal('file'), file: fileIndex }).describe('The file could not be opened.'),
]);

/** What one window shows: files in the order in which they were opened, and the tabs, which name them by index. */
export const session = z
  .strictObject({
    files: z
      .array(z.strictObject({ path: filePath, isSample: z.boolean(), isReadOnly: z.boolean() }))
      .max(100),
    tabs: z.array(sessionTab).max(200),
    active: z.int().min(0).max(199).nullable().describe('Index of the tab that is in front.'),
  })
  .refine((value) => weightOf(value) <= MAX_SESSION_WEIGHT, 'A session holds at most 1 MB.');

export type TablePlace = z.infer<typeof tablePlace>;
export type SessionTab = z.infer<typeof sessionTab>;
export type Session = z.infer<typeof session>;
