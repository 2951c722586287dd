import { Activity, Pause, Play } from 'lucide-react';
import { type ReactNode, use, useEffect, useEffectEvent, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import type { ConnectionStats } from '../../../src-preload/contract/stats.ts';
import { countOf, formatByteSize } from '../../lib/cells/byte-size.ts';
import { toFailure } from '../../lib/failure.ts';
import { TabShown } from '../../lib/tab-shown.ts';
import { Button } from '../../ui/button.tsx';
import { LivePill } from '../../ui/live-pill.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Note } from '../../ui/note.tsx';
import { SelectButton } from '../../ui/select-button.tsx';
import { showToast } from '../../ui/toasts.ts';
import { CloseQuestion } from './close-question.tsx';
import { ConnectionTable } from './connection-table.tsx';
import { statusOf } from './connection-words.ts';
import styles from './connections.module.css';
import { LimitsDialog } from './limits-dialog.tsx';
import { PoolChart } from './pool-chart.tsx';
import { PoolEvents } from './pool-events.tsx';
import { PoolFigures } from './pool-figures.tsx';
import { usePool } from './use-pool.ts';

export interface ConnectionsViewProps {
  readonly client: Client;
  readonly file: OpenFileInfo;
  /** Leads to the pages beside this one. */
  readonly pages: ReactNode;
  readonly isTransactionOpen: boolean;
  readonly onLimits: () => void;
  readonly onStatus: (status: { readonly left: readonly string[] }) => void;
}

/** The pool of connections at work: who has what, since when, and what happened. */
export function ConnectionsView(props: ConnectionsViewProps) {
  const { client, file, pages, isTransactionOpen, onLimits, onStatus } = props;
  const isShown = use(TabShown);
  const [isOfAll, setOfAll] = useState(false);
  const [isPaused, setPaused] = useState(false);
  const [closing, setClosing] = useState<ConnectionStats | null>(null);
  const [isLimiting, setLimiting] = useState(false);
  const { pool, failure, reload } = usePool(client, isOfAll ? null : file.id, isPaused || !isShown);

  const status = pool === null ? [] : [...statusOf(pool), ...walWords(pool.walBytes)];
  const statusText = status.join('\n');
  const tell = useEffectEvent(() => onStatus({ left: status }));
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when the words change.
  useEffect(() => tell(), [statusText]);

  const whose = isOfAll ? 'all files' : file.name;
  const scope = isOfAll ? {} : { file: file.id };
  const act = (work: Promise<unknown>, done: (value: unknown) => string | null) =>
    work
      .then((value) => {
        const title = done(value);
        if (title !== null) showToast({ title });
      })
      .catch((error: unknown) => showToast({ title: toFailure(error).message, kind: 'error' }))
      .finally(reload);
  const kill = (connection: string) =>
    act(client.stats.kill({ connection }), () => `${connection} was closed`);

  return (
    <div className={styles.view}>
      <div className={styles.bar} role="toolbar" aria-label="Connections">
        {pages}
        <Menu
          trigger={<SelectButton>{isOfAll ? 'All files' : file.name}</SelectButton>}
          entries={[
            {
              kind: 'choice',
              label: 'Show',
              value: isOfAll ? 'all' : 'file',
              choices: [
                { value: 'file', label: file.name },
                { value: 'all', label: 'All files' },
              ],
              onChoose: (value) => setOfAll(value === 'all'),
              isClosing: true,
            },
          ]}
        />
        <LivePill isPaused={isPaused} />
        <span className={styles.grow} />
        <Button variant="ghost" icon={isPaused ? <Play /> : <Pause />} onClick={() => setPaused(!isPaused)}>
          {isPaused ? 'Go on' : 'Pause'}
        </Button>
        <Button variant="ghost" disabled={pool === null} onClick={() => setLimiting(true)}>
          Limits
        </Button>
        <Button
          icon={<Activity />}
          onClick={() => act(client.stats.check(scope), () => 'Idle connections were asked')}
        >
          Check all
        </Button>
        <Button
          onClick={() =>
            act(client.stats.closeIdle(scope), (value) => {
              const { closed } = value as { readonly closed: number };
              return `${countOf(closed, 'idle connection')} closed`;
            })
          }
        >
          Close idle
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
      <section className={styles.page} tabIndex={0} aria-label={`Connections of ${whose}`}>
        {failure !== null && <Note kind="error">{failure.message}</Note>}
        {pool !== null && (
          <>
            <PoolFigures pool={pool} />
            <PoolChart samples={pool.samples} max={pool.max} />
            <ConnectionTable
              pool={pool}
              isTransactionOpen={isTransactionOpen}
              onCheck={(connection) =>
                act(client.stats.check({ connection }), () => `${connection} was asked`)
              }
              onRecycle={(connection) =>
                act(client.stats.recycle({ connection }), () => `${connection} is replaced when it is free`)
              }
              onKill={(connection) =>
                connection.state === 'leased' ? setClosing(connection) : void kill(connection.id)
              }
            />
            <PoolEvents events={pool.events} />
          </>
        )}
      </section>
      {isLimiting && pool !== null && (
        <LimitsDialog
          client={client}
          file={file}
          readers={pool.maxReaders}
          max={pool.max}
          onClose={() => setLimiting(false)}
          onChange={(work) => act(work, () => 'The limits were changed')}
          onSettings={onLimits}
        />
      )}
      {closing !== null && (
        <CloseQuestion
          connection={closing}
          onClose={() => setClosing(null)}
          onKill={() => {
            setClosing(null);
            void kill(closing.id);
          }}
        />
      )}
    </div>
  );
}

function walWords(bytes: number | null): readonly string[] {
  return bytes === null ? [] : [`WAL ${formatByteSize(bytes)}`];
}
