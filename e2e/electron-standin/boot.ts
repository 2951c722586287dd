import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** What the command line says, as Electron reads it: `electron [-r module] [--switch] APP [ARGUMENT...]`. */
export interface Boot {
  /** Folder of the app. */
  readonly folder: string;
  /** File that runs as the main process. */
  readonly main: string;
  readonly packageFile: Readonly<Record<string, unknown>>;
  /** Modules that run before the app. */
  readonly required: readonly string[];
  /** Chromium's and Node's switches. */
  readonly switches: ReadonlyMap<string, string>;
}

/** Reads Electron's command line. Throws when the app is not there. */
export function readBoot(args: readonly string[]): Boot {
  const required: string[] = [];
  const switches = new Map<string, string>();
  let app: string | undefined;
  for (let index = 0; index < args.length && app === undefined; index += 1) {
    const argument = args[index] ?? '';
    if (argument === '-r' || argument === '--require') {
      index += 1;
      required.push(resolve(args[index] ?? ''));
    } else if (argument.startsWith('--')) {
      const [name = '', ...value] = argument.slice(2).split('=');
      switches.set(name, value.join('='));
    } else app = argument;
  }
  const named = resolve(app ?? '.');
  const isFolder = statSync(named).isDirectory();
  const folder = isFolder ? named : dirname(named);
  const packagePath = join(folder, 'package.json');
  const packageFile = existsSync(packagePath)
    ? (JSON.parse(readFileSync(packagePath, 'utf8')) as Record<string, unknown>)
    : {};
  const entry = typeof packageFile.main === 'string' ? packageFile.main : 'index.js';
  return { folder, main: isFolder ? join(folder, entry) : named, packageFile, required, switches };
}

/** The command line of this process. */
export const boot: Boot = readBoot(process.argv.slice(2));
