import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What dependency-cruiser reads. */
export const CRUISED = ['src-main', 'src-preload', 'src-renderer'];

/** `using x = ...`, which dependency-cruiser's reader of swc's trees does not know; the imports stay the same. */
const USING = /^(\s*)(?:await )?using (?=\w+ =)/gm;

/** Copies the sources into an empty folder in a form that dependency-cruiser can read, with its configuration. */
export function copyForCruise(root: string, copy: string): void {
  for (const name of [...CRUISED, 'e2e', 'package.json', 'dependency-cruiser.config.mjs']) {
    cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  for (const folder of CRUISED) {
    for (const name of readdirSync(join(copy, folder), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue;
      const path = join(copy, folder, name);
      const text = readFileSync(path, 'utf8');
      const read = text.replace(USING, '$1const ');
      if (read !== text) writeFileSync(path, read);
    }
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
}
