import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A temporary folder of modules that a test forks as processes. */
export interface ModuleFolder {
  /** Writes a module; `@main/` in it stands for the `src-main` folder. */
  write(name: string, code: string): URL;
  remove(): void;
}

export function createModuleFolder(): ModuleFolder {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-modules-'));
  const main = new URL('../../', import.meta.url).href;
  return {
    write(name, code) {
      const path = join(folder, name);
      writeFileSync(path, code.replaceAll('@main/', main));
      return pathToFileURL(path);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
