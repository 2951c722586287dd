import { z } from 'zod';
import { method } from './method.ts';
import { fileId, filePath } from './names.ts';
import { errorSchema } from './reply.ts';

/** How the file is read; editing.md's "Opening without a trace" decides. */
export const readMode = z.enum(['normal', 'immutable', 'private-copy']);

export const preflight = z.strictObject({
  path: filePath,
  name: z.string(),
  verdict: z.enum(['ok', 'warning', 'empty', 'error']),
  summary: z.string().describe('A few words for the list, such as "SQLite, WAL" or "a PDF document".'),
  error: errorSchema.nullable().describe('Set when the file cannot be opened.'),
  size: z.number().describe('Bytes.'),
  modifiedAt: z.number().describe('Milliseconds since 1970.'),
  isSqlite: z.boolean(),
  application: z.string().nullable().describe('What the application id says, such as "GeoPackage".'),
  journalMode: z.enum(['rollback', 'wal']).nullable(),
  walBytes: z.number().describe('Size of the -wal file beside it, 0 if there is none.'),
  hasSharedMemory: z.boolean().describe('A -shm file stands beside it: some program has it open, or died.'),
  hasHotJournal: z.boolean(),
  pageSize: z.number().nullable(),
  pageCount: z.number().nullable(),
  encoding: z.enum(['UTF-8', 'UTF-16le', 'UTF-16be']).nullable(),
  canWrite: z.boolean(),
  usedBy: z
    .array(z.number())
    .nullable()
    .describe('Process ids holding locks where the system tells; null where it does not.'),
  readMode,
});

export const openFile = z.strictObject({
  id: fileId,
  path: filePath,
  name: z.string(),
  folder: z.string().describe('For display; the home folder is shown as ~.'),
  size: z.number(),
  readMode,
  readModeReason: z.string().nullable().describe('Why it is not read in the normal way, in plain words.'),
  readOnlyReason: z.string().nullable().describe('Why it cannot be edited; null when it can.'),
  driver: z.enum(['better-sqlite3', 'node:sqlite']),
  driverReason: z.string().nullable().describe('Why the second driver reads this file.'),
  sqliteVersion: z.string(),
  journalMode: z.string(),
  encoding: z.string(),
  pageSize: z.number(),
  foreignKeys: z.boolean().describe('Whether the writer of this file enforces foreign keys.'),
  isSample: z.boolean(),
});

export const recentFile = z.strictObject({
  path: filePath,
  name: z.string(),
  folder: z.string(),
  openedAt: z.number(),
  size: z.number().nullable(),
  summary: z.string().describe('Such as "11 tables, 3 collections"; empty if unknown.'),
  exists: z.boolean(),
});

export const folderEntry = z.strictObject({
  name: z.string(),
  path: filePath,
  kind: z.enum(['folder', 'database', 'side-file', 'other']),
  size: z.number().nullable(),
  verdict: z.enum(['ok', 'warning', 'empty', 'error', 'not-allowed']).nullable(),
  summary: z.string(),
});

export const files = {
  roots: method(
    'The folders that this Cairn may read, with the folder to start in.',
    z.strictObject({}),
    z.strictObject({
      roots: z.array(z.strictObject({ path: filePath, display: z.string() })),
      home: z.string().nullable(),
    }),
  ),
  list: method(
    'Lists a folder inside the allowed roots: folders first, then files with their verdicts. At most 2,000 entries.',
    z.strictObject({ folder: filePath, showOthers: z.boolean() }),
    z.strictObject({
      folder: filePath,
      display: z.string(),
      parent: filePath.nullable(),
      entries: z.array(folderEntry),
      isCut: z.boolean(),
    }),
  ),
  complete: method(
    'Completes a typed path inside the allowed roots; `~` means the home folder.',
    z.strictObject({ text: z.string().max(4096) }),
    z.strictObject({
      folder: filePath.nullable(),
      matches: z.array(z.strictObject({ name: z.string(), path: filePath, isFolder: z.boolean() })),
    }),
  ),
  preflight: method(
    'Looks at a file without opening it as a database and without changing anything.',
    z.strictObject({ path: filePath }),
    preflight,
  ),
  open: method(
    'Opens a file, or gives the id of the file if it is open already. Changes nothing on disk.',
    z.strictObject({ path: filePath, readOnly: z.boolean().optional() }),
    openFile,
  ),
  openSample: method(
    'Opens the bundled sample database from a private copy in the data folder.',
    z.strictObject({}),
    openFile,
  ),
  opened: method(
    'The open files in the order in which they were opened.',
    z.strictObject({}),
    z.array(openFile),
  ),
  close: method(
    'Closes a file: its connections end, its views are gone.',
    z.strictObject({ file: fileId }),
    z.null(),
  ),
  recents: method('Files opened before, newest first.', z.strictObject({}), z.array(recentFile)),
  forget: method('Removes a file from the recents.', z.strictObject({ path: filePath }), z.null()),
} as const;

export type Preflight = z.infer<typeof preflight>;
export type OpenFileInfo = z.infer<typeof openFile>;
export type RecentFile = z.infer<typeof recentFile>;
export type FolderEntry = z.infer<typeof folderEntry>;
export type ReadMode = z.infer<typeof readMode>;
