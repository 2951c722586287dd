import { Activity, Check, CircleAlert, Clock, RefreshCw, X } from 'lucide-react';
import type { ConnectionStats } from '../../../src-preload/contract/stats.ts';
import { formatByteSize, formatCount } from '../../lib/cells/byte-size.ts';
import { Card } from '../../ui/card.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { PlainCell } from '../../ui/plain-cell.tsx';
import { type PlainColumn, PlainTable } from '../../ui/plain-table.tsx';
import {
  healthOf,
  heldFor,
  hitShare,
  isHeldLong,
  poolFacts,
  statementWords,
  timeSpan,
} from './connection-words.ts';
import styles from './connections.module.css';
import { HeldLong } from './held-long.tsx';
import type { Pool } from './use-pool.ts';

export interface ConnectionTableProps {
  readonly pool: Pool;
  /** A transaction of the user is open on the file. */
  readonly isTransactionOpen: boolean;
  readonly onCheck: (connection: string) => void;
  readonly onRecycle: (connection: string) => void;
  readonly onKill: (connection: ConnectionStats) => void;
}

const COLUMNS: readonly PlainColumn[] = [
  { name: 'Id' },
  { name: 'Role' },
  { name: 'Process', isFigure: true },
  { name: 'State' },
  { name: 'Age', isFigure: true },
  { name: 'Uses', isFigure: true },
  { name: 'Cache', isFigure: true },
  { name: 'Memory', isFigure: true },
  { name: 'Health' },
  { name: 'Held by' },
  { name: 'Statement' },
  { name: 'Held', isFigure: true },
  { name: 'Actions', isFigure: true },
];
const ICONS = { healthy: Check, 'held long': Clock, failed: CircleAlert, 'not checked': null } as const;

/** Every connection: what it is, who has it, and what it runs. */
export function ConnectionTable(props: ConnectionTableProps) {
  const { pool, isTransactionOpen, onKill } = props;
  const { connections } = pool;
  const share = hitShare(pool.statements);
  return (
    <Card
      title="Connections"
      note={formatCount(connections.length)}
      actions={
        share !== null && (
          <span className={styles.cache} title={statementWords(pool.statements)}>
            Statement cache {share} hits
          </span>
        )
      }
    >
      <PlainTable label="Connections" columns={COLUMNS} minWidth={980}>
        {connections.map((connection) => (
          <ConnectionRow key={connection.id} {...props} connection={connection} />
        ))}
      </PlainTable>
      {connections.length === 0 && <p className={styles.none}>No connection is open.</p>}
      <HeldLong pool={pool} isTransactionOpen={isTransactionOpen} onKill={onKill} />
      <p className={styles.facts}>
        {poolFacts(pool).map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </p>
    </Card>
  );
}

function ConnectionRow(props: ConnectionTableProps & { readonly connection: ConnectionStats }) {
  const { connection, isTransactionOpen, onCheck, onRecycle, onKill } = props;
  const { id, role, pid, state, createdAt, uses, memoryBytes, holder, statement, statements } = connection;
  const now = props.pool.at;
  const isLong = isHeldLong(connection, now, isTransactionOpen);
  const health = healthOf(connection, isLong);
  const Icon = ICONS[health];
  const held = heldFor(connection, now);
  return (
    <tr data-chosen={isLong || undefined}>
      <PlainCell isHead isData>
        {id}
      </PlainCell>
      <PlainCell isStrong={role === 'writer'} tone={role === 'writer' ? undefined : 'quiet'}>
        {role}
      </PlainCell>
      <PlainCell isFigure isData>
        {pid}
      </PlainCell>
      <PlainCell>
        <span className={styles.state} data-state={state}>
          {state}
        </span>
      </PlainCell>
      <PlainCell isFigure>{timeSpan(now - createdAt)}</PlainCell>
      <PlainCell isFigure>{formatCount(uses)}</PlainCell>
      <PlainCell isFigure title={statementWords(statements)}>
        {hitShare(statements) ?? ''}
      </PlainCell>
      <PlainCell isFigure>{memoryBytes === null ? 'not told' : formatByteSize(memoryBytes)}</PlainCell>
      <PlainCell>
        <span className={styles.health} data-health={health}>
          {Icon !== null && <Icon aria-hidden="true" />}
          {health}
        </span>
      </PlainCell>
      <PlainCell tone={holder === null ? 'quiet' : undefined} title={holder ?? undefined}>
        {holder ?? 'none'}
      </PlainCell>
      <PlainCell isData tone={statement === null ? 'quiet' : undefined} title={statement ?? undefined}>
        {statement ?? 'none'}
      </PlainCell>
      <PlainCell isFigure isStrong={isLong} tone={isLong ? 'warning' : undefined}>
        {held === null ? '' : timeSpan(held)}
      </PlainCell>
      <PlainCell isFigure>
        <span className={styles.actions}>
          <IconButton
            size="small"
            label={`Check ${id}`}
            disabled={state !== 'idle'}
            onClick={() => onCheck(id)}
          >
            <Activity />
          </IconButton>
          <IconButton size="small" label={`Replace ${id}`} onClick={() => onRecycle(id)}>
            <RefreshCw />
          </IconButton>
          <IconButton size="small" label={`Close ${id}`} onClick={() => onKill(connection)}>
            <X />
          </IconButton>
        </span>
      </PlainCell>
    </tr>
  );
}
