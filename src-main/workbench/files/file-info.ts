import type { OpenFileInfo } from '../../../src-preload/contract/index.ts';
import { displayFolder, nameOfPath } from './display-path.ts';
import type { Established } from './establish.ts';

/** What the user asked for; kept over restarts of the engine. */
export interface OpenWishes {
  readonly id: string;
  /** The real path. */
  readonly path: string;
  readonly isReadOnly: boolean;
  readonly isSample: boolean;
}

/** What is told when the path leads to another file than before. */
export function replacedMessage(path: string): string {
  return `Another file stands at the place of ${nameOfPath(path)} now; Cairn shows that one.`;
}

/** What is told when an open file is gone from its place. */
export function deletedMessage(path: string): string {
  return `${nameOfPath(path)} was deleted or moved. What is shown may not be read again.`;
}

/** What clients see of a file that was found readable. */
export function infoOf(wishes: OpenWishes, { plan, facts, details }: Established): OpenFileInfo {
  return {
    ...unknownInfo(wishes),
    ...details,
    readMode: plan.mode,
    readModeReason: plan.readModeReason,
    readOnlyReason: readOnlyReason(wishes, plan.mode, facts),
    driver: plan.driver,
    driverReason: plan.driverReason,
  };
}

function readOnlyReason(
  { isReadOnly }: OpenWishes,
  mode: OpenFileInfo['readMode'],
  { canWriteFile, canWriteFolder }: Established['facts'],
): string | null {
  if (isReadOnly) return 'It was opened read-only.';
  if (mode === 'private-copy') return 'A private copy is shown; changes to it would not reach the file.';
  if (!canWriteFile) return 'The system does not let Cairn write this file.';
  if (!canWriteFolder)
    return 'The system does not let Cairn write into its folder, where SQLite keeps its journal.';
  return null;
}

/** What clients see of a file that was not looked at yet. */
export function unknownInfo({ id, path, isReadOnly, isSample }: OpenWishes): OpenFileInfo {
  return {
    id,
    path,
    name: nameOfPath(path),
    folder: displayFolder(path),
    size: 0,
    readMode: 'normal',
    readModeReason: null,
    readOnlyReason: isReadOnly ? 'It was opened read-only.' : null,
    driver: 'better-sqlite3',
    driverReason: null,
    sqliteVersion: '',
    journalMode: '',
    encoding: '',
    pageSize: 0,
    foreignKeys: true,
    isSample,
  };
}
