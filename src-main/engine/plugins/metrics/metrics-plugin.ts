import { z } from 'zod';
import type { HookContext, Plugin } from '../plugin.ts';
import { parseSettings } from '../plugin-settings.ts';
import { OperationTimes } from './operation-times.ts';

const settings = z.strictObject({
  slow: z.number().min(0).default(100).describe('Milliseconds from which an operation counts as slow.'),
});

export type MetricsSettings = z.input<typeof settings>;

/** One kind of operation on one collection (no name for raw SQL and transactions). Times are milliseconds. */
export interface OperationMetrics {
  readonly collection: string;
  readonly operation: string;
  readonly calls: number;
  readonly failures: number;
  readonly slow: number;
  /** Of the last 1,000 calls. */
  readonly mean: number;
  readonly p95: number;
  readonly longest: number;
}

export interface MetricsPlugin extends Plugin {
  getMetrics(): readonly OperationMetrics[];
  reset(): void;
}

interface Counted {
  readonly collection: string;
  readonly operation: string;
  calls: number;
  failures: number;
  slow: number;
  readonly times: OperationTimes;
}

/** Counts and times every operation. */
export function metricsPlugin(given: MetricsSettings = {}): MetricsPlugin {
  const { slow } = parseSettings('metrics', settings, given);
  const counted = new Map<string, Counted>();

  const of = ({ collectionName: collection, operation }: HookContext): Counted => {
    const key = `${operation} ${collection}`;
    const known = counted.get(key);
    if (known !== undefined) return known;
    const made = { collection, operation, calls: 0, failures: 0, slow: 0, times: new OperationTimes() };
    counted.set(key, made);
    return made;
  };
  const count = (context: HookContext) => {
    const figures = of(context);
    figures.calls += 1;
    if (context.startedAt === undefined) return;
    const time = performance.now() - context.startedAt;
    figures.times.add(time);
    if (time >= slow) figures.slow += 1;
  };
  const fail = (context: HookContext) => {
    count(context);
    of(context).failures += 1;
  };

  return {
    name: 'metrics',
    version: '1.0.0',
    settings,
    onAfterInsert: count,
    onAfterUpdate: count,
    onAfterDelete: count,
    onAfterQuery: count,
    onAfterTransaction: count,
    onTransactionError: fail,
    onError: fail,
    getMetrics: () =>
      [...counted.values()].map(({ times, ...figures }) => ({ ...figures, ...times.figures() })),
    reset: () => counted.clear(),
  };
}
