import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, session } from 'electron';
import { createEngineHost, type EngineHost } from '../host/engine-host.ts';
import { readPageFiles } from '../page/page-files.ts';
import { cacheFolder, dataFolder, installedFolders, makeFolder } from '../places.ts';
import { createElectronSpawner } from '../ports/electron-spawner.ts';
import { createAppWindows } from './app-windows.ts';
import { createApplicationMenu } from './application-menu.ts';
import { acceptClients } from './client-links.ts';
import { guardContents, guardSession } from './guards.ts';
import { endInOrder } from './orderly-end.ts';
import { registerPageScheme, servePage } from './page-protocol.ts';
import { addRecentDocument } from './recent-documents.ts';
import { createShellHandlers } from './shell-handlers.ts';
import { readStartArguments } from './start-arguments.ts';
import { takeFiles } from './system-files.ts';
import { openWindowState } from './window-state.ts';

/**
 * Runs the desktop shell. To be called at once by the entry: much of it must be said before Electron is ready.
 *
 * @param runningEntry `import.meta.url` of the entry.
 */
export async function runDesktop(runningEntry: string): Promise<void> {
  const data = makeFolder(dataFolder());
  const cache = makeFolder(cacheFolder());
  app.setName('Cairn');
  // The same as in the packages, or the taskbar takes Cairn for two programs.
  if (process.platform === 'win32') app.setAppUserModelId('dev.cairn.desktop');
  // Everything of Cairn's is in one place; two data folders are two Cairns.
  app.setPath('userData', makeFolder(join(data, 'electron')));
  const started = readStartArguments({
    argv: process.argv,
    isDefaultApp: process.defaultApp,
    currentFolder: process.cwd(),
  });
  if (!app.requestSingleInstanceLock({ files: started.files, folders: started.folders })) {
    // The Cairn that runs has been told of them.
    app.exit(0);
    return;
  }
  registerPageScheme();
  app.enableSandbox();
  guardContents();
  const systemFiles = takeFiles();

  const folders = installedFolders(runningEntry);
  const [{ version }, files, memory] = await Promise.all([
    readFile(folders.packageFile, 'utf8').then((text) => JSON.parse(text) as { version: string }),
    readPageFiles(folders.page),
    openWindowState(join(data, 'window.json')),
    app.whenReady(),
  ]);

  servePage(files);
  guardSession(session.defaultSession);
  const hostOf = (): EngineHost => host;
  let startFolder = started.folders[0];
  const links = acceptClients(hostOf);
  const menu = createApplicationMenu(links);
  const windows = createAppWindows({ folders, memory, links });
  const host: EngineHost = createEngineHost({
    spawner: createElectronSpawner(runningEntry),
    facts: {
      dataFolder: data,
      cacheFolder: cache,
      resourcesFolder: folders.resources,
      allowedRoots: started.folders,
      openedByCommandLine: started.files,
      grantsOnly: true,
    },
    shell: createShellHandlers({
      version,
      folders: { data, cache },
      startFolderOf: () => startFolder,
      windows,
      menu,
      memory,
      hostOf,
    }),
    onOpened: addRecentDocument,
  });
  endInOrder(async () => {
    await host.dispose();
    await memory.written();
  });
  windows.open(started.files);
  systemFiles.handTo(({ files: named, folders: roots }) => {
    host.allow(named);
    host.allowFolders(roots);
    startFolder = roots[0] ?? startFolder;
    windows.give(named);
  });
  app.on('activate', () => {
    if (windows.front() === undefined) windows.open();
  });
}
