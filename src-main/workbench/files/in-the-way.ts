import type { ConnectionManager } from '../../engine/index.ts';
import type { ConnectionRole } from '../../engine/types.ts';
import type { BridgeError } from '../bridge-error.ts';
import { ownPids } from './establish.ts';
import { lockPid } from './file-facts.ts';
import { fileLocked, fileNotAlone, fileStillRead, lockedMessage } from './open-errors.ts';

/** Who has the connections of a role to a file just now. */
export function holdersOf(manager: ConnectionManager, path: string, role: ConnectionRole): string[] {
  return manager
    .getStats(path)
    .connections.flatMap((one) =>
      one.state === 'leased' && one.role === role && one.holder !== null ? [one.holder] : [],
    );
}

/** The error for a lock of another program. */
export async function lockedError(manager: ConnectionManager, path: string): Promise<BridgeError> {
  return await fileLocked(path, await lockPid(path, ownPids(manager)));
}

/** The same for a write, which with a rollback journal waits for Cairn's own readers too. */
export async function writeLockedError(
  manager: ConnectionManager,
  path: string,
  journalMode: string,
): Promise<BridgeError> {
  const pid = await lockPid(path, ownPids(manager));
  const [reader] = journalMode === 'wal' ? [] : readersOf(manager, path);
  return pid === undefined && reader !== undefined
    ? fileStillRead(path, reader)
    : await fileLocked(path, pid);
}

/** The same as a sentence. */
export async function lockedWords(manager: ConnectionManager, path: string): Promise<string> {
  return await lockedMessage(path, await lockPid(path, ownPids(manager)));
}

/** The error for a file that has to be nobody else's: who of Cairn reads it, or which other program has it open. */
export async function notAloneError(manager: ConnectionManager, path: string): Promise<BridgeError> {
  return await fileNotAlone(path, readersOf(manager, path), await lockPid(path, ownPids(manager)));
}

function readersOf(manager: ConnectionManager, path: string): string[] {
  return [...holdersOf(manager, path, 'worker'), ...holdersOf(manager, path, 'reader')];
}
