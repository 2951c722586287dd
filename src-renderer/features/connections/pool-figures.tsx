import { countOf } from '../../lib/cells/byte-size.ts';
import { FigureTiles } from '../../ui/figure-tiles.tsx';
import type { Pool } from './use-pool.ts';

/** The pool in six figures. */
export function PoolFigures({ pool }: { readonly pool: Pool }) {
  const { open, leased, idle, waiting, max, maxReaders, waitP95, connections, samples } = pool;
  const held = connections.filter(({ state }) => state === 'leased');
  const roles = (['writer', 'reader', 'worker'] as const)
    .map((role) => ({ role, count: held.filter((one) => one.role === role).length }))
    .filter(({ count }) => count > 0)
    .map(({ role, count }) => countOf(count, role));
  const closing = connections.filter(({ state }) => state === 'closing').length;
  const peak = Math.max(waiting, 0, ...samples.map((sample) => sample.waiting));
  return (
    <FigureTiles
      figures={[
        { name: 'Open', dot: 'ring', value: open, note: closing === 0 ? '' : `${closing} closing` },
        { name: 'Leased', dot: 'accent', value: leased, note: roles.join(', ') },
        { name: 'Idle', dot: 'inserted', value: idle },
        { name: 'Waiting', dot: 'updated', value: waiting, note: `peak ${peak}` },
        { name: 'Max', dot: 'ring', value: max, note: `${countOf(maxReaders, 'reader')} a file` },
        { name: 'Wait, p95', dot: 'ring', value: waitFigure(waitP95), note: 'ms' },
      ]}
    />
  );
}

function waitFigure(milliseconds: number): string {
  return milliseconds < 10 ? milliseconds.toFixed(1) : String(Math.round(milliseconds));
}
