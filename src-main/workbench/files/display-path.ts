import { homedir } from 'node:os';
import { basename, dirname, sep } from 'node:path';

/** A path for display: the home folder is shown as `~`. */
export function displayPath(path: string, home: string = homedir()): string {
  if (path === home) return '~';
  return home !== '' && home !== sep && path.startsWith(home + sep) ? `~${path.slice(home.length)}` : path;
}

/** The folder of a path for display. */
export function displayFolder(path: string, home?: string): string {
  return displayPath(dirname(path), home);
}

/** Turns a typed path into a real one: `~` and `~/...` mean the home folder. */
export function expandHome(text: string, home: string = homedir()): string {
  if (text === '~') return home;
  return text.startsWith('~/') || text.startsWith(`~${sep}`) ? home + text.slice(1) : text;
}

/** The last part of a path; the path itself for a root. */
export function nameOfPath(path: string): string {
  return basename(path) || path;
}
