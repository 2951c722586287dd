import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The stores that the engine is compared with. They are no packages of the project. */
const PACKAGES = {
  '@seald-io/nedb': '4.1.2',
  lokijs: '1.5.12',
  'pouchdb-core': '9.0.0',
  'pouchdb-adapter-memory': '9.0.0',
  'pouchdb-find': '9.0.0',
} as const;

type StorePackage = keyof typeof PACKAGES;

/** The variable that tells a contender's process where they are. */
export const STORES_FOLDER = 'CAIRN_BENCH_STORES';

/** Installs the stores into a folder of the bench, unless they are there. Gives the folder. */
export async function installStores(folder: string, tell: (line: string) => void): Promise<string> {
  const home = join(folder, 'engine-stores');
  const isThere = Object.keys(PACKAGES).every((name) => existsSync(join(home, 'node_modules', name)));
  if (isThere) return home;
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{ "private": true }\n');
  const wanted = Object.entries(PACKAGES).map(([name, version]) => `${name}@${version}`);
  tell(`installing ${wanted.join(', ')} into ${home}`);
  const quietly = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel', 'error'];
  const npm = spawn('npm', ['install', ...quietly, ...wanted], {
    cwd: home,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    npm.once('error', reject);
    npm.once('exit', resolve);
  });
  if (code !== 0) throw new Error(`npm could not install the other stores (it ended with ${code})`);
  return home;
}

/** A store's module, in a process of a contender. */
export function requireStore(name: StorePackage): unknown {
  const home = process.env[STORES_FOLDER];
  if (home === undefined) throw new Error('the other stores could not be installed');
  const loaded: unknown = createRequire(join(home, 'package.json'))(name);
  // Some are ES modules that were made to CommonJS.
  return typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : loaded;
}
