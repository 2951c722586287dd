import {
  ChartColumn,
  Clock,
  Database,
  Diff,
  FileWarning,
  Flag,
  LoaderCircle,
  Plug,
  Plus,
  Puzzle,
  Settings2,
  Terminal,
  X,
} from 'lucide-react';
import { type Dispatch, type DragEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Client } from '../../src-preload/client.ts';
import { countOf } from '../lib/cells/byte-size.ts';
import { classNames } from '../lib/class-names.ts';
import { useCommands } from '../lib/commands/command-context.tsx';
import { commandMenu } from '../lib/commands/command-menu.tsx';
import { EditsStore } from '../lib/edits/edits-store.ts';
import { useStagedCount } from '../lib/edits/staged-dot.tsx';
import { useFlagWords } from '../lib/transactions/transaction-flag.tsx';
import { TransactionsStore } from '../lib/transactions/transactions-store.ts';
import { ContextMenu } from '../ui/context-menu.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { ObjectIcon } from '../ui/object-icon.tsx';
import { VisuallyHidden } from '../ui/visually-hidden.tsx';
import type { Tab } from './tab.ts';
import { isPlace, tabName } from './tab.ts';
import styles from './tab-bar.module.css';
import type { TabsAction, TabsState } from './tabs-state.ts';

export interface TabBarProps {
  readonly state: TabsState;
  readonly dispatch: Dispatch<TabsAction>;
  readonly client: Client;
  /** A new console on the file that is shown, else another file is opened. */
  readonly onNewConsole: (() => void) | null;
  readonly onOpenFile: () => void;
}

/** The tabs: click, arrows, middle click and Del close, drag or Ctrl+Shift+arrows move. */
export function TabBar({ state, dispatch, client, onNewConsole, onOpenFile }: TabBarProps) {
  const commands = useCommands();
  const list = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState<string | null>(null);
  const { tabs, active } = state;

  useEffect(() => {
    if (active !== null)
      document.getElementById(`${active}-tab`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active]);

  function focusTab(tab: Tab | undefined): void {
    if (tab === undefined) return;
    dispatch({ kind: 'activate', id: tab.id });
    list.current?.querySelector<HTMLElement>(`#${CSS.escape(tab.id)}-tab`)?.focus();
  }
  function press(event: KeyboardEvent): void {
    // Alt with an arrow goes back and forward, wherever the focus is.
    if (event.altKey) return;
    const index = tabs.findIndex((tab) => tab.id === active);
    const isMove = event.ctrlKey && event.shiftKey;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step !== undefined && active !== null) {
      event.preventDefault();
      if (isMove) dispatch({ kind: 'move', id: active, to: index + step });
      else focusTab(tabs[(index + step + tabs.length) % tabs.length]);
    } else if (event.key === 'Home' || event.key === 'End') {
      event.preventDefault();
      focusTab(tabs.at(event.key === 'Home' ? 0 : -1));
    } else if (event.key === 'Delete' && active !== null) {
      event.preventDefault();
      dispatch({ kind: 'close', id: active });
    }
  }
  function over(event: DragEvent, index: number): void {
    if (dragged === null) return;
    event.preventDefault();
    dispatch({ kind: 'move', id: dragged, to: index });
  }

  return (
    <div className={styles.bar} data-command-region="tabs">
      <ContextMenu
        entries={(target) => {
          const id = target.closest('[role="tab"]')?.getAttribute('data-tab');
          if (!id) return [];
          const tab = tabs.find((other) => other.id === id);
          return commandMenu(
            'tab',
            {
              'tab.close': { run: () => dispatch({ kind: 'close', id }) },
              'tab.closeOthers': {
                isOff: tabs.length < 2,
                run: () => dispatch({ kind: 'closeOthers', id }),
              },
              'tab.keep': {
                isOff: !isPlace(tab) || !tab.isPreview,
                run: () => dispatch({ kind: 'keep', id }),
              },
            },
            commands.keys,
          );
        }}
      >
        <div ref={list} className={styles.list} role="tablist" aria-label="Tabs" onKeyDown={press}>
          {tabs.map((tab, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the tab list handles the keys of its tabs.
            <div
              key={tab.id}
              id={`${tab.id}-tab`}
              data-tab={tab.id}
              role="tab"
              aria-selected={tab.id === active}
              aria-controls={`${tab.id}-panel`}
              aria-label={tabName(tab)}
              aria-describedby={`${tab.id}-staged`}
              tabIndex={tab.id === active ? 0 : -1}
              draggable
              title={tabName(tab)}
              className={classNames(styles.tab, isPlace(tab) && tab.isPreview && styles.preview)}
              onClick={() => dispatch({ kind: 'activate', id: tab.id })}
              onDoubleClick={() => dispatch({ kind: 'keep', id: tab.id })}
              onMouseDown={(event) => event.button === 1 && event.preventDefault()}
              onAuxClick={(event) => event.button === 1 && dispatch({ kind: 'close', id: tab.id })}
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = 'move';
                event.dataTransfer.setData('application/x-cairn-tab', tab.id);
                setDragged(tab.id);
              }}
              onDragOver={(event) => over(event, index)}
              onDragEnd={() => setDragged(null)}
            >
              <TabIcon tab={tab} />
              <span className={styles.name}>{tabName(tab) === '' ? '(no name)' : tabName(tab)}</span>
              <TabMarks client={client} tab={tab} />
              <span
                className={styles.close}
                aria-hidden="true"
                title={`Close ${tabName(tab)}`}
                onClick={(event) => {
                  event.stopPropagation();
                  dispatch({ kind: 'close', id: tab.id });
                }}
              >
                <X />
              </span>
            </div>
          ))}
        </div>
      </ContextMenu>
      <IconButton
        className={classNames(styles.add)}
        label={onNewConsole === null ? 'Open a file' : 'New console'}
        keys={commands.keys.keysOf(onNewConsole === null ? 'file.open' : 'console.new')[0]}
        onClick={onNewConsole ?? onOpenFile}
      >
        <Plus />
      </IconButton>
    </div>
  );
}

