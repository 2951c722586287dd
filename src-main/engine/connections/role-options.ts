import type { DriverOptions } from '../types.ts';
import type { ConnectionRole } from './connection.ts';

/** Makes COUNT(*) 22 times and far OFFSETs 5 times cheaper; SQLite's own upper bound. */
const READER_MMAP = 0x7fff0000;

/**
 * How a file is opened for a role: only the writer may write, and it maps no memory. Readers in a process of
 * their own map the file, for a truncation by others then ends that process only (SIGBUS).
 */
export function optionsForRole(
  options: DriverOptions,
  role: ConnectionRole,
  isOwnProcess: boolean,
): DriverOptions {
  if (role === 'writer') return { ...options, readonly: false, mmapSize: undefined };
  return {
    ...options,
    readonly: true,
    mmapSize: options.mmapSize ?? (isOwnProcess ? READER_MMAP : undefined),
  };
}
