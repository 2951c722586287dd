import { readFileSync } from 'node:fs';
import { createEngineHost } from '../host/engine-host.ts';
import { readPageFiles } from '../page/page-files.ts';
import { cacheFolder, dataFolder, installedFolders, makeFolder } from '../places.ts';
import { createNodeSpawner } from '../ports/node-spawner.ts';
import { openBrowser } from './open-browser.ts';
import { readServeArguments, SERVE_USAGE, type ServeArguments, UsageError } from './serve-arguments.ts';
import { type LoopbackServer, startLoopbackServer } from './server.ts';
import { createShellHandlers } from './shell-handlers.ts';

/** Must run before the app's own script, which stands later in the document; both wait for the whole document. */
const BRIDGE_SCRIPT = '<script type="module" src="/assets/browser-bridge.js"></script>';

/**
 * `cairn serve`: runs the browser shell until it is told to end.
 *
 * @param runningEntry `import.meta.url` of the entry that runs.
 * @returns the exit code: 0 after a SIGINT or SIGTERM, 1 when it could not be started, 2 for bad usage.
 */
export async function runServe(args: readonly string[], runningEntry: string): Promise<number> {
  try {
    const wanted = readServeArguments(args);
    return await serve(wanted, runningEntry);
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${error.message}\n${SERVE_USAGE}`);
      return 2;
    }
    console.error(startProblem(error));
    return 1;
  }
}

async function serve(wanted: ServeArguments, runningEntry: string): Promise<number> {
  const folders = installedFolders(runningEntry);
  const { version } = JSON.parse(readFileSync(folders.packageFile, 'utf8')) as { version: string };
  const files = await readPageFiles(folders.page, BRIDGE_SCRIPT);
  const data = makeFolder(dataFolder());
  const cache = makeFolder(cacheFolder());
  const ending = endSignal();
  const host = createEngineHost({
    spawner: createNodeSpawner(runningEntry),
    facts: {
      dataFolder: data,
      cacheFolder: cache,
      resourcesFolder: folders.resources,
      allowedRoots: wanted.roots,
      openedByCommandLine: wanted.files,
      grantsOnly: false,
    },
    shell: createShellHandlers({ version, filesAtStart: wanted.files, folders: { data, cache } }),
  });
  let server: LoopbackServer | undefined;
  try {
    await host.ready;
    server = await startLoopbackServer({ host, files, port: wanted.port });
    console.log(`Cairn is ready at ${server.address}`);
    if (wanted.opensBrowser) openBrowser(server.address);
    await ending;
    return 0;
  } finally {
    await server?.close();
    await host.dispose();
  }
}

function endSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}

function startProblem(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return 'The port is in use by another program. Choose another one with --port N.';
  if (code === 'EACCES')
    return `Cairn may not do this: ${message}. Choose another port, or set CAIRN_DATA_DIR.`;
  return `Cairn could not be started: ${message}`;
}
