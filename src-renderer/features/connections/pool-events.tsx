import { useState } from 'react';
import type { PoolEvent } from '../../../src-preload/contract/stats.ts';
import { Card } from '../../ui/card.tsx';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import { eventTime, isTroubleEvent } from './connection-words.ts';
import styles from './connections.module.css';

/** What happened in the pool, newest first. */
export function PoolEvents({ events }: { readonly events: readonly PoolEvent[] }) {
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
        <table className={styles.events} aria-label="Pool events">
          <tbody>
            {told.map((event) => (
              <tr key={event.id} data-kind={event.kind}>
                <td className={styles.clock}>{eventTime(event.at)}</td>
                <td className={styles.mono}>{event.connection ?? 'pool'}</td>
                <td className={styles.message}>{event.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
