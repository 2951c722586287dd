import { Activity, Check, CircleAlert, Clock, RefreshCw, X } from 'lucide-react';
import type { ConnectionStats } from '../../../src-preload/contract/stats.ts';
import { formatByteSize, formatCount } from '../../lib/cells/byte-size.ts';
import { classNames } from '../../lib/class-names.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { healthOf, heldFor, isHeldLong, timeSpan } from './connection-words.ts';
import styles from './connections.module.css';

export interface ConnectionTableProps {
  readonly connections: readonly ConnectionStats[];
  readonly now: number;
  /** A transaction of the user is open on the file. */
  readonly isTransactionOpen: boolean;
  readonly onCheck: (connection: string) => void;
  readonly onRecycle: (connection: string) => void;
  readonly onKill: (connection: ConnectionStats) => void;
}

const HEADS = [
  'Id',
  'Role',
  'Process',
  'State',
  'Age',
  'Uses',
  'Memory',
  'Health',
  'Held by',
  'Statement',
  'Held',
];
const FIGURES = new Set(['Process', 'Age', 'Uses', 'Memory', 'Held']);
const ICONS = { healthy: Check, 'held long': Clock, failed: CircleAlert, 'not checked': null } as const;

/** Every connection: what it is, who has it, and what it runs. */
export function ConnectionTable(props: ConnectionTableProps) {
  const { connections, now, isTransactionOpen, onKill } = props;
  const long = connections.filter((one) => isHeldLong(one, now, isTransactionOpen));
  return (
    <Card title="Connections" note={formatCount(connections.length)}>
      <div className={styles.scroll}>
        <table className={styles.table} aria-label="Connections">
          <thead>
            <tr>
              {HEADS.map((head) => (
                <th key={head} scope="col" className={FIGURES.has(head) ? styles.figure : undefined}>
                  {head}
                </th>
              ))}
              <th scope="col" className={styles.actionsHead}>
                Actions
              </th>
            </tr>
          </thead>
          <tbody>
            {connections.map((connection) => (
              <ConnectionRow key={connection.id} {...props} connection={connection} />
            ))}
          </tbody>
        </table>
      </div>
      {connections.length === 0 && <p className={styles.none}>No connection is open.</p>}
      {long.map((connection) => (
        <div key={connection.id} className={styles.long} role="status">
          <Clock className={styles.longIcon} aria-hidden="true" />
          <span className={styles.longWords}>
            <b>{connection.id}</b> has been held for {timeSpan(heldFor(connection, now) ?? 0)} by{' '}
            {connection.holder ?? 'somebody unnamed'}
            {connection.statement === null ? ', and runs nothing.' : '.'}
            {connection.role !== 'writer' && ' While it reads, the WAL cannot shrink.'}
          </span>
          <Button size="small" onClick={() => onKill(connection)}>
            {connection.statement === null ? 'Take it back' : 'Stop statement'}
          </Button>
        </div>
      ))}
    </Card>
  );
}

function ConnectionRow(props: ConnectionTableProps & { readonly connection: ConnectionStats }) {
  const { connection, now, isTransactionOpen, onCheck, onRecycle, onKill } = props;
  const { id, role, pid, state, createdAt, uses, memoryBytes, holder, statement } = connection;
  const isLong = isHeldLong(connection, now, isTransactionOpen);
  const health = healthOf(connection, isLong);
  const Icon = ICONS[health];
  const held = heldFor(connection, now);
  return (
    <tr className={isLong ? styles.chosen : undefined}>
      <th scope="row" className={styles.mono}>
        {id}
      </th>
      <td className={role === 'writer' ? styles.strong : styles.quiet}>{role}</td>
      <td className={classNames(styles.figure, styles.mono)}>{pid}</td>
      <td>
        <span className={styles.state} data-state={state}>
          {state}
        </span>
      </td>
      <td className={styles.figure}>{timeSpan(now - createdAt)}</td>
      <td className={styles.figure}>{formatCount(uses)}</td>
      <td className={styles.figure}>{memoryBytes === null ? 'not told' : formatByteSize(memoryBytes)}</td>
      <td>
        <span className={styles.health} data-health={health}>
          {Icon !== null && <Icon aria-hidden="true" />}
          {health}
        </span>
      </td>
      <td className={holder === null ? styles.quiet : undefined} title={holder ?? undefined}>
        {holder ?? 'none'}
      </td>
      <td
        className={classNames(styles.mono, statement === null && styles.quiet)}
        title={statement ?? undefined}
      >
        {statement ?? 'none'}
      </td>
      <td className={classNames(styles.figure, isLong && styles.slow)}>
        {held === null ? '' : timeSpan(held)}
      </td>
      <td className={styles.actions}>
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
      </td>
    </tr>
  );
}
