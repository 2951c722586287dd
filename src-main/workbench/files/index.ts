import { homedir } from 'node:os';
import { join } from 'node:path';
import { listObjects } from '../catalog/objects.ts';
import type { Handlers } from '../handlers.ts';
import type { OpenFile } from '../open-file.ts';
import type { Services } from '../services.ts';
import { completePath } from './complete-path.ts';
import { createDamageReports } from './damage-reports.ts';
import { displayPath, expandHome } from './display-path.ts';
import { ownPids } from './establish.ts';
import { listFolder } from './folder-list.ts';
import { preflight } from './preflight.ts';
import { fileNotAllowed } from './preflight-errors.ts';
import { createRecents } from './recents.ts';
import { ensureSample } from './sample.ts';
import { summaryOf } from './summary.ts';

export { createOpenFiles } from './open-files.ts';

/** The `files` slice: finding, opening and closing files, and those opened before. */
export function createFiles(services: Services): Handlers<'files'> {
  const { dataFolder, emit, manager, openFiles } = services;
  const { allowed } = openFiles;
  const recents = createRecents(join(dataFolder, 'recents.json'), allowed);
  allowed.alsoAllow((path) => recents.has(path));
  const reportDamage = createDamageReports([recents], emit);

  async function remember(file: OpenFile): Promise<void> {
    const { path } = file.info;
    await recents.add(path, '');
    const { objects } = await file.use('reader', { holder: 'opening the file' }, (connection) =>
      listObjects(connection),
    );
    await recents.add(path, summaryOf(objects));
  }

  return {
    async roots() {
      const roots = await allowed.roots();
      return {
        roots: roots.map((path) => ({ path, display: displayPath(path) })),
        home: roots[0] ?? (allowed.isEverything ? homedir() : null),
      };
    },
    list: ({ folder, showOthers }, { signal }) =>
      listFolder(expandHome(folder), { showOthers, signal }, allowed, ownPids(manager)),
    complete: ({ text }) => completePath(text, allowed),
    async preflight({ path }) {
      const expanded = expandHome(path);
      if (!(await allowed.allows(expanded))) throw fileNotAllowed(expanded, allowed);
      return preflight(expanded, ownPids(manager));
    },
    async open({ path, readOnly }, { signal }) {
      const info = await openFiles.open(expandHome(path), { readOnly, signal });
      // A list of recent files that cannot be written, or a file that is closed meanwhile, keeps nothing from opening.
      remember(openFiles.get(info.id)).catch(() => undefined);
      return info;
    },
    async openSample(_, { signal }) {
      return openFiles.open(await ensureSample(services), { isSample: true, signal });
    },
    async opened() {
      return openFiles.all().map(({ info }) => info);
    },
    async close({ file }, { signal }) {
      await openFiles.close(file, { signal });
      return null;
    },
    async recents(_, { client }) {
      const list = await recents.list();
      reportDamage(client);
      return list;
    },
    async forget({ path }) {
      await recents.forget(path);
      return null;
    },
  };
}
