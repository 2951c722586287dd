import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
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

/** Starts the app over a new file that `sql` fills; ended when the test has finished. */
export async function startConsoleApp(sql: string, name = 'file.db'): Promise<ConsoleApp> {
  const app = await startCheckedApp();
  const path = join(app.folder, name);
  const other = new Database(path);
  onTestFinished(async () => {
    other.close();
    await app.stop();
  });
  other.exec(sql);
  const { id: file } = await app.client.files.open({ path });
  const console: ConsoleApp = {
    app,
    client: app.client,
    file,
    path,
    other,
    async run(text, input = {}, client = app.client, signal) {
      const chunks: QueryChunk[] = [];
      const stream = client.queries.run({ file, console: 'c1', sql: text, ...input }, { signal });
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
    async failure(text, input, client, signal) {
      try {
        await console.run(text, input, client, signal);
      } catch (error) {
        if (error instanceof BridgeFailure) return error;
        throw error;
      }
      throw new Error(`${text} was expected to fail.`);
    },
  };
  return console;
}
