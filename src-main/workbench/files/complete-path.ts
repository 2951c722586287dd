import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import type { Contract, OutputOf } from '../../../src-preload/contract/index.ts';
import type { AllowedPaths } from './allowed-paths.ts';
import { expandHome } from './display-path.ts';

export type PathCompletion = OutputOf<Contract['files']['complete']>;

const MOST_MATCHES = 100;

/**
 * Completes the last part of a typed path inside the allowed roots: folders first, case ignored, hidden files only
 * after a typed dot. A relative text completes in the first root (without roots: the home folder).
 */
export async function completePath(text: string, allowed: AllowedPaths): Promise<PathCompletion> {
  const start = (await allowed.roots())[0] ?? homedir();
  const expanded = expandHome(text);
  const isAbsolute = expanded.startsWith(sep) || /^[a-z]:[\\/]/iu.test(expanded);
  const typed = isAbsolute ? expanded : join(start, sep, expanded);
  const endsInFolder = text === '' || text === '~' || typed.endsWith(sep) || typed.endsWith('/');
  const folder = text === '' ? start : endsInFolder ? typed : dirname(typed);
  const prefix = endsInFolder ? '' : typed.slice(typed.lastIndexOf(sep) + 1);
  if (!(await allowed.allows(folder))) return { folder: null, matches: [] };
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => null);
  if (entries === null) return { folder: null, matches: [] };

  const wanted = prefix.toLowerCase();
  const named = entries.filter(
    ({ name }) => name.toLowerCase().startsWith(wanted) && (prefix.startsWith('.') || !name.startsWith('.')),
  );
  named.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  const matches: PathCompletion['matches'] = [];
  for (const entry of named) {
    if (matches.length >= MOST_MATCHES) break;
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink() && !(await allowed.allows(path))) continue;
    const isFolder =
      entry.isDirectory() ||
      (entry.isSymbolicLink() &&
        (await stat(path).then(
          (stats) => stats.isDirectory(),
          () => false,
        )));
    matches.push({ name: entry.name, path, isFolder });
  }
  matches.sort((a, b) => Number(b.isFolder) - Number(a.isFolder));
  return { folder, matches };
}
