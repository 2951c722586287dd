import { Activity, Check, CircleAlert, Clock, RefreshCw, X } from 'lucide-react';
import { memo } from 'react';
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
  readonly onKill: (connection: string) => void;
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
  const { pool, isTransactionOpen, onCheck, onRecycle, onKill } = props;
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
          <ConnectionRow
            key={connection.id}
            connection={connection}
            age={timeSpan(pool.at - connection.createdAt)}
            held={heldWords(connection, pool.at)}
            isLong={isHeldLong(connection, pool.at, isTransactionOpen)}
            onCheck={onCheck}
            onRecycle={onRecycle}
            onKill={onKill}
          />
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

interface ConnectionRowProps extends Pick<ConnectionTableProps, 'onCheck' | 'onRecycle' | 'onKill'> {
  readonly connection: ConnectionStats;
  readonly age: string;
  readonly held: string;
  readonly isLong: boolean;
}

/** Drawn when something in it changes: most rows are the same four times a second. */
const ConnectionRow = memo(function ConnectionRow(props: ConnectionRowProps) {
  const { connection, age, held, isLong, onCheck, onRecycle, onKill } = props;
  const { id, role, pid, state, uses, memoryBytes, holder, statement, statements } = connection;
  const health = healthOf(connection, isLong);
  const Icon = ICONS[health];
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
      <PlainCell isFigure>{age}</PlainCell>
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
        {held}
      </PlainCell>
      <PlainCell isFigure>
        <span className={styles.actions}>
          <ConnectionAction name="Check" id={id} isOff={state !== 'idle'} onAct={onCheck} />
          <ConnectionAction name="Replace" id={id} onAct={onRecycle} />
          <ConnectionAction name="Close" id={id} onAct={onKill} />
        </span>
      </PlainCell>
    </tr>
  );
});

const ACTION_ICONS = { Check: Activity, Replace: RefreshCw, Close: X } as const;

interface ConnectionActionProps {
  readonly name: keyof typeof ACTION_ICONS;
  readonly id: string;
  readonly isOff?: boolean;
  readonly onAct: (connection: string) => void;
}

/** The costly part of a row, which moves least. */
const ConnectionAction = memo(function ConnectionAction({ name, id, isOff, onAct }: ConnectionActionProps) {
  const Icon = ACTION_ICONS[name];
  return (
    <IconButton size="small" label={`${name} ${id}`} disabled={isOff === true} onClick={() => onAct(id)}>
      <Icon />
    </IconButton>
  );
});

function heldWords(connection: ConnectionStats, now: number): string {
  const held = heldFor(connection, now);
  return held === null ? '' : timeSpan(held);
}
