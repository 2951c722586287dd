import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ConnectionManager, createProcessConnector } from '../../src-main/engine/index.ts';
import { createNodeSpawner } from '../../src-main/ports/node-spawner.ts';
import { createClients } from '../../src-main/workbench/clients.ts';
import { createEngine } from '../../src-main/workbench/engine.ts';
import { type CallContext, Encoded } from '../../src-main/workbench/handlers.ts';
import {
  decode,
  type EditStep,
  encode,
  type Page,
  type RowColumn,
  type RowKey,
  type StagedRow,
} from '../../src-preload/contract/index.ts';

/** The staged edits of a file with the workbench in this process and real connection processes. */
export interface EditsHere {
  stage(steps: EditStep[]): Promise<unknown>;
  undo(): Promise<unknown>;
  discard(): Promise<unknown>;
  /** Writes all that is staged; rejects unless it is in the file. */
  commit(): Promise<void>;
  /** How many rows are staged. */
  count(): Promise<number>;
  /** The rows that are staged. */
  list(): Promise<StagedRow[]>;
  /** Opens the rows of an object, for pages to be read. */
  openRows(object: string): Promise<{ page(firstRow: number, limit: number): Promise<PageHere> }>;
  /** Asks the schema of a collection; gives the number of its problems. */
  check(object: string, json: string): Promise<number>;
  stop(): Promise<void>;
}

/** A page as the window gets it. */
export interface PageHere {
  readonly columns: readonly RowColumn[];
  readonly keys: readonly RowKey[];
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
  const { edits, commits, rows, collections } = engine.handlers;
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
    async list() {
      const staged: StagedRow[] = [];
      for await (const chunk of edits.list({ file, object: null }, context)) {
        if ('rows' in chunk) staged.push(...chunk.rows);
      }
      return staged;
    },
    async openRows(object) {
      const info = await rows.open({ file, object, sort: [], filter: [], asTable: false }, context);
      if (!('columns' in info)) throw new Error('the rows were not opened');
      return {
        async page(row, limit) {
          const output = await rows.page({ view: info.view, anchor: { kind: 'row', row }, limit }, context);
          // As bytes they cross to the window, which decodes them.
          const bytes = output instanceof Encoded ? output.bytes : encode(output);
          const { keys } = decode(bytes) as Page;
          return { columns: info.columns, keys };
        },
      };
    },
    async check(object, json) {
      const answer = await collections.check(
        { file, object, column: null, id: 'a', json, before: json },
        context,
      );
      if (!('problems' in answer) || answer.timedOut) throw new Error('the document was not checked');
      return answer.problems.length;
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
