import { z } from 'zod';
import { objectKind } from './catalog.ts';
import { method, stream } from './method.ts';
import { fileId, objectName } from './names.ts';

export const connectionStats = z.strictObject({
  id: z.string(),
  role: z.enum(['reader', 'worker', 'writer']),
  pid: z.int(),
  state: z.enum(['open', 'idle', 'leased', 'closing', 'failed']),
  holder: z.string().nullable(),
  uses: z.int(),
  createdAt: z.number(),
  lastUsedAt: z.number(),
});

/** A table or index in the file, as `dbstat` measures it. */
export const spaceObject = z.strictObject({
  name: objectName,
  kind: z.enum([...objectKind.options, 'index']),
  table: objectName.describe('Of an index: its table; else the same as its name.'),
  pages: z.number(),
  bytes: z.number(),
  usedBytes: z.number().describe('Without what is free in its pages.'),
});

/** The space of a file. Sizes are bytes. */
export const fileSpace = z.strictObject({
  measuredAt: z.number().describe('Milliseconds since 1970.'),
  milliseconds: z.number(),
  bytes: z.number().describe('Pages times their size.'),
  pageSize: z.int(),
  pages: z.number(),
  freePages: z.number(),
  walBytes: z.number().nullable().describe('null: there is no WAL.'),
  objects: z.array(spaceObject).describe('Largest first.'),
});

export const fileJob = z.enum([
  'integrity',
  'quick',
  'foreign-keys',
  'vacuum',
  'analyze',
  'reindex',
  'checkpoint',
]);

export const jobProgress = z.strictObject({
  object: objectName.nullable().describe('What is worked on now.'),
  done: z.int().nullable().describe('Objects that are done; null: SQLite gives no progress.'),
  total: z.int().nullable(),
  problems: z.array(z.string()).max(1000).describe('Found since the chunk before, at most 1,000 in all.'),
  ended: z
    .strictObject({ message: z.string(), milliseconds: z.number(), problems: z.int() })
    .nullable()
    .describe('In the last chunk.'),
});

export const stats = {
  space: method(
    'How the space of a file is used, table by table and index by index. Reads every page, in a process of its own.',
    z.strictObject({ file: fileId }),
    fileSpace,
  ),
  job: stream(
    'Checks or tidies a file, with progress where SQLite can tell it; leaving the stream stops it.',
    z.strictObject({ file: fileId, job: fileJob }),
    jobProgress,
  ),
  pool: method(
    'The connections of one file, or of all files.',
    z.strictObject({ file: fileId.optional() }),
    z.strictObject({
      open: z.int(),
      leased: z.int(),
      idle: z.int(),
      waiting: z.int(),
      max: z.int(),
      waitP95: z.number().describe('Milliseconds.'),
      connections: z.array(connectionStats),
    }),
  ),
  engine: method(
    'The engine process: its id, uptime and private memory.',
    z.strictObject({}),
    z.strictObject({
      pid: z.int(),
      uptimeMilliseconds: z.number(),
      heapBytes: z.number(),
      restarts: z.int(),
    }),
  ),
} as const;

export type SpaceObject = z.infer<typeof spaceObject>;
export type FileSpace = z.infer<typeof fileSpace>;
export type FileJob = z.infer<typeof fileJob>;
export type JobProgress = z.infer<typeof jobProgress>;
export type ConnectionStats = z.infer<typeof connectionStats>;
