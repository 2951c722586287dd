import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ConnectionManager, createProcessConnector } from '../../src-main/engine/index.ts';
import { createNodeSpawner } from '../../src-main/ports/node-spawner.ts';
import { createClients } from '../../src-main/workbench/clients.ts';
import { createEngine } from '../../src-main/workbench/engine.ts';
import type { CallContext } from '../../src-main/workbench/handlers.ts';
import type { EditStep } from '../../src-preload/contract/index.ts';

/** The staged edits of a file with the workbench in this process and real connection processes. */
export interface EditsHere {
  stage(steps: EditStep[]): Promise<unknown>;
  undo(): Promise<unknown>;
  discard(): Promise<unknown>;
  /** Writes all that is staged; rejects unless it is in the file. */
  commit(): Promise<void>;
  /** How many rows are staged. */
  count(): Promise<number>;
  stop(): Promise<void>;
}

/** Opens a file; the journals are below `folder`, and stay there. */
export async function editsHere(path: string, folder: string): Promise<EditsHere> {
  const spawner = createNodeSpawner(new URL('../../src-main/serve.ts', import.meta.url).href);
  const connector = createProcessConnector({ spawn: () => spawner.spawn('connection-process') });
  const manager = new ConnectionManager({ connector });
  const context: CallContext = { client: 1, signal: new AbortController().signal };
  const [dataFolder, cacheFolder] = ['data', 'cache'].map((name) => join(folder, name)) as [string, string];
  mkdirSync(dataFolder, { recursive: true });
  mkdirSync(cacheFolder, { recursive: true });
  const engine = createEngine({
    manager,
    clients: createClients(),
    emit: () => {},
    dataFolder,
    cacheFolder,
    resourcesFolder: folder,
    allowedRoots: [],
    openedByCommandLine: [],
    grantsOnly: false,
    granted: [],
    restarts: 0,
  });
  const { edits, commits } = engine.handlers;
  const { id: file } = await engine.openFiles.open(path);
  let isStopped = false;
  return {
    stage: (steps) => edits.stage({ file, steps }, context),
    undo: () => edits.undo({ file }, context),
    discard: () => edits.discard({ file, object: null }, context),
    async commit() {
      const result = await commits.write({ file, decisions: [] }, context);
      if (!('kind' in result) || result.kind !== 'committed') {
        throw new Error(`the commit was not written: ${JSON.stringify(result).slice(0, 200)}`);
      }
    },
    async count() {
      const state = await edits.state({ file }, context);
      return 'counts' in state ? state.counts.inserted + state.counts.updated + state.counts.deleted : 0;
    },
    async stop() {
      if (isStopped) return;
      isStopped = true;
      await engine.dispose();
      await manager.closeAll();
      await connector.dispose?.();
    },
  };
}
