import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for one test that is removed when the test is done with it. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
  /** A path in it. */
  at(name: string): string;
}

export async function makeTemporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), 'cairn-test-'));
  return {
    path,
    at: (name) => join(path, name),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

/**
 * The names in a folder with a digest of each file: two equal pictures mean that nothing was changed, made or removed.
 * The -shm is shared memory and only named. Never use it in a process with connections to the files.
 */
export async function pictureOf(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(folder)).sort();
  const entries = names.map(async (name) => [
    name,
    name.endsWith('-shm') ? 'shared memory' : digest(await readFile(join(folder, name))),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

function digest(bytes: Uint8Array): string {
  return `${bytes.byteLength} bytes ${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}`;
}
