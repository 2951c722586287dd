import { z } from 'zod';
import { driverAliases, driverNames } from './driver-names.ts';
import { DatabaseError } from './errors.ts';

const DEFAULT_TRANSACTION_TIMEOUT = 30_000;

const milliseconds = z.int().min(0);
const connections = z.int().min(1).max(1_000);

const poolOptions = z.strictObject({
  maxConnections: connections.optional(),
  maxIdleTime: milliseconds.optional(),
  healthCheckInterval: milliseconds.optional(),
  acquireTimeout: milliseconds.optional(),
});

const sqliteOptions = z.strictObject({
  journalMode: z.enum(['DELETE', 'TRUNCATE', 'PERSIST', 'MEMORY', 'WAL']).optional(),
  synchronous: z.enum(['OFF', 'NORMAL', 'FULL', 'EXTRA']).optional(),
  busyTimeout: milliseconds.max(2 ** 31 - 1).optional(),
  cacheSize: z.int().optional(),
  tempStore: z.enum(['DEFAULT', 'FILE', 'MEMORY']).optional(),
  lockingMode: z.enum(['NORMAL', 'EXCLUSIVE']).optional(),
  autoVacuum: z.enum(['NONE', 'FULL', 'INCREMENTAL']).optional(),
  walCheckpoint: z.int().min(0).optional(),
  mmapSize: z.int().min(0).optional(),
});

type Verbose = boolean | ((sql: string) => void);

const dbConfig = z.strictObject({
  filename: z.string().optional(),
  path: z.string().optional(),
  memory: z.boolean().optional(),
  sharedConnection: z.boolean().optional(),
  connectionPool: z.union([z.boolean(), poolOptions], 'expected true, false, or an object').optional(),
  poolSize: connections.optional(),
  driver: z.enum([...driverNames, ...driverAliases]).optional(),
  verbose: z
    .custom<Verbose>(
      (value) => typeof value === 'boolean' || typeof value === 'function',
      'expected a boolean or a function',
    )
    .optional(),
  mode: z.enum(['ro', 'rw', 'rwc']).optional(),
  readonly: z.boolean().optional(),
  transactionTimeout: milliseconds.max(2 ** 31 - 1).optional(),
  sqlite: sqliteOptions.optional(),
});

/**
 * How `createDB` opens a database. `path` is an alias of `filename`, `memory: true` of `filename: ':memory:'`,
 * `readonly: true` of `mode: 'ro'`; without any of them the database is in memory. `mode: 'rw'` refuses to make a
 * file that is not there. `transactionTimeout` (default 30,000, 0 for none) is how long the function of a transaction
 * may take. `poolSize` is an alias of `connectionPool.maxConnections`. Times are milliseconds.
 */
export type DBConfig = z.input<typeof dbConfig>;

/** A `DBConfig` with its aliases resolved. */
export interface ResolvedConfig {
  readonly filename: string;
  readonly mode: 'ro' | 'rw' | 'rwc';
  readonly driver: DBConfig['driver'];
  readonly isShared: boolean;
  readonly isPooled: boolean;
  /** Set where the database wants a pool of its own instead of the process's. */
  readonly pool: z.infer<typeof poolOptions> | undefined;
  readonly sqlite: z.infer<typeof sqliteOptions>;
  /** Milliseconds; Infinity for none. */
  readonly transactionTimeout: number;
  readonly verbose: ((sql: string) => void) | undefined;
}

/** The parts of a configuration that have keys of their own. */
const parts: Readonly<Record<string, typeof poolOptions | typeof sqliteOptions>> = {
  connectionPool: poolOptions,
  sqlite: sqliteOptions,
};

/** Checks a configuration. Throws CONFIG_INVALID, naming every key that is unknown, wrong, or at odds with another. */
export function parseConfig(config: unknown): ResolvedConfig {
  const parsed = dbConfig.safeParse(config);
  if (!parsed.success) throw invalid(parsed.error.issues.map(describeIssue));
  const { data } = parsed;
  const conflicts = findConflicts(data);
  if (conflicts.length > 0) throw invalid(conflicts);
  const pool = typeof data.connectionPool === 'object' ? data.connectionPool : {};
  const maxConnections = data.poolSize ?? pool.maxConnections;
  const hasOwnPool = maxConnections !== undefined || Object.keys(pool).length > 0;
  return {
    filename: data.filename ?? data.path ?? ':memory:',
    mode: data.mode ?? (data.readonly ? 'ro' : 'rwc'),
    driver: data.driver,
    isShared: data.sharedConnection === true,
    isPooled: data.connectionPool !== undefined && data.connectionPool !== false,
    pool: hasOwnPool ? { ...pool, maxConnections } : undefined,
    sqlite: data.sqlite ?? {},
    transactionTimeout: (data.transactionTimeout ?? DEFAULT_TRANSACTION_TIMEOUT) || Number.POSITIVE_INFINITY,
    verbose: verboseFunction(data.verbose),
  };
}

function findConflicts(config: DBConfig): string[] {
  const { filename, path, memory, mode, readonly, poolSize, connectionPool } = config;
  const isInMemory = memory === true || [filename, path].includes(':memory:');
  const pairs: readonly (readonly [isConflict: boolean, what: string])[] = [
    [differ(filename, path), 'filename and path name different files'],
    [
      memory === true && [filename, path].some((name) => differ(name, ':memory:')),
      'memory is true and a file is named',
    ],
    [memory === false && isInMemory, 'memory is false and the file is :memory:'],
    [
      (readonly === true && differ(mode, 'ro')) || (readonly === false && mode === 'ro'),
      'readonly and mode disagree',
    ],
    [isInMemory && (readonly === true || mode === 'ro'), 'a database in memory cannot be read-only'],
    [
      typeof connectionPool === 'object' && differ(poolSize, connectionPool.maxConnections),
      'poolSize and connectionPool.maxConnections disagree',
    ],
  ];
  return pairs.filter(([isConflict]) => isConflict).map(([, what]) => what);
}

function differ<T>(one: T | undefined, other: T | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const at = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const prefix = at === '' ? '' : `${at}.`;
    const known = (parts[at] ?? dbConfig).keyof().options;
    return `unknown key ${issue.keys.map((key) => `${prefix}${key}`).join(', ')} (known are ${known.join(', ')})`;
  }
  if (issue.code === 'invalid_union') {
    // The options that are objects say which of their keys is wrong.
    const inner = issue.errors.find((errors) =>
      errors.some(({ code, path }) => code === 'unrecognized_keys' || path.length > 0),
    );
    if (inner !== undefined) {
      return inner.map((each) => describeIssue({ ...each, path: [...issue.path, ...each.path] })).join('; ');
    }
  }
  return `${at === '' ? 'the configuration' : at}: ${issue.message}`;
}

function invalid(reasons: readonly string[]): DatabaseError {
  return new DatabaseError(
    'CONFIG_INVALID',
    `The configuration of the database is not valid: ${reasons.join('; ')}. Nothing was opened.`,
  );
}

function verboseFunction(verbose: Verbose | undefined): ((sql: string) => void) | undefined {
  if (typeof verbose === 'function') return verbose;
  return verbose === true ? (sql) => console.log(sql) : undefined;
}
