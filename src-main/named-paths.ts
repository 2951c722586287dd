import { statSync } from 'node:fs';
import { resolve } from 'node:path';

/** What was named on a command line: absolute paths, in order and once each. */
export interface NamedPaths {
  /** Whether they exist or not. */
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/** Tells files from folders. What does not exist is a file, so that its absence has a place to be shown. */
export function namedPaths(paths: readonly string[], currentFolder: string): NamedPaths {
  const files = new Set<string>();
  const folders = new Set<string>();
  for (const named of paths) {
    const path = resolve(currentFolder, named);
    (isFolder(path) ? folders : files).add(path);
  }
  return { files: [...files], folders: [...folders] };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
