import { type Dispatch, useEffect, useMemo, useRef } from 'react';
import type { Client } from '../../src-preload/client.ts';
import type { ConsoleInfo } from '../../src-preload/contract/queries.ts';
import { attempt } from '../lib/attempt.ts';
import { wishFocus } from '../lib/focus-wish.ts';
import type { ConsoleTab } from './tab.ts';
import type { TabsAction, TabsState } from './tabs-state.ts';

/** The consoles of the open files. */
export interface Consoles {
  /** Opens a new console; one that is empty and not shown is taken first. */
  readonly create: (file: string, text?: string) => void;
  /** Puts a statement into the editor of a console, beside what is there. */
  readonly add: (tab: ConsoleTab, sql: string) => void;
  readonly open: (file: string, console: ConsoleInfo) => void;
  readonly rename: (tab: ConsoleTab, name: string) => void;
  /** Closes the tab and forgets the text. */
  readonly remove: (tab: ConsoleTab) => void;
}

/** Opens, names and removes consoles; lets go of those whose tabs are closed. */
export function useConsoles(client: Client, { tabs }: TabsState, dispatch: Dispatch<TabsAction>): Consoles {
  const open = tabs
    .flatMap((tab) => (tab.kind === 'console' ? [`${tab.file} ${tab.console}`] : []))
    .join('\n');
  const hadSome = useRef(false);
  useEffect(() => {
    hadSome.current ||= open !== '';
    if (!hadSome.current) return;
    const kept = open === '' ? [] : open.split('\n').map((key) => key.split(' '));
    // What holds the texts and results is of the console's own part of the page.
    void import('../features/console/open-consoles.ts').then(
      ({ closeConsoles }) =>
        closeConsoles(
          client,
          kept.map(([file = '', console = '']) => ({ file, console })),
        ),
      () => null,
    );
  }, [client, open]);
  return useMemo(() => {
    const shown = new Set(open.split('\n'));
    const show = (file: string, { console, name }: ConsoleInfo) =>
      dispatch({ kind: 'console', file, console, name });
    return {
      create: (file, text) =>
        void attempt(async () => {
          const { consoles } = await client.queries.consoles({ file });
          const free = consoles.find(({ console, bytes }) => bytes === 0 && !shown.has(`${file} ${console}`));
          if (free !== undefined && text !== undefined)
            await client.queries.keep({ file, console: free.console, text });
          const made = free ?? (await client.queries.add({ file, ...(text !== undefined && { text }) }));
          wishFocus(made.console);
          show(file, made);
        }),
      add: ({ file, console }, sql) =>
        void import('../features/console/open-consoles.ts').then(
          ({ openConsole }) => openConsole(client, file, console).text.want(sql),
          () => null,
        ),
      open: show,
      rename: ({ file, console }, name) =>
        void attempt(async () => {
          const info = await client.queries.rename({ file, console, name });
          dispatch({ kind: 'renameConsole', file, console, name: info.name });
        }),
      remove: ({ id, file, console }) =>
        void attempt(async () => {
          await client.queries.remove({ file, console });
          dispatch({ kind: 'close', id });
        }),
    };
  }, [client, dispatch, open]);
}
