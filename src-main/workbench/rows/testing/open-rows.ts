import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  decode,
  type EventName,
  type Page,
  type PageAnchor,
  type ViewInfo,
} from '../../../../src-preload/contract/index.ts';
import { rows as rowsContract } from '../../../../src-preload/contract/rows.ts';
import { ConnectionManager, createLocalConnector, openDriver } from '../../../engine/index.ts';
import type { Driver } from '../../../engine/types.ts';
import { operations } from '../../../operations/index.ts';
import { type ClientSet, createClients } from '../../clients.ts';
import { createOpenFiles } from '../../files/index.ts';
import { type CallContext, Encoded } from '../../handlers.ts';
import type { Services } from '../../services.ts';
import { createRows } from '../index.ts';

/** What a test may do with the rows of one file. */
export interface RowsUnderTest {
  readonly rows: ReturnType<typeof createRows>;
  readonly services: Services;
  readonly clients: ClientSet;
  readonly file: string;
  readonly path: string;
  /** A writer of the test's own, like another program. */
  readonly writer: Driver;
  readonly events: { readonly name: EventName; readonly value: unknown }[];
  open(object: string, input?: Partial<OpenWishes>): Promise<ViewInfo>;
  page(view: string, anchor: PageAnchor, limit: number): Promise<Page>;
  /** Waits until row numbers are exact. */
  settled(view: string): Promise<ViewInfo>;
}

interface OpenWishes {
  readonly sort: ViewInfo['sort'];
  readonly filter: ViewInfo['filter'];
  readonly asTable: boolean;
}

export const context: CallContext = { client: 1, signal: new AbortController().signal };

/** Opens a new file that `sql` fills, with the real files slice and connections in this process. */
export async function openRows(sql: string): Promise<RowsUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-rows-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'file.sqlite');
  const writer = openDriver('better-sqlite3', { filename: path });
  writer.execSync(sql);
  const manager = new ConnectionManager({
    connector: createLocalConnector(operations),
    healthCheckInterval: 0,
  });
  const events: { name: EventName; value: unknown }[] = [];
  const clients = createClients();
  const base = {
    manager,
    clients,
    emit: (name: EventName, value: unknown) => void events.push({ name, value }),
    dataFolder: folder,
    cacheFolder: folder,
    resourcesFolder: folder,
    allowedRoots: [],
    openedByCommandLine: [],
    grantsOnly: false,
    granted: [],
    restarts: 0,
  };
  const openFiles = createOpenFiles(base);
  const services: Services = { ...base, openFiles };
  const rows = createRows(services);
  onTestFinished(async () => {
    clients.leave(context.client);
    await openFiles.dispose();
    await manager.closeAll();
    writer.closeSync();
  });
  const { id: file } = await openFiles.open(path);
  return {
    rows,
    services,
    clients,
    file,
    path,
    writer,
    events,
    open: (object, wishes = {}) =>
      rows.handlers.open(
        { file, object, sort: [], filter: [], asTable: false, ...wishes },
        context,
      ) as Promise<ViewInfo>,
    async page(view, anchor, limit) {
      const answer = await rows.handlers.page({ view, anchor, limit }, context);
      return rowsContract.page.output.parse(answer instanceof Encoded ? decode(answer.bytes) : answer);
    },
    async settled(view) {
      const opened = rows.views.get(view);
      await opened.spansOf([{ firstRow: 0, lastRow: 0 }]);
      while (opened.info.progress.positions !== 'ready')
        await new Promise((resolve) => setImmediate(resolve));
      return opened.info;
    },
  };
}
