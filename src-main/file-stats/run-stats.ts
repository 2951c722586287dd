import type { FileSpace } from '../../src-preload/contract/index.ts';
import { oneFileArguments } from '../one-file-arguments.ts';
import { printText } from '../print-text.ts';
import { objectsOf } from '../workbench/catalog/index.ts';
import { programWords } from '../workbench/files/lock-holders.ts';
import { walReaders } from '../workbench/files/wal-readers.ts';
import { withOpenedFile } from '../workbench/files/with-opened-file.ts';
import { measureSpace } from '../workbench/stats/file-space.ts';
import { spaceText } from './space-text.ts';

const USAGE = `Usage: cairn stats FILE [--json]

  --json     print the figures as one JSON object; sizes are bytes
`;

/**
 * Runs `cairn stats` with the arguments after that word: the figures of the page of statistics. Gives the exit code: 0 if
 * the file was measured, 1 if not, 2 for arguments that cannot be understood.
 */
export async function runStats(args: readonly string[]): Promise<number> {
  const parsed = oneFileArguments(args, ['json'], 'measured');
  if (typeof parsed === 'string') {
    process.stderr.write(`${parsed}\n\n${USAGE}`);
    return 2;
  }
  if (parsed === null) {
    process.stdout.write(USAGE);
    return 0;
  }
  try {
    // Before this process has a connection to the file, whose locks a look at its -shm would end.
    const readers = await readersOf(parsed.path);
    const space = await measure(parsed.path);
    const text = parsed.flags.has('json')
      ? `${JSON.stringify({ file: parsed.path, ...space, walReaders: readers }, null, 2)}\n`
      : spaceText(
          space,
          readers?.map(({ program }) => program),
        );
    await printText(process.stdout, text);
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

async function measure(path: string): Promise<FileSpace> {
  const { signal } = new AbortController();
  return await withOpenedFile(path, { name: 'stats', isReadOnly: true }, async (file) => {
    const { objects } = await objectsOf(file, { signal });
    return await measureSpace(file, new Map(objects.map(({ name, kind }) => [name, kind])), signal);
  });
}

/** The programs that read the file by its WAL, and keep that from shrinking, the oldest read first; null: not told. */
async function readersOf(path: string) {
  const readers = await walReaders(path);
  if (readers === null) return null;
  return await Promise.all(
    readers.map(async ({ pid, frames }) => ({ pid, program: await programWords(pid), frames })),
  );
}
