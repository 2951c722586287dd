import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';

/** Which paths this Cairn may look at. */
export interface AllowedPaths {
  /** Whether any path may be opened. */
  readonly isEverything: boolean;
  /** Real paths of the roots, in the order of the command line; those that do not exist are left out. */
  roots(): Promise<readonly string[]>;
  /** Whether the path, with all links followed, lies in a root or was named on the command line. */
  allows(path: string): Promise<boolean>;
}

/** Makes the rule from the roots and single files of the command line. No roots at all: everything. */
export function createAllowedPaths(
  allowedRoots: readonly string[],
  allowedFiles: readonly string[],
): AllowedPaths {
  const isEverything = allowedRoots.length === 0;
  return {
    isEverything,
    roots: async () => {
      const roots = await Promise.all(allowedRoots.map((root) => realpath(root).catch(() => null)));
      return roots.filter((root) => root !== null);
    },
    async allows(path) {
      if (isEverything) return true;
      if (allowedFiles.some((file) => resolve(file) === resolve(path))) return true;
      const real = await realNameOf(path);
      for (const root of allowedRoots) {
        if (isInside(real, await realNameOf(root))) return true;
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
