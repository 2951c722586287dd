import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { edits as editsContract } from '../../../../src-preload/contract/edits.ts';
import type { EditStep, EditsChanged, EventName, StagedRow } from '../../../../src-preload/contract/index.ts';
import { ConnectionManager, createLocalConnector, openDriver } from '../../../engine/index.ts';
import type { Driver } from '../../../engine/types.ts';
import { operations } from '../../../operations/index.ts';
import { type ClientSet, createClients } from '../../clients.ts';
import { createOpenFiles } from '../../files/index.ts';
import type { CallContext, Handlers } from '../../handlers.ts';
import type { Services } from '../../services.ts';
import { createEdits, type Edits } from '../index.ts';

/** What a test may do with the staged edits of one file. */
export interface EditsUnderTest {
  readonly handlers: Handlers<'edits'>;
  readonly staged: Edits['staged'];
  readonly services: Services;
  readonly clients: ClientSet;
  readonly file: string;
  readonly path: string;
  readonly journals: string;
  /** A connection of the test's own, like another program. */
  readonly writer: Driver;
  readonly events: {
    readonly name: EventName;
    readonly value: unknown;
    readonly client: number | undefined;
  }[];
  stage(...steps: EditStep[]): Promise<EditsChanged>;
  list(object?: string): Promise<StagedRow[]>;
  /** Ends this engine in order; a new one may open the same file. */
  end(): Promise<void>;
}

export const context: CallContext = { client: 1, signal: new AbortController().signal };

/** A new file that `sql` fills, or an existing one with the data of an earlier run, by connections in this process. */
export async function openEdits(
  from: string | { readonly path: string; readonly dataFolder: string },
): Promise<EditsUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-edits-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = typeof from === 'string' ? join(folder, 'file.sqlite') : from.path;
  const dataFolder = typeof from === 'string' ? folder : from.dataFolder;
  const writer = openDriver('better-sqlite3', { filename: path });
  if (typeof from === 'string') writer.execSync(from);
  const manager = new ConnectionManager({
    connector: createLocalConnector(operations),
    healthCheckInterval: 0,
  });
  const events: { name: EventName; value: unknown; client: number | undefined }[] = [];
  const clients = createClients();
  const base = {
    manager,
    clients,
    emit: (name: EventName, value: unknown, client?: number) => void events.push({ name, value, client }),
    dataFolder,
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
  const { handlers, staged, close } = createEdits(services);
  let isEnded = false;
  const end = async () => {
    if (isEnded) return;
    isEnded = true;
    for (const { info } of openFiles.all()) await openFiles.close(info.id);
    await close();
    await openFiles.dispose();
    await manager.closeAll();
    writer.closeSync();
  };
  onTestFinished(end);
  const { id: file } = await openFiles.open(path);
  return {
    handlers,
    staged,
    services,
    clients,
    file,
    path,
    journals: join(dataFolder, 'edits'),
    writer,
    events,
    async stage(...steps) {
      const input = editsContract.stage.input.parse({ file, steps });
      return editsContract.stage.output.parse(await handlers.stage(input, context));
    },
    async list(object) {
      const rows: StagedRow[] = [];
      for await (const chunk of handlers.list({ file, object: object ?? null }, context)) {
        rows.push(...editsContract.list.chunk.parse(chunk).rows);
      }
      return rows;
    },
    end,
  };
}
