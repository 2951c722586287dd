import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ConnectionManager, createLocalConnector } from '../engine/index.ts';
import { OpenedFile } from '../workbench/files/opened-file.ts';
import { errorOf, inspectObjects } from './inspect-objects.ts';
import type { InspectReport } from './inspect-report.ts';

export interface InspectOptions {
  /** Counts the rows of each object, which may read the whole file. */
  readonly counts?: boolean | undefined;
}

/** Says what a file holds, without changing anything on the disk. Never rejects for what is wrong with the file. */
export async function inspectFile(
  path: string,
  { counts = false }: InspectOptions = {},
): Promise<InspectReport> {
  const absolute = resolve(path);
  const real = await realpath(absolute).catch(() => absolute);
  const cacheFolder = await mkdtemp(join(tmpdir(), 'cairn-inspect-'));
  const manager = new ConnectionManager({ connector: createLocalConnector(), healthCheckInterval: 0 });
  const file = new OpenedFile(
    { id: 'inspect', path: real, isReadOnly: true, isSample: false },
    { manager, cacheFolder, emit: () => {}, onInfo: () => {} },
  );
  try {
    await file.open();
    const objects = await inspectObjects(file, counts);
    const { journalMode, pageSize, encoding, driver } = file.info;
    return { file: path, ok: true, error: null, journalMode, pageSize, encoding, driver, objects };
  } catch (error) {
    return {
      file: path,
      ok: false,
      error: errorOf(error),
      journalMode: null,
      pageSize: null,
      encoding: null,
      driver: null,
      objects: [],
    };
  } finally {
    await file.close();
    await manager.closeAll();
    await rm(cacheFolder, { recursive: true, force: true });
  }
}
