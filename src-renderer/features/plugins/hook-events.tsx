import { ListFilter, Pause, Play } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { HookEvent, PluginList } from '../../../src-preload/contract/plugins.ts';
import { countOf, formatCount } from '../../lib/cells/byte-size.ts';
import { classNames } from '../../lib/class-names.ts';
import { clockMinute } from '../../lib/relative-time.ts';
import { saveText } from '../../lib/save-text.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { LivePill } from '../../ui/live-pill.tsx';
import { Menu } from '../../ui/menu.tsx';
import { PlainButton } from '../../ui/plain-button.tsx';
import styles from './hook-events.module.css';
import { clockText, isTrouble, timeWords } from './plugin-words.ts';
import { useHookEvents } from './use-plugins.ts';

export interface HookEventsProps {
  readonly client: Client;
  readonly file: string;
  readonly list: PluginList | null;
  readonly isPaused: boolean;
  readonly onPause: (isPaused: boolean) => void;
  readonly onTrace: (operation: number) => void;
  readonly onTurnOff: (plugin: string) => void;
}

const ALL = 'all';
const TROUBLE = 'trouble';

/** The calls of hooks as they come, the newest first. While the list is not at its top, new ones wait. */
export function HookEvents(props: HookEventsProps) {
  const { client, file, list, isPaused, onPause, onTrace, onTurnOff } = props;
  const [isAtTop, setAtTop] = useState(true);
  const [filter, setFilter] = useState(ALL);
  const body = useRef<HTMLElement>(null);
  const { events, waiting, showWaiting } = useHookEvents(client, file, isPaused || !isAtTop);
  const shown = events.filter((event) => isShown(event, filter));
  const plugins = list?.plugins ?? [];
  return (
    <section className={styles.pane} aria-label="Hook events" data-region="inspector">
      <header className={styles.head}>
        <h2 className={styles.title}>Hook events</h2>
        <LivePill isPaused={isPaused} />
        <span className={styles.grow} />
        <Menu
          align="end"
          trigger={
            <IconButton label="Filter events" hasTooltip={false} isPressed={filter !== ALL}>
              <ListFilter />
            </IconButton>
          }
          entries={[
            {
              kind: 'choice',
              label: 'Calls that are shown',
              value: filter,
              choices: [
                { value: ALL, label: 'All calls' },
                { value: TROUBLE, label: 'Vetoes and errors' },
                ...plugins.map(({ name }) => ({ value: name, label: name })),
              ],
              onChoose: setFilter,
              isClosing: true,
            },
          ]}
        />
        <IconButton
          label={isPaused ? 'Go on' : 'Pause'}
          onClick={() => {
            if (isPaused) showWaiting();
            onPause(!isPaused);
          }}
        >
          {isPaused ? <Play /> : <Pause />}
        </IconButton>
      </header>
      {waiting > 0 && (
        <PlainButton
          className={styles.waiting ?? ''}
          onClick={() => {
            showWaiting();
            body.current?.scrollTo({ top: 0 });
            setAtTop(true);
          }}
        >
          {formatCount(waiting)} new
        </PlainButton>
      )}
      <section
        ref={body}
        className={styles.body}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
        tabIndex={0}
        aria-label="Calls of hooks"
        onScroll={(event) => {
          const isTop = event.currentTarget.scrollTop < 4;
          if (isTop && !isAtTop && !isPaused) showWaiting();
          setAtTop(isTop);
        }}
      >
        {shown.length === 0 && <p className={styles.none}>{emptyWords(plugins, events.length > 0)}</p>}
        <ol className={styles.list}>
          {shown.map((event) => (
            <EventLine key={event.id} event={event} onTrace={onTrace} onTurnOff={onTurnOff} />
          ))}
        </ol>
      </section>
      <footer className={styles.foot}>
        <span>{list === null ? '' : `${countOf(list.calls, 'call')} since ${clockMinute(list.since)}`}</span>
        <span className={styles.grow} />
        <Button
          size="small"
          variant="ghost"
          disabled={shown.length === 0}
          onClick={() => saveText('hook-events.json', JSON.stringify(shown, null, 2))}
        >
          Export
        </Button>
      </footer>
    </section>
  );
}

interface EventLineProps {
  readonly event: HookEvent;
  readonly onTrace: (operation: number) => void;
  readonly onTurnOff: (plugin: string) => void;
}

function EventLine({ event, onTrace, onTurnOff }: EventLineProps) {
  const { at, plugin, hook, time, trace, message, operation } = event;
  const isBad = isTrouble(event);
  const line = (
    <>
      <span className={styles.clock}>{clockText(at, true)}</span>
      <span className={styles.hook}>{hook}</span>
      <span className={styles.time}>{timeWords(time)}</span>
      <span className={styles.who} title={message ?? operation}>
        {message === null ? plugin : `${plugin}: ${message}`}
      </span>
    </>
  );
  return (
    <li className={classNames(styles.event, isBad && styles.bad)}>
      {trace === null ? (
        <div className={styles.line}>{line}</div>
      ) : (
        <PlainButton className={styles.line ?? ''} onClick={() => onTrace(trace)}>
          {line}
        </PlainButton>
      )}
      {isBad && (
        <Button size="small" variant="ghost" className={styles.off ?? ''} onClick={() => onTurnOff(plugin)}>
          Turn {plugin} off
        </Button>
      )}
    </li>
  );
}

function isShown(event: HookEvent, filter: string): boolean {
  if (filter === ALL) return true;
  return filter === TROUBLE ? isTrouble(event) : event.plugin === filter;
}

function emptyWords(plugins: PluginList['plugins'], hasOthers: boolean): string {
  if (hasOthers) return 'No call matches.';
  return plugins.some(({ isOn }) => isOn)
    ? 'No hook was called yet. Commit a change, or look at rows.'
    : 'No plugin is on for this file, so nothing is called.';
}
