import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { namedPaths } from '../named-paths.ts';

export interface ServeArguments {
  /** Absolute paths of the files named, whether they exist or not, in order and once each. */
  readonly files: readonly string[];
  /** Folders that may be read: those named, and those of the files named. Without arguments: the current folder. */
  readonly roots: readonly string[];
  readonly port: number;
  readonly opensBrowser: boolean;
}

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const SERVE_USAGE = `Usage: cairn serve [FILES or FOLDERS...] [--port N] [--no-open]
  FILES     are opened; the folders that they lie in can be read
  FOLDERS   can be read; without any argument, the current folder
  --port N  a fixed port of 127.0.0.1 instead of a free one
  --no-open print the address and leave the browser alone`;

/** Reads the arguments of `cairn serve`. Throws `UsageError`. */
export function readServeArguments(args: readonly string[], currentFolder = process.cwd()): ServeArguments {
  const { values, positionals } = parse(args);
  const port = values.port === undefined ? 0 : Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UsageError(`--port takes a number from 0 to 65535, not "${values.port}".`);
  }
  const { files, folders } = namedPaths(positionals, currentFolder);
  const roots = new Set(positionals.length === 0 ? [currentFolder] : folders);
  for (const file of files) roots.add(dirname(file));
  return { files, roots: [...roots], port, opensBrowser: !values['no-open'] };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { port: { type: 'string' }, 'no-open': { type: 'boolean', default: false } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
