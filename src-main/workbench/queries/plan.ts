import type { PlanAdvice, PlanNode } from '../../../src-preload/contract/queries.ts';
import type { PlannedStatement } from '../../operations/query/plan-statement.ts';
import type { PlanStep } from '../../operations/query/plan-steps.ts';
import { createCatalog } from '../catalog/index.ts';
import { Encoded, type Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';

const HOLDER = 'plan of a statement';
/** Tables of a plan whose rows are counted. */
const MOST_COUNTED = 50;
const SMALL = 1000;
const UNKNOWN = { value: null, kind: 'unknown' } as const;

type Rows = NonNullable<PlanNode['rows']>;

/** plan of the `queries` slice: EXPLAIN QUERY PLAN with the rows of the tables, and advice. */
export function createPlan({ openFiles }: Pick<Services, 'openFiles'>): Pick<Handlers<'queries'>, 'plan'> {
  const catalog = createCatalog({ openFiles });
  return {
    async plan({ file, sql }, context) {
      const { client, signal } = context;
      const { steps, trials } = (await openFiles
        .get(file)
        .use('reader', { holder: HOLDER, client, signal, isForUserSql: true }, (connection) =>
          connection.call('planStatement', { sql }, { signal }),
        )) as PlannedStatement; // What the operation gives.
      const objects = [...new Set(steps.flatMap(({ object }) => object ?? []))].slice(0, MOST_COUNTED);
      const rows = new Map<string, Rows>();
      for (const object of objects) {
        // A table whose rows cannot be counted is shown without.
        const count = await catalog.count({ file, object, accuracy: 'about' }, context).catch(() => UNKNOWN);
        if (signal.aborted) break;
        rows.set(object, count instanceof Encoded ? UNKNOWN : count);
      }
      const nodes = steps.map((step) => ({
        ...step,
        rows: step.object === null ? null : (rows.get(step.object) ?? null),
      }));
      const advice = trials.map(({ step: id, object, terms, statement }) => {
        const step = steps.find((other) => other.id === id);
        return adviceOf(step, object, terms, statement, rows.get(object) ?? UNKNOWN);
      });
      return { nodes, advice };
    },
  };
}

function adviceOf(
  step: PlanStep | undefined,
  object: string,
  terms: readonly string[],
  statement: string,
  { value, kind }: Rows,
): PlanAdvice {
  const isSmall = value !== null && value < SMALL;
  const isAutomatic = step?.kind === 'search';
  const number = value === null ? '' : `${kind === 'exact' ? '' : 'about '}${value.toLocaleString('en-US')} `;
  const what = terms.join(', ');
  const cost = isAutomatic
    ? `No index covers ${what}, so SQLite makes one from all ${number}rows each time, and drops it.`
    : `No index covers ${what}, so all ${number}rows are read each time.`;
  return {
    node: step?.id ?? 0,
    title: isAutomatic ? `Makes an index of ${object} each time` : `Reads every row of ${object}`,
    text: isSmall ? `${cost} On a table this small that costs little.` : cost,
    statement,
    isSmall,
  };
}
