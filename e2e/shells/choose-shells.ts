import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findElectron } from '../../scripts/electron-binary.mjs';
import { packageFolderOf } from './package-folder.ts';

/** A shell that the suite runs in; the name of a project of Playwright's. */
export type ShellName = 'electron' | 'standin' | 'browser';

/** The folder that stands in for Electron's own. */
export const STANDIN_FOLDER = fileURLToPath(new URL('../electron-standin/binary', import.meta.url));

export interface ShellChoice {
  readonly shells: readonly ShellName[];
  /** Why these, in one line. */
  readonly why: string;
}

/**
 * What `E2E_SHELL` asks for. `auto`, which is what happens without it, is the browser and the real Electron where its
 * binary is installed, else the stand-in. Throws when Electron is asked for and is not there: nothing stands in
 * silently.
 */
export function chooseShells(
  wanted = process.env.E2E_SHELL ?? 'auto',
  electron: string | undefined = installedElectron(),
): ShellChoice {
  switch (wanted) {
    case 'auto':
      return electron === undefined
        ? { shells: ['browser', 'standin'], why: "Electron's binary is not installed" }
        : { shells: ['browser', 'electron'], why: electron };
    case 'electron':
      if (electron !== undefined) return { shells: ['electron'], why: electron };
      throw new Error(
        "E2E_SHELL=electron, and Electron's binary is not installed. Install it: npx install-electron",
      );
    case 'standin':
    case 'browser':
      return { shells: [wanted], why: `E2E_SHELL=${wanted}` };
    default:
      throw new Error(`E2E_SHELL takes auto, electron, standin or browser, not ${wanted}.`);
  }
}

function installedElectron(): string | undefined {
  const { ELECTRON_OVERRIDE_DIST_PATH: folder, ...env } = process.env;
  const isStandin = folder === STANDIN_FOLDER;
  return findElectron(packageFolderOf('electron'), isStandin ? env : process.env);
}

/** Folder of this repository. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
