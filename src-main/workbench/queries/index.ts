import { join } from 'node:path';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import type { OpenTransactions } from '../transactions/open-transactions.ts';
import { createBuilder } from './builder.ts';
import { createConsoles } from './consoles.ts';
import { createDryRun } from './dry-run.ts';
import { createExport } from './export.ts';
import { createNames } from './names.ts';
import { createPlan } from './plan.ts';
import { onePerFile, queryFolder } from './query-folder.ts';
import { createRun } from './run.ts';
import { createRunRecords } from './run-records.ts';
import { createStatementHistory } from './statement-history.ts';
import { StatementLog } from './statement-log.ts';

/** The `queries` slice: consoles, statements and what they would do. */
export function createQueries(services: Services, transactions: OpenTransactions): Handlers<'queries'> {
  const { openFiles, dataFolder } = services;
  const consoles = createConsoles(services);
  const logOf = onePerFile((path) => new StatementLog(join(queryFolder(dataFolder, path), 'history.ndjson')));
  return {
    ...consoles.handlers,
    ...createStatementHistory(services, logOf),
    ...createRun({ openFiles, transactions, consoles, records: createRunRecords(logOf) }),
    ...createExport({ openFiles, transactions }),
    ...createPlan(services),
    ...createBuilder(services),
    ...createNames(services),
    ...createDryRun(services),
  };
}
