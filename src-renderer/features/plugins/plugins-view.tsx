import { Pause, Play, Plus, RefreshCw } from 'lucide-react';
import { type ReactNode, use, useEffect, useEffectEvent, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import type { PluginList } from '../../../src-preload/contract/plugins.ts';
import { countOf } from '../../lib/cells/byte-size.ts';
import { TabShown } from '../../lib/tab-shown.ts';
import { Button } from '../../ui/button.tsx';
import { LivePill } from '../../ui/live-pill.tsx';
import { Note } from '../../ui/note.tsx';
import { AddPlugin } from './add-plugin.tsx';
import { HookEvents } from './hook-events.tsx';
import { LastErrors } from './last-errors.tsx';
import { PluginCard } from './plugin-card.tsx';
import { PluginSettings } from './plugin-settings.tsx';
import { PluginTable } from './plugin-table.tsx';
import styles from './plugins.module.css';
import { TraceView } from './trace-view.tsx';
import { TurnOnQuestion } from './turn-on-question.tsx';
import { usePlugins } from './use-plugins.ts';

export interface PluginsViewProps {
  readonly client: Client;
  readonly file: OpenFileInfo;
  /** Leads to the pages beside this one. */
  readonly pages: ReactNode;
  readonly onStatus: (status: { readonly left: readonly string[] }) => void;
}

/** What is shown: the plugins, or the hooks of one operation (0: the newest). */
type Shown = { readonly kind: 'plugins' } | { readonly kind: 'trace'; readonly operation: number };

/** The plugins of a file: what they do, live, and what of it is wanted. */
export function PluginsView({ client, file, pages, onStatus }: PluginsViewProps) {
  const isShown = use(TabShown);
  const [shown, setShown] = useState<Shown>({ kind: 'plugins' });
  const [chosen, setChosen] = useState<string | null>(null);
  const [areSettingsShown, setSettingsShown] = useState(false);
  const [isPaused, setPaused] = useState(false);
  const [isAdding, setAdding] = useState(false);
  const [asked, setAsked] = useState<string | null>(null);
  const {
    list,
    details,
    failure,
    turn: turnAtOnce,
    reset,
    rescan,
  } = usePlugins(client, file.id, chosen, isPaused || !isShown);
  const turn = (plugin: string, isOn: boolean) => {
    const isOwn = list?.plugins.some(({ name, own }) => name === plugin && own !== null) === true;
    if (isOn && isOwn) setAsked(plugin);
    else turnAtOnce(plugin, isOn);
  };

  const status = list === null ? [] : statusOf(list);
  const statusText = status.join('\n');
  const tell = useEffectEvent(() => onStatus({ left: status }));
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when the words change.
  useEffect(() => tell(), [statusText]);

  const trace = (operation: number) => setShown({ kind: 'trace', operation });
  return (
    <div className={styles.view}>
      <div className={styles.bar} role="toolbar" aria-label="Plugins">
        {pages}
        <span className={styles.file}>{file.name}</span>
        <LivePill isPaused={isPaused} />
        <span className={styles.grow} />
        {shown.kind === 'trace' ? (
          <>
            <Button
              variant="ghost"
              icon={isPaused ? <Play /> : <Pause />}
              onClick={() => setPaused(!isPaused)}
            >
              {isPaused ? 'Go on' : 'Pause'}
            </Button>
            <Button onClick={() => setShown({ kind: 'plugins' })}>Back to plugins</Button>
          </>
        ) : (
          <>
            <Button variant="ghost" onClick={() => trace(0)}>
              Trace
            </Button>
            <Button variant="ghost" icon={<RefreshCw />} aria-label="Reset counters" onClick={reset}>
              <span className={styles.label}>Reset counters</span>
            </Button>
            <Button
              icon={<Plus />}
              aria-label="Add plugin"
              onClick={() => {
                // The folder is there before it is shown.
                rescan();
                setAdding(true);
              }}
            >
              <span className={styles.label}>Add plugin</span>
            </Button>
          </>
        )}
      </div>
      {shown.kind === 'trace' ? (
        <TraceView
          client={client}
          file={file.id}
          operation={shown.operation}
          isPaused={isPaused || !isShown}
          onChoose={trace}
        />
      ) : (
        <div className={styles.body}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
          <section className={styles.page} tabIndex={0} aria-label={`Plugins of ${file.name}`}>
            {failure !== null && <Note kind="error">{failure.message}</Note>}
            {list !== null && (
              <PluginTable
                list={list}
                chosen={chosen}
                onChoose={(plugin) => {
                  setChosen(plugin);
                  setSettingsShown(false);
                }}
                onTurn={turn}
              />
            )}
            {details !== null && (
              <>
                <PluginCard
                  details={details}
                  areSettingsShown={areSettingsShown}
                  onTrace={() => trace(0)}
                  onSettings={() => setSettingsShown(!areSettingsShown)}
                  onTurn={(isOn) => turn(details.plugin.name, isOn)}
                />
                {areSettingsShown && (
                  <PluginSettings
                    key={details.plugin.name}
                    client={client}
                    file={file.id}
                    details={details}
                    onClose={() => setSettingsShown(false)}
                  />
                )}
                {details.lastErrors.length > 0 && (
                  <LastErrors plugin={details.plugin.name} errors={details.lastErrors} />
                )}
              </>
            )}
          </section>
          <HookEvents
            client={client}
            file={file.id}
            list={list}
            isPaused={isPaused}
            onPause={setPaused}
            onTrace={trace}
            onTurnOff={(plugin) => turn(plugin, false)}
          />
        </div>
      )}
      {isAdding && list !== null && (
        <AddPlugin client={client} folder={list.folder} onRescan={rescan} onClose={() => setAdding(false)} />
      )}
      {asked !== null && (
        <TurnOnQuestion
          plugin={asked}
          fileName={file.name}
          onTurnOn={() => turnAtOnce(asked, true)}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  );
}

function statusOf({ plugins }: PluginList): readonly string[] {
  const on = plugins.filter(({ isOn }) => isOn).length;
  const errors = plugins.reduce((sum, plugin) => sum + plugin.errors, 0);
  return [`${countOf(on, 'plugin')} on`, ...(errors === 0 ? [] : [countOf(errors, 'error')])];
}
