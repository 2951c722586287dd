import { realpathSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';

/** Which paths this Cairn may look at. */
export interface AllowedPaths {
  /** Whether any path may be opened. */
  readonly isEverything: boolean;
  /** Whether the user names files to the shell, so that without roots only those are allowed. */
  readonly isByGrant: boolean;
  /** Real paths of the roots, in the order in which they were named; those that do not exist are left out. */
  roots(): Promise<readonly string[]>;
  /** Whether the path, with all links followed, lies in a root, or was named by the user as it stands. */
  allows(path: string): Promise<boolean>;
  /** The user has named these: they are allowed from now on, by their own and their real names. */
  grant(paths: readonly string[]): void;
  /** The user has named these folders: what lies in them is allowed from now on. */
  addRoots(folders: readonly string[]): void;
  /** One more rule: where only granted paths are allowed, what `isKnown` says yes to is as well. */
  alsoAllow(isKnown: (path: string) => Promise<boolean>): void;
}

export interface AllowedPathsOptions {
  readonly roots: readonly string[];
  /** Single files that the user has named. */
  readonly granted: readonly string[];
  /** Without roots nothing but what was granted is allowed, instead of everything. */
  readonly grantsOnly: boolean;
}

/** Makes the rule from what the shell says about this run. */
export function createAllowedPaths({ roots: first, granted, grantsOnly }: AllowedPathsOptions): AllowedPaths {
  const isEverything = first.length === 0 && !grantsOnly;
  const roots = new Set(first);
  const grants = new Set<string>();
  const rules: ((path: string) => Promise<boolean>)[] = [];
  const grant = (paths: readonly string[]) => {
    for (const path of paths) grants.add(resolve(path)).add(realOrSame(path));
  };
  grant(granted);
  return {
    isEverything,
    isByGrant: grantsOnly,
    grant,
    addRoots: (folders) => {
      for (const folder of folders) roots.add(folder);
    },
    alsoAllow: (isKnown) => {
      if (grantsOnly) rules.push(isKnown);
    },
    roots: async () => {
      const real = await Promise.all([...roots].map((root) => realpath(root).catch(() => null)));
      return real.filter((root) => root !== null);
    },
    async allows(path) {
      if (isEverything || grants.has(resolve(path))) return true;
      const real = await realNameOf(path);
      for (const root of roots) {
        if (isInside(real, await realNameOf(root))) return true;
      }
      for (const isKnown of rules) {
        if (await isKnown(resolve(path))) return true;
      }
      return false;
    },
  };
}

/** Whether `path` is `folder` or lies below it. Both are real paths. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** The real path; where the end of it does not exist, its existing part is made real and the rest kept. */
async function realNameOf(path: string): Promise<string> {
  const absolute = resolve(path);
  try {
    return await realpath(absolute);
  } catch {
    const parent = dirname(absolute);
    return parent === absolute
      ? absolute
      : resolve(await realNameOf(parent), absolute.slice(parent.length).replace(/^[/\\]+/u, ''));
  }
}

function realOrSame(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
