import { memo } from 'react';
import type { PoolSample } from '../../../src-preload/contract/stats.ts';
import { clockMinute } from '../../lib/relative-time.ts';
import { Card } from '../../ui/card.tsx';
import styles from './connections.module.css';

export interface PoolChartProps {
  readonly samples: readonly PoolSample[];
  readonly max: number;
}

const MINUTE = 60_000;
const SPAN = 5 * MINUTE;
/** The drawing's own units: seconds to the right, connections upwards. */
const WIDTH = 300;
const HEIGHT = 100;

/** Leases and waiting requests of the last 5 minutes, as steps: one sample a second, so it is drawn once a second. */
export const PoolChart = memo(function PoolChart({ samples, max }: PoolChartProps) {
  const now = samples.at(-1)?.at ?? Date.now();
  const top = Math.max(max, 1, ...samples.map(({ leased, waiting }) => Math.max(leased, waiting)));
  const yOf = (value: number) => HEIGHT - (value / top) * HEIGHT;
  const xOf = (at: number) => Math.max(0, WIDTH - ((now - at) / SPAN) * WIDTH);
  const steps = (figureOf: (sample: PoolSample) => number) =>
    samples
      .map((sample, index) => {
        const y = yOf(figureOf(sample)).toFixed(2);
        return `${index === 0 ? 'M' : 'H'}${xOf(sample.at).toFixed(2)}${index === 0 ? ` ${y}` : `V${y}`}`;
      })
      .join('');
  const lines = Array.from({ length: Math.min(top, 10) + 1 }, (_none, index) =>
    Math.round((index * top) / Math.min(top, 10)),
  );
  const peak = (figureOf: (sample: PoolSample) => number) => Math.max(0, ...samples.map(figureOf));
  return (
    <Card
      title="Leased and waiting"
      note="last 5 min"
      actions={
        <span className={styles.legend} aria-hidden="true">
          <span className={styles.leasedKey}>leased</span>
          <span className={styles.waitingKey}>waiting</span>
          <span className={styles.maxKey}>max {max}</span>
        </span>
      }
    >
      <div className={styles.chart}>
        <div className={styles.scale} aria-hidden="true">
          <span>{top}</span>
          <span>0</span>
        </div>
        <svg
          className={styles.drawing}
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`At most ${peak(({ leased }) => leased)} leased and ${peak(({ waiting }) => waiting)} waiting in the last 5 minutes.`}
        >
          {lines.map((value) => (
            <line key={value} className={styles.rule} x1="0" x2={WIDTH} y1={yOf(value)} y2={yOf(value)} />
          ))}
          <line className={styles.max} x1="0" x2={WIDTH} y1={yOf(max)} y2={yOf(max)} />
          <path className={styles.leased} d={steps(({ leased }) => leased)} />
          <path className={styles.waiting} d={steps(({ waiting }) => waiting)} />
        </svg>
        <div className={styles.times} aria-hidden="true">
          {[5, 4, 3, 2, 1].map((minutes) => (
            <span key={minutes}>{clockMinute(now - minutes * MINUTE)}</span>
          ))}
          <span>now</span>
        </div>
      </div>
    </Card>
  );
});
