import { Clock } from 'lucide-react';
import type { ConnectionStats } from '../../../src-preload/contract/stats.ts';
import { formatByteSize } from '../../lib/cells/byte-size.ts';
import { Button } from '../../ui/button.tsx';
import { foreignReaderWords, heldFor, isHeldLong, placeWords, timeSpan } from './connection-words.ts';
import styles from './connections.module.css';
import type { Pool } from './use-pool.ts';

export interface HeldLongProps {
  readonly pool: Pool;
  /** A transaction of the user is open on the file. */
  readonly isTransactionOpen: boolean;
  readonly onKill: (connection: string) => void;
}

/** Who keeps a connection, or the WAL, for longer than reads and writes take. */
export function HeldLong({ pool, isTransactionOpen, onKill }: HeldLongProps) {
  const { connections, at, walBytes, walReader } = pool;
  const foreign = foreignReaderWords(pool, at);
  return (
    <>
      {connections
        .filter((one) => isHeldLong(one, at, isTransactionOpen))
        .map((connection) => (
          <div key={connection.id} className={styles.long} role="status">
            <Clock className={styles.longIcon} aria-hidden="true" />
            <span className={styles.longWords}>
              <b>{connection.id}</b> has been held for {timeSpan(heldFor(connection, at) ?? 0)} by{' '}
              {connection.holder ?? 'somebody unnamed'}
              <TakenIn connection={connection} />
              {connection.statement === null ? ', and runs nothing.' : '.'}
              {walReader?.connection === connection.id &&
                walBytes !== null &&
                ` While it reads, the WAL of ${formatByteSize(walBytes)} cannot shrink.`}
            </span>
            <Button size="small" onClick={() => onKill(connection.id)}>
              {connection.statement === null ? 'Take it back' : 'Stop statement'}
            </Button>
          </div>
        ))}
      {foreign !== null && (
        <div className={styles.long} role="status">
          <Clock className={styles.longIcon} aria-hidden="true" />
          <span className={styles.longWords}>{foreign}</span>
        </div>
      )}
    </>
  );
}

function TakenIn({ connection }: { readonly connection: ConnectionStats }) {
  const place = placeWords(connection);
  if (place === null) return null;
  const all = connection.takenIn.map(({ caller, file, line }) => `${caller ?? 'module'} (${file}:${line})`);
  return (
    <>
      , taken in{' '}
      <span className={styles.place} title={all.join('\n')}>
        {place}
      </span>
    </>
  );
}
