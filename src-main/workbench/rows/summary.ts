import type { SummaryInput, SummaryOutput } from '../../operations/summary.ts';
import type { Handlers } from '../handlers.ts';
import { columnsNamed } from './find-columns.ts';
import { disjointRanges } from './summary-ranges.ts';
import type { Views } from './view.ts';

/** Cells up to which a reader adds up, beside its pages; more are a worker's. */
const FEW_CELLS = 20_000;

/** `rows.summary`: what a selection of cells adds up to. */
export function createSummary(views: Views): Handlers<'rows'>['summary'] {
  return async ({ view: id, ranges, columns: names }, { signal }) => {
    const view = views.get(id);
    const columns = columnsNamed(view, [...new Set(names)]).map(({ plan }) => plan);
    const disjoint = disjointRanges(ranges);
    const spans = await view.spansOf(disjoint, { signal });
    const input: SummaryInput = { plan: view.plan(), columns, spans };
    const rows = disjoint.reduce((sum, { firstRow, lastRow }) => sum + lastRow - firstRow + 1, 0);
    const role = rows * columns.length <= FEW_CELLS ? 'reader' : 'worker';
    const output = await view.file.use(role, { holder: 'sum of a selection', signal }, (connection) =>
      connection.call('summary', input, { signal }),
    );
    return output as SummaryOutput; // What the operation gives.
  };
}
