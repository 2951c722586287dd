import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { cacheFolder, makeFolder } from './places.ts';

/**
 * Has Node keep the compiled code of this process, and of those that it starts, in Cairn's own cache folder, so that
 * the next start compiles nothing. Call it before the modules that are to gain from it are imported. A folder in
 * NODE_COMPILE_CACHE is left as it is. Never throws: without it a start only takes longer.
 *
 * Node's default is a folder for temporary files, where another user of the machine could put code of his own.
 * Source: https://nodejs.org/api/module.html#module-compile-cache
 */
export function keepCompiledCode(): void {
  if (process.env.NODE_COMPILE_CACHE !== undefined) return;
  try {
    const folder = makeFolder(join(cacheFolder(), 'code'));
    enableCompileCache(folder);
    // Child processes inherit it.
    process.env.NODE_COMPILE_CACHE = folder;
  } catch {
    // No folder, no cache.
  }
}
