import { countOf } from '../../lib/cells/byte-size.ts';
import styles from './connections.module.css';
import type { Pool } from './use-pool.ts';

/** The pool in six figures. */
export function PoolFigures({ pool }: { readonly pool: Pool }) {
  const { open, leased, idle, waiting, max, waitP95, connections, samples } = pool;
  const held = connections.filter(({ state }) => state === 'leased');
  const roles = (['writer', 'reader', 'worker'] as const)
    .map((role) => ({ role, count: held.filter((one) => one.role === role).length }))
    .filter(({ count }) => count > 0)
    .map(({ role, count }) => countOf(count, role));
  const closing = connections.filter(({ state }) => state === 'closing').length;
  const peak = Math.max(waiting, 0, ...samples.map((sample) => sample.waiting));
  const figures = [
    { name: 'Open', dot: 'open', value: open, note: closing === 0 ? '' : `${closing} closing` },
    { name: 'Leased', dot: 'leased', value: leased, note: roles.join(', ') },
    { name: 'Idle', dot: 'idle', value: idle, note: '' },
    { name: 'Waiting', dot: 'waiting', value: waiting, note: `peak ${peak}` },
    { name: 'Max', dot: 'open', value: max, note: 'of all files' },
    { name: 'Wait, p95', dot: 'open', value: waitFigure(waitP95), note: 'ms' },
  ];
  return (
    <dl className={styles.figures}>
      {figures.map(({ name, dot, value, note }) => (
        <div key={name} className={styles.tile}>
          <dt>
            <span className={styles.dot} data-state={dot} aria-hidden="true" />
            {name}
          </dt>
          <dd>
            <b>{value}</b> <span>{note}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function waitFigure(milliseconds: number): string {
  return milliseconds < 10 ? milliseconds.toFixed(1) : String(Math.round(milliseconds));
}
