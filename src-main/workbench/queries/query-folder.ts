import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** Where these folders of all files are. */
export function queriesFolder(dataFolder: string): string {
  return join(dataFolder, 'consoles');
}

/** Where the consoles, the history and the saved queries of a file are kept with the app's data. */
export function queryFolder(dataFolder: string, path: string): string {
  return join(queriesFolder(dataFolder), createHash('sha256').update(path).digest('hex').slice(0, 32));
}

/** Makes something once for each file, when it is first asked for. */
export function onePerFile<T>(make: (path: string) => T): (path: string) => T {
  const made = new Map<string, T>();
  return (path) => {
    const known = made.get(path) ?? make(path);
    made.set(path, known);
    return known;
  };
}
