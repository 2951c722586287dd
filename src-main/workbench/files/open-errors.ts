import { BridgeError } from '../bridge-error.ts';
import { displayPath, nameOfPath } from './display-path.ts';
import { programName } from './lock-holders.ts';

/** No open file has this id. */
export function fileNotOpen(): BridgeError {
  return new BridgeError('FILE_NOT_OPEN', 'This file is not open any more.', {
    hint: 'Open it again from the recent files.',
  });
}

/** The file changed under a stream that reads it without locks. */
export function fileChangedWhileRead(path: string): BridgeError {
  return new BridgeError(
    'FILE_REPLACED',
    `${nameOfPath(path)} was changed by another program while it was read, so the rest was not read.`,
    { hint: 'Start it again; what was read so far may not belong together.' },
  );
}

/** Another program holds a lock that keeps readers out. */
export async function fileLocked(path: string, pid: number | undefined): Promise<BridgeError> {
  return new BridgeError('FILE_LOCKED', await lockedMessage(path, pid), {
    hint: 'Wait until it has finished its write, or close it there.',
    details: { pid: pid ?? null },
  });
}

/** A sentence that says who keeps readers out. */
export async function lockedMessage(path: string, pid: number | undefined): Promise<string> {
  const name = pid === undefined ? null : await programName(pid);
  const who = pid === undefined ? 'Another program' : `${name ?? 'A program'} (process ${pid})`;
  return `${who} holds an exclusive lock on ${nameOfPath(path)}; Cairn goes on as soon as it is free.`;
}

/** SQLite cannot read the schema, and nothing of it can be told without SQLite either. */
export function schemaDamaged(path: string, cause: Error): BridgeError {
  return new BridgeError(
    'FILE_DAMAGED',
    `${nameOfPath(path)} is a SQLite database, but its schema cannot be read: ${cause.message}`,
    {
      hint: 'Nothing was changed. Look for a backup; the sqlite3 shell’s .recover may save what is left.',
      cause,
    },
  );
}

/** SQLite could not open what Cairn itself can read. */
export function refusedBySystem(path: string, cause: Error): BridgeError {
  return new BridgeError('FILE_UNREADABLE', `SQLite could not open ${displayPath(path)}: ${cause.message}`, {
    hint: 'Check the permissions of the file, of the files beside it and of its folder, then open it again.',
    cause,
  });
}

/** The bundled sample is not where it should be. */
export function sampleMissing(cause: unknown): BridgeError {
  return new BridgeError('FILE_MISSING', 'The sample database is missing from this installation of Cairn.', {
    hint: 'Install Cairn again, or open a file of your own.',
    cause,
  });
}
