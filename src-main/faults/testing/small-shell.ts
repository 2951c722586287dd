import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createEngineHost } from '../../host/engine-host.ts';
import { startLoopbackServer } from '../../loopback/server.ts';
import { createShellHandlers } from '../../loopback/shell-handlers.ts';
import { createTestSpawner } from '../../testing/process-entry.ts';

/*
 * Entry: the browser shell without a page, over a folder of its own. Prints its address as soon as it can be
 * reached. Unlike `serve.ts` it needs no build.
 */
const folder = process.argv[2] ?? '';
const [dataFolder, cacheFolder] = [join(folder, 'data'), join(folder, 'cache')];
for (const path of [dataFolder, cacheFolder]) mkdirSync(path, { recursive: true });
const host = createEngineHost({
  spawner: createTestSpawner(),
  facts: {
    dataFolder,
    cacheFolder,
    resourcesFolder: folder,
    allowedRoots: [],
    openedByCommandLine: [],
    grantsOnly: false,
  },
  shell: createShellHandlers({
    version: '0.0.0',
    filesAtStart: [],
    folders: { data: dataFolder, cache: cacheFolder },
  }),
});
await host.ready;
const server = await startLoopbackServer({ host, files: new Map(), port: 0 });
console.log(server.address);
