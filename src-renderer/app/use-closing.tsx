import {
  type Dispatch,
  type ReactNode,
  useCallback,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from 'react';
import type { Client } from '../../src-preload/client.ts';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import type { TransactionState } from '../../src-preload/contract/transactions.ts';
import { TransactionsStore } from '../lib/transactions/transactions-store.ts';
import { AskedClosing, type AskedQuestion } from './asked-closing.tsx';
import { isPlace, type Tab, tabName } from './tab.ts';
import type { TabsAction, TabsState } from './tabs-state.ts';
import { closedBy } from './use-kept-toasts.ts';

export interface Closing {
  readonly act: Dispatch<TabsAction>;
  readonly close: (file: string) => void;
  /** The question, while there is one. */
  readonly question: ReactNode;
}

/**
 * What holds an open transaction of this window is not closed before it is said what becomes of the transaction: its
 * console, its file, and the window itself. Gives `act` and `close` that ask.
 */
export function useClosing(
  client: Client,
  files: readonly OpenFileInfo[],
  { tabs }: TabsState,
  act: Dispatch<TabsAction>,
  close: (file: string) => void,
): Closing {
  const store = TransactionsStore.of(client);
  const [asked, setAsked] = useState<AskedQuestion | null>(null);
  const now = useRef({ files, tabs });
  now.current = { files, tabs };
  const ownOf = useCallback(
    (file: string): TransactionState | null => {
      const { state } = store.file(file);
      return state?.isMine === true ? state : null;
    },
    [store],
  );

  const closeFile = useCallback(
    (file: string) => {
      const name = now.current.files.find(({ id }) => id === file)?.name;
      if (ownOf(file) === null || name === undefined) close(file);
      else setAsked({ subject: name, files: [file], close: () => close(file) });
    },
    [ownOf, close],
  );
  const actOrAsk = useCallback(
    (action: TabsAction) => {
      const held = closedBy(action, now.current.tabs).flatMap((tab) => {
        const own = isPlace(tab) ? ownOf(tab.file) : null;
        return own !== null && isConsoleOf(tab, own) ? [{ tab, file: own.file }] : [];
      });
      const [first] = held;
      if (first === undefined) return act(action);
      const subject = held.length === 1 ? tabName(first.tab) : `${held.length} consoles`;
      setAsked({ subject, files: held.map(({ file }) => file), close: () => act(action) });
    },
    [ownOf, act],
  );

  const leave = useEffectEvent((event: BeforeUnloadEvent) => {
    const held = files.filter(({ id }) => ownOf(id) !== null);
    if (held.length === 0) return;
    // The desktop stays as it is; a browser asks in its own words first.
    event.preventDefault();
    setAsked({ subject: 'Cairn', files: held.map(({ id }) => id), close: () => window.close() });
  });
  useEffect(() => {
    const listener = (event: BeforeUnloadEvent) => leave(event);
    window.addEventListener('beforeunload', listener);
    return () => window.removeEventListener('beforeunload', listener);
  }, []);

  const question = asked && (
    <AskedClosing client={client} files={files} question={asked} onEnd={() => setAsked(null)} />
  );
  return { act: actOrAsk, close: closeFile, question };
}

/** Whether a tab is the console that began a transaction. */
function isConsoleOf(tab: Tab, { file, console }: TransactionState): boolean {
  return tab.kind === 'console' && tab.file === file && tab.console === console;
}
