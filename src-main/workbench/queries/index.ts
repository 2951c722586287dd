import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import type { OpenTransactions } from '../transactions/open-transactions.ts';
import { createBuilder } from './builder.ts';
import { createConsoles } from './consoles.ts';
import { createDryRun } from './dry-run.ts';
import { createExport } from './export.ts';
import { createNames } from './names.ts';
import { createPlan } from './plan.ts';
import { createRun } from './run.ts';
import { createRunRecords } from './run-records.ts';
import { createStatementHistory } from './statement-history.ts';
import { StatementLogs } from './statement-logs.ts';

/** The `queries` slice: consoles, statements and what they would do. */
export function createQueries(services: Services, transactions: OpenTransactions): Handlers<'queries'> {
  const { openFiles, dataFolder } = services;
  const consoles = createConsoles(services);
  const logs = new StatementLogs(dataFolder);
  return {
    ...consoles.handlers,
    ...createStatementHistory(services, logs),
    ...createRun({ openFiles, transactions, consoles, records: createRunRecords((path) => logs.of(path)) }),
    ...createExport({ openFiles, transactions }),
    ...createPlan(services),
    ...createBuilder(services),
    ...createNames(services),
    ...createDryRun(services, transactions),
  };
}
