import { mkdir, readdir } from 'node:fs/promises';

/** Files that are looked at; further ones are not. */
const MOST_PLUGINS = 100;

/** Whether a name is that of a module that may be a plugin. */
export function isPluginName(name: string): boolean {
  return /^[^./\\][^/\\]*\.m?[jt]s$/u.test(name) && !/\.d\.m?ts$/u.test(name);
}

/** Names of the modules that lie in a folder, sorted; none where there is no folder. */
export async function readPluginFolder(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const names = entries.filter((entry) => !entry.isDirectory() && isPluginName(entry.name));
    return names
      .map(({ name }) => name)
      .sort()
      .slice(0, MOST_PLUGINS);
  } catch {
    return [];
  }
}

/** Makes the folder where it is not there, for its owner alone. */
export async function makePluginFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
}
