import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readSync } from 'node:fs';

/** Reads a file once, so that it lies in the system's page cache as far as there is room. */
export function warm(path: string): void {
  const file = openSync(path, 'r');
  const block = Buffer.allocUnsafe(4 * 1024 * 1024);
  try {
    while (readSync(file, block, 0, block.length, null) > 0);
  } finally {
    closeSync(file);
  }
}

/**
 * Takes a file out of the system's page cache and says how much of it is still there. GNU dd gives the kernel the
 * advice that the file is not needed; pages that a process has mapped stay. Throws where that does not work.
 */
export function chill(path: string): void {
  const { status, error } = spawnSync('dd', [`if=${path}`, 'iflag=nocache', 'count=0', 'status=none']);
  if (error !== undefined || status !== 0)
    throw new Error('the page cache cannot be emptied here (GNU dd is missing)');
}

/** Bytes of a file that lie in the page cache (util-linux's fincore); undefined where that is not known. */
export function cachedBytes(path: string): number | undefined {
  const { status, stdout } = spawnSync('fincore', ['-nb', '-o', 'RES', path], { encoding: 'utf8' });
  const bytes = Number(stdout?.trim());
  return status === 0 && Number.isFinite(bytes) ? bytes : undefined;
}
