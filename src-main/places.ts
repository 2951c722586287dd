import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folders of this installation. */
export interface InstalledFolders {
  readonly resources: string;
  /** The built page. */
  readonly page: string;
  /** The built preload script of the desktop shell. */
  readonly preload: string;
  readonly packageFile: string;
}

/** @param runningEntry `import.meta.url` of an entry: one folder below the root as a source, two when built. */
export function installedFolders(runningEntry: string): InstalledFolders {
  const root = new URL(runningEntry.endsWith('.ts') ? '../' : '../../', runningEntry);
  return {
    resources: unpacked(fileURLToPath(new URL('resources', root))),
    page: fileURLToPath(new URL('out/renderer', root)),
    preload: fileURLToPath(new URL('out/preload', root)),
    packageFile: fileURLToPath(new URL('package.json', root)),
  };
}

/** In a package, files that the system itself reads lie beside the archive in which the rest is. */
function unpacked(path: string): string {
  return path.replace(/\bapp\.asar(?=[\\/])/, 'app.asar.unpacked');
}

/** Where Cairn keeps what is its own: `CAIRN_DATA_DIR`, else where the system's programs keep their data. */
export function dataFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.CAIRN_DATA_DIR) return env.CAIRN_DATA_DIR;
  if (process.platform === 'win32')
    return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Cairn');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Cairn');
  return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'cairn');
}

/** Where Cairn keeps what can be made again: `CAIRN_CACHE_DIR`, else where the system's programs keep their caches. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.CAIRN_CACHE_DIR) return env.CAIRN_CACHE_DIR;
  if (process.platform === 'win32') {
    return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Cairn', 'Cache');
  }
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'Cairn');
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cairn');
}

/** Makes a folder that only the user may look into: it names files, and may hold copies of them. */
export function makeFolder(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
}
