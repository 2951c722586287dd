import { BridgeError } from '../bridge-error.ts';
import { displayPath, nameOfPath } from './display-path.ts';
import { programName } from './lock-holders.ts';

/** No open file has this id. */
export function fileNotOpen(): BridgeError {
  return new BridgeError('FILE_NOT_OPEN', 'This file is not open any more.', {
    hint: 'Open it again from the recent files.',
  });
}

/** Why nothing can be written into a file. */
export function fileReadOnly(path: string, reason: string): BridgeError {
  return new BridgeError('FILE_READ_ONLY', `${nameOfPath(path)} cannot be written. ${reason}`, {
    hint: 'Nothing was written, and what is staged is kept. Save a copy of the file elsewhere to edit it.',
  });
}

/** Another file was put in the place of the one that was opened. */
export function fileReplaced(path: string): BridgeError {
  return new BridgeError(
    'FILE_REPLACED',
    `Another file stands at the place of ${nameOfPath(path)} since it was opened. Nothing was written.`,
    {
      hint: 'What is staged is kept. Look at what the file holds now; the next commit compares every row with it.',
    },
  );
}

/** The file changed under a stream that reads it without locks. */
export function fileChangedWhileRead(path: string): BridgeError {
  return new BridgeError(
    'FILE_REPLACED',
    `${nameOfPath(path)} was changed by another program while it was read, so the rest was not read.`,
    { hint: 'Start it again; what was read so far may not belong together.' },
  );
}

/** Another program has a lock that keeps Cairn out, and was waited for long enough. */
export async function fileLocked(path: string, pid: number | undefined): Promise<BridgeError> {
  const message = `${await programWords(pid)} has a lock on ${nameOfPath(path)} and did not give it up in time.`;
  return new BridgeError('FILE_LOCKED', message, {
    hint: 'Try again when it has finished its write, or end it there.',
    details: { pid: pid ?? null },
  });
}

/** A read of Cairn's own keeps a write from being written: with a rollback journal one waits for the other. */
export function fileStillRead(path: string, reader: string): BridgeError {
  return new BridgeError(
    'FILE_LOCKED',
    `${reader}, in Cairn, still reads ${nameOfPath(path)}, and without a WAL nothing is written meanwhile. Nothing was written.`,
    { hint: 'Stop it there, or let it come to its end, then try again.', details: { pid: null } },
  );
}

/** Others have the file open, and what was asked for needs it to be nobody else's. `readers`: what of Cairn reads it. */
export async function fileNotAlone(
  path: string,
  readers: readonly string[],
  pid: number | undefined,
): Promise<BridgeError> {
  const [reader] = readers;
  const who = pid === undefined && reader !== undefined ? `${reader}, in Cairn,` : await programWords(pid);
  return new BridgeError(
    'FILE_LOCKED',
    `${who} has ${nameOfPath(path)} open, and the journal mode changes only while nobody else has. Nothing was changed.`,
    {
      hint: 'Stop what reads it there, or close it, then run the statement again.',
      details: { pid: pid ?? null },
    },
  );
}

async function programWords(pid: number | undefined): Promise<string> {
  if (pid === undefined) return 'Another program';
  return `${(await programName(pid)) ?? 'A program'} (process ${pid})`;
}

/** A sentence that says whom Cairn waits for. */
export async function lockedMessage(path: string, pid: number | undefined): Promise<string> {
  return `${await programWords(pid)} has a lock on ${nameOfPath(path)}; Cairn goes on as soon as it is free.`;
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
