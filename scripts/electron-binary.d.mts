/** Types of `electron-binary.mjs`, which runs before anything is installed. */
export interface ElectronPlace {
  readonly packageFolder: string;
  readonly stampFile: string;
  readonly lockDigest: string;
  readonly node: string;
}

export function findElectron(packageFolder: string, env?: NodeJS.ProcessEnv): string | undefined;
export function ensureElectron(place: ElectronPlace): { readonly path: string } | { readonly why: string };
export function displayProblem(env?: NodeJS.ProcessEnv): string | undefined;
