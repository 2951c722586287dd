import { readdir, rm, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { SpaceKind } from '../../../src-preload/contract/index.ts';

/** Bytes of one kind. */
export interface Space {
  readonly kind: SpaceKind;
  readonly bytes: number;
}

/** Folders in the data folder that are a kind of their own. */
const OWN_FOLDERS = ['sample', 'edits', 'history'] as const;
const OWN_CACHE = /^rows-(\d+)-\d+\.sqlite(?:-journal)?$/;
const OWN_COPY = /^(\d+)-/;

/** What the app's own files take, by kind. Files that vanish meanwhile count as nothing. */
export async function measureSpace(dataFolder: string, cacheFolder: string): Promise<readonly Space[]> {
  const bytes: Record<SpaceKind, number> = {
    settings: 0,
    edits: 0,
    history: 0,
    sample: 0,
    cache: 0,
    copies: 0,
    other: 0,
  };
  const inData = await filesIn(dataFolder);
  // The cache may lie within the data folder.
  for (const { path, size } of inData) {
    if (path.startsWith(cacheFolder + sep)) continue;
    const name = path.slice(dataFolder.length + 1);
    const folder = OWN_FOLDERS.find((kind) => name.startsWith(`${kind}${sep}`));
    if (folder !== undefined) bytes[folder] += size;
    else bytes[/^[^/\\]+\.json/.test(name) ? 'settings' : 'other'] += size;
  }
  for (const { path, size } of await filesIn(cacheFolder)) {
    bytes[path.startsWith(join(cacheFolder, 'copies') + sep) ? 'copies' : 'cache'] += size;
  }
  return Object.entries(bytes).map(([kind, size]) => ({ kind: kind as SpaceKind, bytes: size }));
}

/**
 * Removes what engines that do not run any more left in the cache, and gives the bytes that became free. What this
 * or another running engine uses goes by itself with the views and files that it belongs to.
 */
export async function emptyCache(cacheFolder: string): Promise<number> {
  let freed = 0;
  const remove = async (path: string) => {
    const files = await filesIn(path);
    await rm(path, { recursive: true, force: true });
    freed += files.reduce((sum, { size }) => sum + size, 0);
  };
  for (const name of await namesIn(cacheFolder)) {
    if (isLeftover(OWN_CACHE.exec(name)?.[1])) await remove(join(cacheFolder, name));
  }
  const copies = join(cacheFolder, 'copies');
  for (const name of await namesIn(copies)) {
    if (isLeftover(OWN_COPY.exec(name)?.[1])) await remove(join(copies, name));
  }
  return freed;
}

function isLeftover(pid: string | undefined): boolean {
  if (pid === undefined || Number(pid) === process.pid) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'EPERM');
  }
}

async function filesIn(path: string): Promise<readonly { readonly path: string; readonly size: number }[]> {
  const found = await stat(path).catch(() => null);
  if (found === null) return [];
  if (found.isFile()) return [{ path, size: found.size }];
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sizes = await Promise.all(files.map((file) => stat(file).catch(() => null)));
  return files.flatMap((file, index) => {
    const facts = sizes[index];
    return facts == null ? [] : [{ path: file, size: facts.size }];
  });
}

function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}
