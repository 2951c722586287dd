import { resolve } from 'node:path';
import { DatabaseError } from '../errors.ts';
import type { DriverOptions } from '../types.ts';

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

/** Settings that every handle gets, before anything of the file is read. */
export function openingPragmas({ trustedSchema, mmapSize, readonly, immutable }: DriverOptions): string[] {
  return [
    `trusted_schema = ${trustedSchema ? 'ON' : 'OFF'}`,
    'cell_size_check = ON',
    ...(mmapSize === undefined ? [] : [`mmap_size = ${Math.max(0, Math.trunc(mmapSize))}`]),
    // A WAL file would be opened with NORMAL, where the last commits can be lost with the power.
    ...(readonly || immutable ? [] : ['synchronous = FULL']),
  ];
}
