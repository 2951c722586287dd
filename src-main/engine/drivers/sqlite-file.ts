import { resolve } from 'node:path';
import { DatabaseError, toDatabaseError } from '../errors.ts';
import type { DriverOptions, SqliteSettings } from '../types.ts';

export const MEMORY = ':memory:';

/** Milliseconds that a statement may block its thread on a lock. */
export const DEFAULT_BUSY_TIMEOUT = 50;

/**
 * The name that makes SQLite open exactly this file: absolute, so that a file called `file:x` or `:memory:` is
 * not taken for something else. Throws UNSAFE_FILENAME on NUL, at which SQLite would cut it, and on an empty
 * name, which means a temporary database that is deleted.
 */
export function exactFilename({ filename }: DriverOptions): string {
  if (filename === MEMORY) return MEMORY;
  if (filename === '' || filename.includes('\0')) {
    throw new DatabaseError(
      'UNSAFE_FILENAME',
      `A file name must not be empty or contain a NUL character: ${JSON.stringify(filename)}. Nothing was opened.`,
    );
  }
  return resolve(filename);
}

/** `file:` URI of an absolute path, exact for every character a path can have (`?`, `#`, `%`, blanks, `ü`). */
export function fileUri(path: string, parameters: Readonly<Record<string, string>>): string {
  const escaped = path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  return `file://${escaped.startsWith('/') ? '' : '/'}${escaped}?${new URLSearchParams(parameters)}`;
}

/** Throws CONFIG_INVALID where options cannot go together. */
export function assertOptions({ filename, readonly, immutable }: DriverOptions): void {
  if (filename === MEMORY && (readonly || immutable)) {
    throw new DatabaseError('CONFIG_INVALID', 'A database in memory cannot be opened read-only.');
  }
  if (immutable && readonly === false) {
    throw new DatabaseError('CONFIG_INVALID', 'An immutable file can only be opened read-only.');
  }
}

/** Settings that every handle gets when it is opened, in the order in which SQLite needs them. */
export function openingPragmas(options: DriverOptions): string[] {
  const { trustedSchema, mmapSize, readonly, immutable, settings = {} } = options;
  const pragmas = [
    `trusted_schema = ${trustedSchema ? 'ON' : 'OFF'}`,
    'cell_size_check = ON',
    setting('mmap_size', mmapSize),
    setting('cache_size', settings.cacheSize),
    setting('temp_store', settings.tempStore),
    setting('locking_mode', settings.lockingMode),
    ...(readonly || immutable ? [] : writerPragmas(settings)),
  ];
  return pragmas.filter((pragma) => pragma !== undefined);
}

function writerPragmas(settings: SqliteSettings): (string | undefined)[] {
  return [
    // Before the journal mode: that writes the header of a new file, and then it is too late.
    setting('auto_vacuum', settings.autoVacuum),
    setting('journal_mode', settings.journalMode),
    // Otherwise a WAL file is opened with NORMAL, where the last commits can be lost with the power.
    setting('synchronous', settings.synchronous ?? 'FULL'),
    setting('wal_autocheckpoint', settings.walCheckpoint),
  ];
}

/**
 * Throws CONFIG_INVALID when SQLite kept another journal mode than the one that was asked for, as it does where
 * the wish cannot be met (a WAL in memory, for instance) instead of failing.
 */
export function assertJournalMode({ settings, readonly, filename }: DriverOptions, actual: unknown): void {
  const wish = settings?.journalMode;
  if (wish === undefined || readonly || filename === MEMORY || String(actual).toUpperCase() === wish) return;
  throw new DatabaseError(
    'CONFIG_INVALID',
    `The journal mode of ${filename} stayed ${actual}; ${wish} is not possible for it.`,
  );
}

/** Words come from the list of `SqliteSettings`; whoever comes around the types must not get SQL in here. */
function setting(name: string, value: string | number | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' ? Number.isSafeInteger(value) : /^[A-Z]+$/.test(value))
    return `${name} = ${value}`;
  throw new DatabaseError(
    'CONFIG_INVALID',
    `${JSON.stringify(value)} is no value for ${name}. Nothing was opened.`,
  );
}

/** Why a file could not be opened, with its name. */
export function openError(error: unknown, { filename }: DriverOptions): DatabaseError {
  if (error instanceof DatabaseError) return error;
  // The native modules check some things themselves, without a code of SQLite: a missing folder, for instance.
  const { code, sqliteCode, message } = toDatabaseError(error, 'CANTOPEN');
  return new DatabaseError(code, `Cannot open ${filename}: ${message}`, { cause: error, sqliteCode });
}
