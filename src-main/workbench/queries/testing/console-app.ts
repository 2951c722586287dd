import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, onTestFinished } from 'vitest';
import { BridgeFailure, type Client } from '../../../../src-preload/client.ts';
import type { InputOf } from '../../../../src-preload/contract/index.ts';
import type { QueryChunk, queries } from '../../../../src-preload/contract/queries.ts';
import { startCheckedApp } from '../../../faults/testing/checked-app.ts';
import type { RunningApp } from '../../../testing/start-app.ts';

type RunInput = Omit<InputOf<typeof queries.run>, 'file' | 'console' | 'sql'>;
type Done = Extract<QueryChunk, { kind: 'done' }>;

/** What a statement answered through the bridge. */
export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly done: Done;
}

/** The whole app with one open file, asked as a console asks. */
export interface ConsoleApp {
  readonly app: RunningApp;
  readonly client: Client;
  readonly file: string;
  readonly path: string;
  /** A handle of another program. */
  readonly other: Database.Database;
  run(sql: string, input?: RunInput, client?: Client, signal?: AbortSignal): Promise<Answer>;
  /** The failure of a statement. */
  failure(sql: string, input?: RunInput, client?: Client, signal?: AbortSignal): Promise<BridgeFailure>;
}

/** The app of all tests of a file: a start takes longer than most of them. */
let shared: RunningApp | undefined;
afterAll(async () => {
  await shared?.stop();
  shared = undefined;
});

/**
 * A new file that `sql` fills, and a window on it, in the app that the tests of this test file share. When the test has
 * finished, what it has opened is closed.
 */
export async function startConsoleApp(sql: string, name?: string): Promise<ConsoleApp> {
  shared ??= await startCheckedApp();
  const app = shared;
  const { client, disconnect } = app.connect();
  onTestFinished(async () => {
    for (const { id } of await client.files.opened({})) await client.files.close({ file: id });
    disconnect();
  });
  return await openConsole(app, client, sql, name);
}

/** The same in an app of its own, with nothing kept of other files. */
export async function startOwnConsoleApp(sql: string, name?: string): Promise<ConsoleApp> {
  const app = await startCheckedApp();
  onTestFinished(() => app.stop());
  return await openConsole(app, app.client, sql, name);
}

async function openConsole(
  app: RunningApp,
  client: Client,
  sql: string,
  name = 'file.db',
): Promise<ConsoleApp> {
  const path = join(mkdtempSync(join(app.folder, 'test-')), name);
  const other = new Database(path);
  onTestFinished(() => void other.close());
  other.exec(sql);
  const { id: file } = await client.files.open({ path });
  const console: ConsoleApp = {
    app,
    client,
    file,
    path,
    other,
    async run(text, input = {}, asking = client, signal) {
      const chunks: QueryChunk[] = [];
      const stream = asking.queries.run({ file, console: 'c1', sql: text, ...input }, { signal });
      for await (const chunk of stream) chunks.push(chunk);
      const done = chunks.at(-1);
      if (done?.kind !== 'done') throw new Error('The answer has no end.');
      return {
        columns: chunks.flatMap((chunk) =>
          chunk.kind === 'columns' ? chunk.columns.map((column) => column.name) : [],
        ),
        rows: chunks.flatMap((chunk) => (chunk.kind === 'rows' ? chunk.rows : [])),
        done,
      };
    },
    async failure(text, input, asking, signal) {
      try {
        await console.run(text, input, asking, signal);
      } catch (error) {
        if (error instanceof BridgeFailure) return error;
        throw error;
      }
      throw new Error(`${text} was expected to fail.`);
    },
  };
  return console;
}
