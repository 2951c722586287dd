import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectProcesses } from '../../../engine/connections/testing/test-processes.ts';
import { ConnectionManager, type Connector } from '../../../engine/index.ts';
import type { BaseServices, OpenFileSet } from '../../services.ts';
import { createOpenFiles } from '../open-files.ts';

/** An event as a test sees it. */
export interface SeenEvent {
  readonly name: string;
  readonly value: unknown;
}

export interface OpenBase extends AsyncDisposable {
  readonly base: BaseServices;
  readonly openFiles: OpenFileSet;
  readonly events: SeenEvent[];
  /** Resolves with the first event `files.changed` of this kind, told before or from now on. */
  changed(what: string): Promise<unknown>;
}

/** Open files over real connection processes, with the folders of a run below `folder`. */
export async function makeOpenBase(
  folder: string,
  facts: Partial<Pick<BaseServices, 'allowedRoots' | 'openedByCommandLine' | 'grantsOnly' | 'granted'>> = {},
  connector: Connector = connectProcesses().connector,
): Promise<OpenBase> {
  const [dataFolder, cacheFolder] = [join(folder, 'data'), join(folder, 'cache')];
  await Promise.all([dataFolder, cacheFolder].map((each) => mkdir(each, { recursive: true })));
  const manager = new ConnectionManager({ connector });
  const events: SeenEvent[] = [];
  const listeners = new Set<() => void>();
  const base: BaseServices = {
    dataFolder,
    cacheFolder,
    resourcesFolder: fileURLToPath(new URL('../../../../resources', import.meta.url)),
    allowedRoots: [],
    openedByCommandLine: [],
    grantsOnly: false,
    granted: [],
    restarts: 0,
    manager,
    clients: { onGone: () => () => undefined },
    emit: (name, value) => {
      events.push({ name, value });
      for (const listener of [...listeners]) listener();
    },
    ...facts,
  };
  const openFiles = createOpenFiles(base);
  const find = (what: string) =>
    events.find(({ name, value }) => name === 'files.changed' && isOf(value, what))?.value;
  return {
    base,
    openFiles,
    events,
    changed: (what) =>
      new Promise((resolve) => {
        const look = () => {
          const found = find(what);
          if (found === undefined) return;
          listeners.delete(look);
          resolve(found);
        };
        listeners.add(look);
        look();
      }),
    async [Symbol.asyncDispose]() {
      await openFiles.dispose();
      await manager.closeAll();
    },
  };
}

function isOf(value: unknown, what: string): boolean {
  return typeof value === 'object' && value !== null && 'what' in value && value.what === what;
}
