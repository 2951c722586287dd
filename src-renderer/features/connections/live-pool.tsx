import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import type { ConnectionStats } from '../../../src-preload/contract/stats.ts';
import { formatByteSize } from '../../lib/cells/byte-size.ts';
import { Note } from '../../ui/note.tsx';
import { CloseQuestion } from './close-question.tsx';
import { ConnectionTable } from './connection-table.tsx';
import { statusOf } from './connection-words.ts';
import { LimitsDialog } from './limits-dialog.tsx';
import { PoolChart } from './pool-chart.tsx';
import { PoolEvents } from './pool-events.tsx';
import { PoolFigures } from './pool-figures.tsx';
import { usePool } from './use-pool.ts';

export interface LivePoolProps {
  readonly client: Client;
  readonly file: OpenFileInfo;
  /** The pool of all files is shown. */
  readonly isOfAll: boolean;
  readonly isResting: boolean;
  /** Another number asks at once. */
  readonly asked: number;
  readonly isTransactionOpen: boolean;
  /** The dialog of limits is shown. */
  readonly isLimiting: boolean;
  readonly onEndLimiting: () => void;
  /** Shows the settings of limits. */
  readonly onLimits: () => void;
  /** Says what came of work. */
  readonly onAct: (work: Promise<unknown>, done: (value: unknown) => string) => void;
  readonly onStatus: (status: { readonly left: readonly string[] }) => void;
}

/** What of the page moves: apart from the rest, which need not be drawn four times a second. */
export function LivePool(props: LivePoolProps) {
  const { client, file, isOfAll, isResting, asked, isTransactionOpen, onAct, onStatus } = props;
  const [closing, setClosing] = useState<ConnectionStats | null>(null);
  const { pool, failure } = usePool(client, isOfAll ? null : file.id, isResting, asked);

  const status = pool === null ? [] : [...statusOf(pool), ...walWords(pool.walBytes)];
  const statusText = status.join('\n');
  const tell = useEffectEvent(() => onStatus({ left: status }));
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when the words change.
  useEffect(() => tell(), [statusText]);

  const check = useCallback(
    (connection: string) => onAct(client.stats.check({ connection }), () => `${connection} was asked`),
    [client, onAct],
  );
  const recycle = useCallback(
    (connection: string) =>
      onAct(client.stats.recycle({ connection }), () => `${connection} is replaced when it is free`),
    [client, onAct],
  );
  const kill = useCallback(
    (connection: string) => onAct(client.stats.kill({ connection }), () => `${connection} was closed`),
    [client, onAct],
  );
  const shown = useRef(pool);
  shown.current = pool;
  const askToKill = useCallback(
    (id: string) => {
      const connection = shown.current?.connections.find((one) => one.id === id);
      if (connection?.state === 'leased') setClosing(connection);
      else kill(id);
    },
    [kill],
  );
  return (
    <>
      {failure !== null && <Note kind="error">{failure.message}</Note>}
      {pool !== null && (
        <>
          <PoolFigures pool={pool} />
          <PoolChart samples={pool.samples} max={pool.max} />
          <ConnectionTable
            pool={pool}
            isTransactionOpen={isTransactionOpen}
            onCheck={check}
            onRecycle={recycle}
            onKill={askToKill}
          />
          <PoolEvents events={pool.events} />
        </>
      )}
      {props.isLimiting && pool !== null && (
        <LimitsDialog
          client={client}
          file={isOfAll ? null : file}
          readers={pool.maxReaders}
          max={pool.max}
          onClose={props.onEndLimiting}
          onChange={(work) => onAct(work, () => 'The limits were changed')}
          onSettings={props.onLimits}
        />
      )}
      {closing !== null && (
        <CloseQuestion
          connection={closing}
          onClose={() => setClosing(null)}
          onKill={() => {
            setClosing(null);
            kill(closing.id);
          }}
        />
      )}
    </>
  );
}

function walWords(bytes: number | null): readonly string[] {
  return bytes === null ? [] : [`WAL ${formatByteSize(bytes)}`];
}
