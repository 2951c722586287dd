import { BridgeError } from '../bridge-error.ts';
import type { AllowedPaths } from './allowed-paths.ts';
import { displayPath, nameOfPath } from './display-path.ts';
import type { Looks } from './looks-like.ts';

/** Every reason why a file cannot be opened, each with what to do. Words: DESIGN.md section 9. */

export function fileMissing(path: string): BridgeError {
  return new BridgeError('FILE_MISSING', `There is no file at ${displayPath(path)}.`, {
    hint: 'It was moved, renamed or deleted, or its disk is not connected. Choose it at its new place.',
  });
}

export function brokenLink(path: string, target: string): BridgeError {
  return new BridgeError(
    'FILE_MISSING',
    `${nameOfPath(path)} is a link to ${displayPath(target)}, and there is no file.`,
    { hint: 'Choose the file that the link should lead to.' },
  );
}

export function fileIsFolder(path: string, isLevelDb: boolean): BridgeError {
  return isLevelDb
    ? new BridgeError('FILE_IS_FOLDER', `${nameOfPath(path)} is a folder that holds a LevelDB database.`, {
        hint: 'Cairn reads SQLite databases. Open this one with a program for LevelDB.',
      })
    : new BridgeError('FILE_IS_FOLDER', `${nameOfPath(path)} is a folder, not a file.`, {
        hint: 'Choose a database file inside it.',
      });
}

export function notAFile(path: string, what: string): BridgeError {
  return new BridgeError('FILE_NOT_A_DATABASE', `${nameOfPath(path)} is ${what}, not a file.`, {
    hint: 'Choose a database file.',
  });
}

export function fileEmpty(path: string, hasSideFile: boolean): BridgeError {
  return new BridgeError('FILE_EMPTY', `${nameOfPath(path)} has no bytes, so there is nothing to show.`, {
    hint: hasSideFile
      ? 'Files of an earlier database stand beside it: its content may have been cut off. Look for a backup, and keep those files.'
      : 'A program that writes to it can make it a new database. If it should hold data, look for a backup.',
  });
}

export function fileNotAllowed(path: string, { isByGrant }: Pick<AllowedPaths, 'isByGrant'>): BridgeError {
  if (isByGrant) {
    return new BridgeError('FILE_NOT_ALLOWED', `${displayPath(path)} was not named to Cairn by you.`, {
      hint: 'Open it by the dialog, drop it into the window, or open it from the file manager.',
    });
  }
  return new BridgeError('FILE_NOT_ALLOWED', `${displayPath(path)} leads outside the allowed folders.`, {
    hint: 'Other folders are added where Cairn is started: cairn serve FOLDER.',
  });
}

export function fileUnreadable(path: string, cause: unknown, facts: string | null): BridgeError {
  const code = systemCode(cause);
  const isRefused = code === 'EACCES' || code === 'EPERM';
  const reason = facts === null ? '' : ` ${facts}`;
  return new BridgeError(
    'FILE_UNREADABLE',
    isRefused
      ? `The system does not let Cairn read ${nameOfPath(path)}.${reason}`
      : `${nameOfPath(path)} could not be read: the system answered ${code}.`,
    {
      hint: isRefused
        ? 'Ask its owner for permission to read it, or start Cairn as a user who has it.'
        : 'Check that the disk is connected and works, then open the file again.',
      details: { system: code },
      cause,
    },
  );
}

export function notADatabase(path: string, looks: Looks): BridgeError {
  const name = nameOfPath(path);
  if (looks.kind === 'random') return fileEncrypted(path, false);
  if (looks.kind === 'zeros') {
    return new BridgeError('FILE_NOT_A_DATABASE', `${name} is not a database: it holds only zero bytes.`, {
      hint: 'Its content was lost, or a copy or download of it did not finish. Look for another copy.',
    });
  }
  if (looks.kind === 'unknown') {
    return new BridgeError(
      'FILE_NOT_A_DATABASE',
      `${name} is not a SQLite database. Its first bytes are not those of any format that Cairn knows.`,
      { hint: 'Nothing was changed. Open it with the program that wrote it.' },
    );
  }
  const because =
    looks.startsWith === null
      ? `By its bytes it is ${looks.what}.`
      : `It starts with ${looks.startsWith}, so it is ${looks.what}.`;
  return new BridgeError('FILE_NOT_A_DATABASE', `${name} is not a SQLite database. ${because}`, {
    hint: remedyFor(looks.what),
    details: { looksLike: looks.what },
  });
}

export function fileEncrypted(path: string, hasPlainHeader: boolean): BridgeError {
  const where = hasPlainHeader ? 'after its plain header its bytes look random' : 'its bytes look random';
  return new BridgeError('FILE_ENCRYPTED', `${nameOfPath(path)} is encrypted or scrambled: ${where}.`, {
    hint: 'Cairn cannot decrypt files. Export a plain copy with the program that wrote it, and open that.',
  });
}

export function fileDamaged(path: string, fault: string): BridgeError {
  return new BridgeError(
    'FILE_DAMAGED',
    `${nameOfPath(path)} is a SQLite database, but its header is damaged: ${fault}.`,
    { hint: 'Nothing was changed. Look for a backup; the sqlite3 shell’s .recover may save what is left.' },
  );
}

function remedyFor(what: string): string {
  if (
    what.startsWith('the write-ahead') ||
    what.startsWith('the rollback') ||
    what.startsWith('the shared')
  ) {
    return 'Open the database file beside it: the same name without -wal, -journal or -shm.';
  }
  if (what.includes('SQLite 2')) return 'Turn it into SQLite 3 with: sqlite OLD .dump | sqlite3 NEW.';
  if (what.endsWith('archive')) return 'Unpack it and open the database inside.';
  if (what.includes('Git LFS')) return 'Fetch the file with: git lfs pull.';
  if (what === 'an SQL script') return 'Make a database from it with: sqlite3 NEW < SCRIPT.';
  return 'Nothing was changed. Open it with a program for such files.';
}

/** The code of a system error such as EACCES; UNKNOWN for anything else. */
export function systemCode(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : 'UNKNOWN';
}
