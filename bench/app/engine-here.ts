import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConnectionManager, createProcessConnector } from '../../src-main/engine/index.ts';
import { createNodeSpawner } from '../../src-main/ports/node-spawner.ts';
import { createClients } from '../../src-main/workbench/clients.ts';
import { createEngine } from '../../src-main/workbench/engine.ts';
import { type CallContext, Encoded } from '../../src-main/workbench/handlers.ts';
import { decode, type PageAnchor, type ViewInfo } from '../../src-preload/contract/index.ts';
import { PAGE_ROWS } from './open-view.ts';

/** The workbench in this process, with real connection processes: what the engine's own process sees. */
export interface EngineHere {
  /** A page as the engine gets it: encoded by the connection process, not parsed. */
  page(anchor: PageAnchor): Promise<Uint8Array>;
  stop(): Promise<void>;
}

/** Opens a file's table and waits until its row numbers are exact. */
export async function engineHere(path: string): Promise<EngineHere> {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-bench-engine-'));
  const spawner = createNodeSpawner(new URL('../../src-main/serve.ts', import.meta.url).href);
  const connector = createProcessConnector({ spawn: () => spawner.spawn('connection-process') });
  const manager = new ConnectionManager({ connector });
  const clients = createClients();
  const context: CallContext = { client: 1, signal: new AbortController().signal };
  let onReady = () => {};
  const isReady = new Promise<void>((resolve) => {
    onReady = resolve;
  });
  const { handlers, openFiles } = createEngine({
    manager,
    clients,
    emit: (name, value) => {
      if (name === 'rows.progress' && (value as ViewInfo['progress']).positions === 'ready') onReady();
    },
    dataFolder: folder,
    cacheFolder: folder,
    resourcesFolder: folder,
    allowedRoots: [],
    openedByCommandLine: [],
    grantsOnly: false,
    granted: [],
    restarts: 0,
  });
  const { id: file } = await openFiles.open(path);
  const opened = await handlers.rows.open(
    { file, object: 'sales', sort: [], filter: [], asTable: false },
    context,
  );
  const { view, progress } = (opened instanceof Encoded ? decode(opened.bytes) : opened) as ViewInfo;
  const page: EngineHere['page'] = async (anchor) => {
    const answer = await handlers.rows.page({ view, anchor, limit: PAGE_ROWS }, context);
    if (answer instanceof Encoded) return answer.bytes;
    throw new Error('the engine has parsed a page');
  };
  await page({ kind: 'first' });
  if (progress.positions !== 'ready') await isReady;
  return {
    page,
    async stop() {
      await openFiles.dispose();
      await manager.closeAll();
      await connector.dispose?.();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
