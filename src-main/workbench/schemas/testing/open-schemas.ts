import { onTestFinished } from 'vitest';
import type { RowKey } from '../../../../src-preload/contract/index.ts';
import { schemas as contract } from '../../../../src-preload/contract/schemas.ts';
import {
  ConnectionManager,
  createDB,
  createLocalConnector,
  createProcessConnector,
  type Database,
} from '../../../engine/index.ts';
import { operations } from '../../../operations/index.ts';
import { createTestSpawner } from '../../../testing/process-entry.ts';
import { KeptWrites } from '../../commits/index.ts';
import { createOpenFiles } from '../../files/index.ts';
import { makeOpenBase } from '../../files/testing/open-base.ts';
import { makeTemporaryFolder } from '../../files/testing/temporary-folder.ts';
import type { CallContext } from '../../handlers.ts';
import { createSchemas } from '../index.ts';

export const context: CallContext = { client: 1, signal: new AbortController().signal };

/** What is to be saved, as a caller says it. */
export interface Wish {
  readonly object: string;
  readonly column?: string;
  readonly schema: unknown;
  readonly primaryKey?: string | null;
  readonly fields?: readonly {
    path: string[];
    unique?: boolean;
    index?: boolean;
    foreignKey?: string | null;
  }[];
}

/** The slice over a new file; `processes`: connections that can be killed, as in the app. */
export async function openSchemas(
  fill: (db: Database) => Promise<void>,
  { processes = false, readOnly = false }: { processes?: boolean; readOnly?: boolean } = {},
) {
  const folder = await makeTemporaryFolder();
  const path = folder.at('shop.sqlite');
  {
    await using db = createDB({ filename: path });
    await fill(db);
  }
  const opened = await makeOpenBase(folder.at('run'));
  const spawner = processes ? createTestSpawner() : undefined;
  const connector =
    spawner === undefined
      ? createLocalConnector(operations)
      : createProcessConnector({ spawn: () => spawner.spawn('connection-process') });
  const manager = new ConnectionManager({ connector });
  const base = { ...opened.base, manager };
  const openFiles = createOpenFiles(base);
  onTestFinished(async () => {
    await openFiles.dispose();
    await manager.closeAll();
    await connector.dispose?.();
    await opened[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });
  const { id: file } = await openFiles.open(path, { readOnly });
  const kept = new KeptWrites(base.dataFolder);
  const services = { ...base, openFiles };
  const handlers = createSchemas(services, kept);
  const wanted = ({ object, column, schema, primaryKey = null, fields = [] }: Wish) =>
    contract.review.input.parse({
      file,
      object,
      column: column ?? null,
      schema: JSON.stringify(schema),
      primaryKey,
      fields: fields.map((field) => ({ unique: false, index: false, foreignKey: null, ...field })),
    });
  return {
    file,
    path,
    handlers,
    kept,
    services,
    openFile: openFiles.get(file),
    describe: async (object: string, column: string | null = null) =>
      contract.describe.output.parse(await handlers.describe({ file, object, column }, context)),
    async infer(object: string, column: string) {
      let last = null;
      for await (const chunk of handlers.infer({ file, object, column }, context)) {
        last = contract.infer.chunk.parse(chunk);
      }
      if (last === null) throw new Error('Nothing was answered.');
      return last;
    },
    async check(object: string, more: { column?: string; schema?: unknown } = {}) {
      const chunks = [];
      const schema = more.schema === undefined ? null : JSON.stringify(more.schema);
      const input = { file, object, column: more.column ?? null, schema };
      for await (const chunk of handlers.check(input, context))
        chunks.push(contract.check.chunk.parse(chunk));
      const last = chunks.at(-1);
      if (last === undefined) throw new Error('Nothing was answered.');
      return { ...last, documents: chunks.flatMap(({ documents }) => documents) };
    },
    async tryRepair(
      object: string,
      column: string,
      repairs: readonly { key: RowKey; path: (string | number)[]; raw: string | null }[],
      schema: unknown = null,
    ) {
      const text = schema === null ? null : JSON.stringify(schema);
      const input = contract.tryRepair.input.parse({ file, object, column, schema: text, repairs });
      return contract.tryRepair.output.parse(await handlers.tryRepair(input, context));
    },
    review: async (wish: Wish) => contract.review.output.parse(await handlers.review(wanted(wish), context)),
    async save(wish: Wish, reviewed: readonly string[]) {
      const input = contract.save.input.parse({ ...wanted(wish), reviewed });
      return contract.save.output.parse(await handlers.save(input, context));
    },
  };
}
