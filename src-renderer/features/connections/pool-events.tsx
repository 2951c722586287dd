import { memo, useState } from 'react';
import type { PoolEvent } from '../../../src-preload/contract/stats.ts';
import { Card } from '../../ui/card.tsx';
import { PlainCell } from '../../ui/plain-cell.tsx';
import { type PlainColumn, PlainTable } from '../../ui/plain-table.tsx';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import { eventTime, isTroubleEvent } from './connection-words.ts';
import styles from './connections.module.css';

const COLUMNS: readonly PlainColumn[] = [
  { name: 'Time', width: '116px' },
  { name: 'Connection', width: '104px' },
  { name: 'What happened', width: 'auto' },
];
const TONES = {
  opened: undefined,
  closed: undefined,
  failed: 'bad',
  unhealthy: 'bad',
  waited: 'warning',
  locked: 'warning',
} as const satisfies Record<PoolEvent['kind'], unknown>;

/** What happened in the pool, newest first. Drawn anew only when something has happened. */
export const PoolEvents = memo(function PoolEvents({ events }: { readonly events: readonly PoolEvent[] }) {
  const [shown, setShown] = useState<'all' | 'trouble'>('all');
  const told = shown === 'all' ? events : events.filter(isTroubleEvent);
  return (
    <Card
      title="Pool events"
      actions={
        <SegmentedControl
          label="Events that are shown"
          segments={[
            { value: 'all', label: 'All events' },
            { value: 'trouble', label: 'Problems' },
          ]}
          value={shown}
          onChange={setShown}
        />
      }
    >
      {told.length === 0 ? (
        <p className={styles.none}>{shown === 'all' ? 'Nothing happened yet.' : 'No problem so far.'}</p>
      ) : (
        <PlainTable label="Pool events" columns={COLUMNS} isHeadHidden isLow>
          {told.map((event) => (
            <tr key={event.id}>
              <PlainCell isData tone="faint">
                {eventTime(event.at)}
              </PlainCell>
              <PlainCell isData>{event.connection ?? 'pool'}</PlainCell>
              <PlainCell isWhole tone={TONES[event.kind]}>
                {event.message}
              </PlainCell>
            </tr>
          ))}
        </PlainTable>
      )}
    </Card>
  );
});
