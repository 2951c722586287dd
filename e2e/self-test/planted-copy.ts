import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SeededFault } from './seeded-fault.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');

/** What a build and a run of the specs need. */
const COPIED = [
  'e2e',
  'resources',
  'scripts',
  'src-main',
  'src-preload',
  'src-renderer',
  'electron.vite.config.ts',
  'package.json',
  'playwright.config.ts',
] as const;

/** A copy of the sources in a temporary folder, built by itself. */
export interface PlantedCopy {
  readonly folder: string;
  /** Changes the copy. Rejects when the place of the fault is not found exactly once. */
  plant(fault: SeededFault): Promise<void>;
  /** Undoes `plant`. */
  mend(fault: SeededFault): Promise<void>;
  /** Rejects with what the build printed when it fails. */
  build(): Promise<void>;
  remove(): Promise<void>;
}

export async function createPlantedCopy(): Promise<PlantedCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'cairn-seeded-'));
  for (const name of COPIED) await cp(join(root, name), join(folder, name), { recursive: true });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const original = (file: string) => readFile(join(root, file), 'utf8');
  return {
    folder,
    async plant({ name, file, from, to }) {
      const parts = (await original(file)).split(from);
      if (parts.length !== 2) {
        throw new Error(`"${name}": its place occurs ${parts.length - 1} times in ${file}, not once.`);
      }
      await writeFile(join(folder, file), parts.join(to));
    },
    mend: async ({ file }) => writeFile(join(folder, file), await original(file)),
    async build() {
      const electronVite = join(folder, 'node_modules/electron-vite/bin/electron-vite.js');
      await run(process.execPath, [electronVite, 'build', '--logLevel', 'warn'], { cwd: folder });
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