/** A violet dot where the tab has staged edits, a flag where the open transaction changed it; their words describe it. */
function TabMarks({ client, tab }: { readonly client: Client; readonly tab: Tab }) {
  const isObject = tab.kind === 'object';
  const isFile = tab.kind === 'overview' || tab.kind === 'changes';
  const file = isPlace(tab) ? tab.file : '';
  const object = isObject ? tab.object.name : null;
  const count = useStagedCount(EditsStore.of(client), file, object);
  const isStaged = count > 0 && (isObject || isFile);
  const staged = isStaged ? countOf(count, 'staged change') : undefined;
  const flag = useFlagWords(TransactionsStore.of(client), file, object);
  const isFlagged = flag !== null && (isObject || tab.kind === 'overview' || tab.kind === 'console');
  return (
    <span id={`${tab.id}-staged`} className={isStaged || isFlagged ? styles.marks : undefined}>
      {isStaged && <span aria-hidden="true" className={styles.dot} title={staged} />}
      {isFlagged && (
        <span aria-hidden="true" className={styles.flag} title={flag}>
          <Flag />
        </span>
      )}
      {(isStaged || isFlagged) && (
        <VisuallyHidden>{[staged, isFlagged ? flag : undefined].filter(Boolean).join(', ')}</VisuallyHidden>
      )}
    </span>
  );
}

function TabIcon({ tab }: { readonly tab: Tab }) {
  if (tab.kind === 'object') return <ObjectIcon kind={tab.object.kind} />;
  if (tab.kind === 'overview') return <Database />;
  if (tab.kind === 'settings') return <Settings2 />;
  if (tab.kind === 'changes') return <Diff />;
  if (tab.kind === 'history') return <Clock />;
  if (tab.kind === 'connections') return <Plug />;
  if (tab.kind === 'plugins') return <Puzzle />;
  if (tab.kind === 'statistics') return <ChartColumn />;
  if (tab.kind === 'console') return <Terminal />;
  return tab.failure === null ? <LoaderCircle /> : <FileWarning />;
}
