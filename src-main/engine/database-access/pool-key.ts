import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

let memories = 0;

/** One key for one file, by whatever link or relative path it is named; every database in memory has its own. */
export async function poolKeyOf(filename: string): Promise<string> {
  if (filename === ':memory:') {
    memories += 1;
    return `:memory:${memories}`;
  }
  const path = resolve(filename);
  try {
    return await realpath(path);
  } catch {
    // Not there yet: the folder decides. Where that is missing too, opening will tell.
    const folder = await realpath(dirname(path)).catch(() => dirname(path));
    return join(folder, basename(path));
  }
}
