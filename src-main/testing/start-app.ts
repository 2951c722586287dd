import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Client, createClient } from '../../src-preload/client.ts';
import { createFrameBridge } from '../../src-preload/frame-bridge.ts';
import { createEngineHost, type EngineHost, type HeartbeatOptions } from '../host/engine-host.ts';
import { createShellHandlers } from '../loopback/shell-handlers.ts';
import { createTestSpawner } from './process-entry.ts';

/** Cairn without a page: the real host, engine and connections, asked through the real bridge. */
export interface RunningApp {
  readonly client: Client;
  readonly host: EngineHost;
  /** Settings and recents of this run. */
  readonly dataFolder: string;
  /** An empty folder for the files of a test. */
  readonly folder: string;
  /** Another window of the same app. */
  connect(): { readonly client: Client; disconnect(): void };
  /** Ends everything and removes the folders. */
  stop(): Promise<void>;
}

export interface StartAppOptions {
  readonly filesAtStart?: readonly string[] | undefined;
  readonly allowedRoots?: readonly string[] | undefined;
  /** Only what the user has named may be opened, as on the desktop. */
  readonly grantsOnly?: boolean | undefined;
  /** Of a run before; it is left where it is. */
  readonly dataFolder?: string | undefined;
  readonly onOpened?: ((path: string) => void) | undefined;
  readonly heartbeat?: HeartbeatOptions | undefined;
}

/** Starts the app, and waits until it answers. */
export async function startApp(options: StartAppOptions = {}): Promise<RunningApp> {
  const root = mkdtempSync(join(tmpdir(), 'cairn-app-'));
  const [folder, ownDataFolder, cacheFolder] = ['files', 'data', 'cache'].map((name) =>
    mkdtempSync(join(root, name)),
  );
  const dataFolder = options.dataFolder ?? ownDataFolder;
  if (folder === undefined || dataFolder === undefined || cacheFolder === undefined)
    throw new Error('no folders');
  const host = createEngineHost({
    spawner: createTestSpawner(),
    facts: {
      dataFolder,
      cacheFolder,
      resourcesFolder: fileURLToPath(new URL('../../resources', import.meta.url)),
      allowedRoots: options.allowedRoots ?? [],
      openedByCommandLine: options.filesAtStart ?? [],
      grantsOnly: options.grantsOnly ?? false,
    },
    shell: createShellHandlers({
      version: '0.0.0',
      filesAtStart: options.filesAtStart ?? [],
      folders: { data: dataFolder, cache: cacheFolder },
    }),
    heartbeat: options.heartbeat,
    onOpened: options.onOpened,
  });
  await host.ready;
  const connect = () => {
    // Frames are copied as they are between two processes: neither side may see the other's changes.
    const frames = createFrameBridge((frame) => queueMicrotask(() => link.receive(frame.slice())));
    const link = host.attach((frame) => queueMicrotask(() => frames.receive(frame.slice())));
    return { client: createClient(frames.bridge), disconnect: () => link.detach() };
  };
  return {
    client: connect().client,
    host,
    dataFolder,
    folder,
    connect,
    async stop() {
      await host.dispose();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
