import { type NamedPaths, namedPaths } from '../named-paths.ts';

export interface ElectronCommandLine {
  readonly argv: readonly string[];
  /** The folder of the app stands in the command line: Electron itself was started with it. */
  readonly isDefaultApp: boolean;
  readonly currentFolder: string;
}

/** Files and folders that the app was started with. Switches are Chromium's and Electron's own. */
export function readStartArguments({ argv, isDefaultApp, currentFolder }: ElectronCommandLine): NamedPaths {
  const named = argv.slice(1).filter((argument) => !argument.startsWith('-'));
  return namedPaths(isDefaultApp ? named.slice(1) : named, currentFolder);
}
