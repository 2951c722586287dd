import { createCatalog } from './catalog/index.ts';
import { createCollections } from './collections/index.ts';
import { createCommits, KeptWrites } from './commits/index.ts';
import type { EngineHandlers } from './dispatch.ts';
import { createEdits } from './edits/index.ts';
import { createFiles, createOpenFiles } from './files/index.ts';
import {
  createPlugins,
  PluginSet,
  withDocumentHooks,
  withReadHooks,
  withStatementHooks,
  withTransactionHooks,
} from './plugins/index.ts';
import { createPreferences } from './preferences/index.ts';
import { createQueries } from './queries/index.ts';
import { createRows } from './rows/index.ts';
import { createSchemas } from './schemas/index.ts';
import type { BaseServices, OpenFileSet, Services } from './services.ts';
import { createStats } from './stats/index.ts';
import { createTransactions, OpenTransactions, transactionEnds } from './transactions/index.ts';

/** The workbench as a whole: every slice over one set of open files. */
export interface Engine {
  readonly handlers: EngineHandlers;
  readonly openFiles: OpenFileSet;
  /** Lets other Cairns stage edits, closes every file and its connections. */
  dispose(): Promise<void>;
}

/** Builds the slices upon each other. */
export function createEngine(base: BaseServices): Engine {
  const openFiles = createOpenFiles(base);
  const services: Services = { ...base, openFiles };
  const rows = createRows(services);
  const edits = createEdits(services);
  const kept = new KeptWrites(base.dataFolder);
  const plugins = new PluginSet(services);
  const ends = transactionEnds(kept, edits.staged, rows.views);
  const transactions = new OpenTransactions(services, withTransactionHooks(ends, plugins));
  const queries = createQueries(services, transactions);
  return {
    openFiles,
    async dispose() {
      await transactions.close();
      await edits.close();
      await openFiles.dispose();
      await plugins.dispose();
    },
    handlers: {
      files: createFiles(services),
      catalog: createCatalog(services),
      rows: withReadHooks(rows.handlers, rows.views, plugins),
      collections: withDocumentHooks(createCollections(services, rows.views), rows.views, plugins),
      edits: edits.handlers,
      commits: createCommits(services, edits.staged, kept, plugins),
      schemas: createSchemas(services, kept),
      queries: withStatementHooks(queries, openFiles, plugins),
      transactions: createTransactions(transactions, edits.staged, queries, plugins),
      plugins: createPlugins(services, plugins),
      preferences: createPreferences(services),
      stats: createStats(services),
    },
  };
}
