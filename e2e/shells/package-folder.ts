import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** Where a package is installed. Its code is not run. */
export function packageFolderOf(name: string): string {
  return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
}
