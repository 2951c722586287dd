import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ConnectionManager, createLocalConnector } from '../../engine/index.ts';
import type { Operation } from '../../engine/types.ts';
import { OpenedFile } from './opened-file.ts';

/** How a file is opened without an engine process. */
export interface HeadlessOptions {
  /** Names the command: its private copies lie in a folder of that name. */
  readonly name: string;
  readonly isReadOnly: boolean;
  readonly operations?: Readonly<Record<string, Operation>> | undefined;
}

/**
 * Opens a file in this process, as the app would, for the time of `work`: for commands without a window. Leaves nothing
 * behind. Rejects with a `BridgeError` that says why it cannot be opened.
 */
export async function withOpenedFile<T>(
  path: string,
  { name, isReadOnly, operations }: HeadlessOptions,
  work: (file: OpenedFile) => Promise<T>,
): Promise<T> {
  const absolute = resolve(path);
  const real = await realpath(absolute).catch(() => absolute);
  const cacheFolder = await mkdtemp(join(tmpdir(), `cairn-${name}-`));
  const manager = new ConnectionManager({
    connector: createLocalConnector(operations),
    healthCheckInterval: 0,
  });
  const file = new OpenedFile(
    { id: name, path: real, isReadOnly, isSample: false },
    { manager, cacheFolder, emit: () => {}, onInfo: () => {} },
  );
  try {
    await file.open();
    return await work(file);
  } finally {
    await file.close();
    await manager.closeAll();
    await rm(cacheFolder, { recursive: true, force: true });
  }
}
