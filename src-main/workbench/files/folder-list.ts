import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import type { Contract, FolderEntry, OutputOf } from '../../../src-preload/contract/index.ts';
import { BridgeError } from '../bridge-error.ts';
import type { AllowedPaths } from './allowed-paths.ts';
import { displayPath } from './display-path.ts';
import { preflight } from './preflight.ts';
import { fileNotAllowed, systemCode } from './preflight-errors.ts';
import { sideFileSuffixes } from './side-files.ts';

export type FolderList = OutputOf<Contract['files']['list']>;

/** The most entries that one answer holds. */
const MOST_ENTRIES = 2000;
/** Files looked into at the same time. */
const AT_ONCE = 16;

const databaseExtensions: ReadonlySet<string> = new Set([
  '.sqlite',
  '.sqlite3',
  '.db',
  '.db3',
  '.s3db',
  '.sl3',
  '.gpkg',
  '.mbtiles',
  '.sqlitedb',
  '.fossil',
]);

/**
 * Lists a folder inside the allowed roots: folders first, then files by name with their verdicts. A file is a
 * database by its bytes, or by the end of its name if its bytes are no database (then its verdict says what it is).
 */
export async function listFolder(
  folder: string,
  options: { readonly showOthers: boolean; readonly signal?: AbortSignal | undefined },
  allowed: AllowedPaths,
  ownPids: ReadonlySet<number>,
): Promise<FolderList> {
  const path = resolve(folder);
  if (!(await allowed.allows(path))) throw fileNotAllowed(path, allowed);
  const found = await readFolder(path);
  const names = new Set(found.map(({ name }) => name));
  const entries: FolderEntry[] = [];
  for (let at = 0; at < found.length && entries.length < MOST_ENTRIES; at += AT_ONCE) {
    options.signal?.throwIfAborted();
    const batch = found.slice(at, at + AT_ONCE);
    const described = await Promise.all(batch.map((entry) => describe(path, entry, names, allowed, ownPids)));
    entries.push(...described.filter(({ kind }) => options.showOthers || kind !== 'other'));
  }
  entries.sort(byKindThenName);
  const parent = dirname(path);
  return {
    folder: path,
    display: displayPath(path),
    parent: parent !== path && (await allowed.allows(parent)) ? parent : null,
    entries: entries.slice(0, MOST_ENTRIES),
    isCut: entries.length > MOST_ENTRIES || (entries.length === MOST_ENTRIES && found.length > MOST_ENTRIES),
  };
}

async function readFolder(path: string): Promise<readonly Dirent[]> {
  try {
    const found = await readdir(path, { withFileTypes: true });
    return found.sort(
      (a, b) => Number(b.isDirectory()) - Number(a.isDirectory()) || compareNames(a.name, b.name),
    );
  } catch (cause) {
    const code = systemCode(cause);
    const isRefused = code === 'EACCES' || code === 'EPERM';
    throw new BridgeError(
      'NO_SUCH_FOLDER',
      isRefused
        ? `The system does not let Cairn list ${displayPath(path)}.`
        : `There is no folder at ${displayPath(path)}.`,
      { hint: 'Choose another folder.', details: { system: code }, cause },
    );
  }
}

async function describe(
  folder: string,
  entry: Dirent,
  names: ReadonlySet<string>,
  allowed: AllowedPaths,
  ownPids: ReadonlySet<number>,
): Promise<FolderEntry> {
  const path = join(folder, entry.name);
  const stats = await stat(path).catch(() => null);
  if (entry.isSymbolicLink() && !(await allowed.allows(path))) {
    const kind = stats?.isDirectory() === true ? 'folder' : 'database';
    return {
      name: entry.name,
      path,
      kind,
      size: null,
      verdict: 'not-allowed',
      summary: 'leads outside the allowed folders',
    };
  }
  if (stats?.isDirectory() === true) {
    return { name: entry.name, path, kind: 'folder', size: null, verdict: null, summary: '' };
  }
  const size = stats?.isFile() === true ? stats.size : null;
  const owner = sideFileOwner(entry.name);
  if (owner !== null && names.has(owner)) {
    return { name: entry.name, path, kind: 'side-file', size, verdict: null, summary: `belongs to ${owner}` };
  }
  const { isSqlite, verdict, summary } = await preflight(path, ownPids);
  const isDatabase = isSqlite || databaseExtensions.has(extname(entry.name).toLowerCase());
  return { name: entry.name, path, kind: isDatabase ? 'database' : 'other', size, verdict, summary };
}

/** The database that a -wal, -shm or -journal belongs to by its name; null for other names. */
export function sideFileOwner(name: string): string | null {
  const suffix = sideFileSuffixes.find((end) => name.length > end.length && name.endsWith(end));
  return suffix === undefined ? null : name.slice(0, -suffix.length);
}

function byKindThenName(a: FolderEntry, b: FolderEntry): number {
  return Number(b.kind === 'folder') - Number(a.kind === 'folder') || compareNames(a.name, b.name);
}

function compareNames(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true, sensitivity: 'base' }) || (a < b ? -1 : 1);
}
