import { Activity, Pause, Play } from 'lucide-react';
import { type ReactNode, use, useCallback, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import { countOf } from '../../lib/cells/byte-size.ts';
import { toFailure } from '../../lib/failure.ts';
import { TabShown } from '../../lib/tab-shown.ts';
import { Button } from '../../ui/button.tsx';
import { LivePill } from '../../ui/live-pill.tsx';
import { Menu } from '../../ui/menu.tsx';
import { SelectButton } from '../../ui/select-button.tsx';
import { showToast } from '../../ui/toasts.ts';
import styles from './connections.module.css';
import { LivePool } from './live-pool.tsx';

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
  const [isLimiting, setLimiting] = useState(false);
  const [asked, setAsked] = useState(0);

  const whose = isOfAll ? 'all files' : file.name;
  const scope = isOfAll ? {} : { file: file.id };
  const act = useCallback(
    (work: Promise<unknown>, done: (value: unknown) => string) => void tellWork(work, done, setAsked),
    [],
  );
  const endLimiting = useCallback(() => setLimiting(false), []);

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
        <Button
          variant="ghost"
          icon={isPaused ? <Play /> : <Pause />}
          aria-label={isPaused ? 'Go on' : 'Pause'}
          title={isPaused ? 'Go on' : 'Pause'}
          onClick={() => setPaused(!isPaused)}
        >
          <span className={styles.label}>{isPaused ? 'Go on' : 'Pause'}</span>
        </Button>
        <Button variant="ghost" onClick={() => setLimiting(true)}>
          Limits
        </Button>
        <Button
          icon={<Activity />}
          aria-label="Check all"
          title="Check all"
          onClick={() => act(client.stats.check(scope), () => 'Idle connections were asked')}
        >
          <span className={styles.label}>Check all</span>
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
        <LivePool
          client={client}
          file={file}
          isOfAll={isOfAll}
          isResting={isPaused || !isShown}
          asked={asked}
          isTransactionOpen={isTransactionOpen}
          isLimiting={isLimiting}
          onEndLimiting={endLimiting}
          onLimits={onLimits}
          onAct={act}
          onStatus={onStatus}
        />
      </section>
    </div>
  );
}

/** Says what came of work, and asks for the pool at once. */
async function tellWork(
  work: Promise<unknown>,
  done: (value: unknown) => string,
  onAsk: (next: (asked: number) => number) => void,
): Promise<void> {
  try {
    showToast({ title: done(await work) });
  } catch (error) {
    showToast({ title: toFailure(error).message, kind: 'error' });
  } finally {
    onAsk((asked) => asked + 1);
  }
}
