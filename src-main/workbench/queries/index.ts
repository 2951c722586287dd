import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import { createBuilder } from './builder.ts';
import { createConsoles } from './consoles.ts';
import { createDryRun } from './dry-run.ts';
import { createExport } from './export.ts';
import { createNames } from './names.ts';
import { createPlan } from './plan.ts';
import { createRun } from './run.ts';
import { createStatementHistory } from './statement-history.ts';

/** The `queries` slice: consoles, statements and what they would do. */
export function createQueries(services: Services): Handlers<'queries'> {
  return {
    ...createConsoles(services),
    ...createStatementHistory(services),
    ...createRun(services),
    ...createExport(services),
    ...createPlan(services),
    ...createBuilder(services),
    ...createNames(services),
    ...createDryRun(services),
  };
}
