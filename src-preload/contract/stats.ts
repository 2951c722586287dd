import { z } from 'zod';
import { objectKind } from './catalog.ts';
import { settingRanges } from './default-settings.ts';
import { method, stream } from './method.ts';
import { fileId, objectName } from './names.ts';

/** A place in the code of Cairn, or of a plugin. */
export const codePlace = z.strictObject({
  caller: z.string().nullable().describe('The function; null: code outside of any.'),
  file: z.string().describe('Its name, without folders.'),
  line: z.int(),
});

/** How often prepared statements were used again. */
export const statementFigures = z.strictObject({
  hits: z.int(),
  misses: z.int().describe('Prepared anew.'),
  size: z.int().describe('Kept now.'),
});

/** Who reads a file as it was before the newest commits, by its WAL. */
export const walReader = z.strictObject({
  connection: z.string().nullable().describe('null: another program.'),
  pid: z.int(),
  words: z.string().describe('Who has the connection, or the program and its process.'),
  frames: z.int().describe('Pages of the WAL that it sees: later ones cannot be moved into the file.'),
  since: z.number().describe('When it was first seen to be the oldest, or got its connection.'),
});

export const connectionStats = z.strictObject({
  id: z.string(),
  role: z.enum(['reader', 'worker', 'writer']),
  pid: z.int(),
  state: z.enum(['open', 'idle', 'leased', 'closing', 'failed']),
  holder: z.string().nullable(),
  uses: z.int(),
  createdAt: z.number(),
  lastUsedAt: z.number(),
  file: fileId.nullable().describe('null: the file was closed meanwhile.'),
  heldSince: z.number().nullable().describe('When its holder got it.'),
  takenIn: z
    .array(codePlace)
    .max(5)
    .describe('Where its holder took it, the nearest place first; may be empty.'),
  health: z
    .strictObject({ at: z.number(), isHealthy: z.boolean() })
    .nullable()
    .describe('The last check of whether it answers; null: there was none.'),
  statement: z.string().nullable().describe('What it runs now, cut at 1,000 characters.'),
  statementSince: z.number().nullable(),
  statements: statementFigures,
  memoryBytes: z
    .number()
    .nullable()
    .describe('Private memory of its process, where the system tells it; at most 2 s old.'),
});

export const poolEvent = z.strictObject({
  id: z.int(),
  at: z.number(),
  file: fileId.nullable(),
  connection: z.string().nullable(),
  kind: z.enum(['opened', 'closed', 'failed', 'waited', 'locked', 'unhealthy']),
  message: z.string(),
});

export const poolSample = z.strictObject({ at: z.number(), leased: z.int(), waiting: z.int() });

/** A table or index in the file, as `dbstat` measures it. */
export const spaceObject = z.strictObject({
  name: objectName,
  kind: z.enum([...objectKind.options, 'index']),
  table: objectName.describe('Of an index: its table; else the same as its name.'),
  pages: z.number(),
  bytes: z.number(),
  usedBytes: z.number().describe('Without what is free in its pages.'),
  rows: z
    .number()
    .nullable()
    .describe('As many as its pages hold; null: an index, or a page cannot be read.'),
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
      max: z.int().describe('Of all files together.'),
      maxReaders: z.int().describe('Of the file, or of each file that has no number of its own.'),
      waitMean: z.number().describe('Milliseconds.'),
      waitP95: z.number().describe('Milliseconds.'),
      walBytes: z
        .number()
        .nullable()
        .describe('Of one file; null: it has no WAL, or all files are asked for.'),
      walReader: walReader
        .nullable()
        .describe('Who keeps the WAL of one file from shrinking; null: nobody, or the system does not tell.'),
      lockWaits: z
        .strictObject({ count: z.int(), total: z.number(), longest: z.number() })
        .describe('Waits for locks since the engine began; milliseconds.'),
      statements: statementFigures.describe('Of all the connections.'),
      connections: z.array(connectionStats),
    }),
  ),
  poolHistory: method(
    'Leases and waiting requests of the last 5 minutes, sampled each second, oldest first, and the last 500 events, newest first.',
    z.strictObject({
      file: fileId.optional(),
      after: z
        .strictObject({ sample: z.number(), event: z.int() })
        .optional()
        .describe('Only samples taken later, and events with a larger id.'),
    }),
    z.strictObject({ samples: z.array(poolSample).max(300), events: z.array(poolEvent).max(500) }),
  ),
  check: method(
    'Asks idle connections whether they answer, and ends those that do not: one, those of a file, or all.',
    z.strictObject({ file: fileId.optional(), connection: z.string().max(200).optional() }),
    z.null(),
  ),
  recycle: method(
    'Closes a connection now if it is idle, else when it is given back.',
    z.strictObject({ connection: z.string().max(200) }),
    z.strictObject({ isFound: z.boolean() }),
  ),
  kill: method(
    'Ends a connection at once, also inside a statement: its holder gets an error, and what it was writing is taken back.',
    z.strictObject({ connection: z.string().max(200) }),
    z.strictObject({ isFound: z.boolean() }),
  ),
  setReaders: method(
    'How many readers a file may have from now on, and in later runs. Idle ones above it are closed, those in use when they are given back.',
    z.strictObject({
      file: fileId,
      readers: z.int().min(settingRanges.readersPerFile.min).max(settingRanges.readersPerFile.max),
    }),
    z.null(),
  ),
  closeIdle: method(
    'Closes the idle connections of a file, or of all files.',
    z.strictObject({ file: fileId.optional() }),
    z.strictObject({ closed: z.int() }),
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
export type CodePlace = z.infer<typeof codePlace>;
export type StatementFigures = z.infer<typeof statementFigures>;
export type WalReader = z.infer<typeof walReader>;
export type PoolEvent = z.infer<typeof poolEvent>;
export type PoolSample = z.infer<typeof poolSample>;
export type ConnectionStats = z.infer<typeof connectionStats>;
