import { type Dispatch, useCallback, useEffect, useRef } from 'react';
import type { Client } from '../../src-preload/client.ts';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import { countOf } from '../lib/cells/byte-size.ts';
import { changesOf, hasEdits, stagedRows, stagedWords } from '../lib/edits/edit-counts.ts';
import { EditsStore } from '../lib/edits/edits-store.ts';
import { toFailure } from '../lib/failure.ts';
import { showToast } from '../ui/toasts.ts';
import { isPlace, type Tab } from './tab.ts';
import type { TabsAction, TabsState } from './tabs-state.ts';

/**
 * What closes never asks: a toast says that what is staged is kept, and offers to discard it. Gives `dispatch` and
 * `closeFile` that do so; a file that is opened with staged edits says so, too.
 */
export function useKeptToasts(
  client: Client,
  files: readonly OpenFileInfo[],
  { tabs }: TabsState,
  dispatch: Dispatch<TabsAction>,
  closeFile: (file: string) => void,
): { readonly act: Dispatch<TabsAction>; readonly close: (file: string) => void } {
  const store = EditsStore.of(client);
  const now = useRef({ files, tabs });
  now.current = { files, tabs };
  const greeted = useRef(new Set<string>());
  useEffect(
    () =>
      store.subscribe(() => {
        for (const { id, name } of now.current.files) {
          const state = store.states().get(id);
          if (state === undefined || greeted.current.has(id)) continue;
          greeted.current.add(id);
          if (state.notice !== null) showToast({ kind: 'warning', title: state.notice });
          if (!hasEdits(state)) continue;
          showToast({
            kind: 'info',
            title: `${name} has ${stagedWords(state)} from before`,
            description: KEPT,
          });
        }
      }),
    [store],
  );

  const act = useCallback(
    (action: TabsAction) => {
      for (const tab of closedBy(action, now.current.tabs)) tellOfTab(store, tab);
      dispatch(action);
    },
    [store, dispatch],
  );
  const close = useCallback(
    (id: string) => {
      const state = store.states().get(id);
      const file = now.current.files.find((other) => other.id === id);
      closeFile(id);
      if (file === undefined || !hasEdits(state)) return;
      showToast({
        kind: 'info',
        title: `${stagedWords(state)} of ${file.name} ${stagedRows(state.counts) + state.drafts === 1 ? 'is' : 'are'} kept`,
        description: 'Open the file again to go on.',
        action: { label: 'Discard', onAction: () => void discardClosed(client, file.path) },
      });
    },
    [client, store, closeFile],
  );
  return { act, close };
}

const KEPT = 'They are kept beside the file until you commit or discard them.';

/** The tabs that an action closes. */
export function closedBy(action: TabsAction, tabs: readonly Tab[]): readonly Tab[] {
  if (action.kind === 'close') return tabs.filter(({ id }) => id === action.id);
  return action.kind === 'closeOthers' ? tabs.filter(({ id }) => id !== action.id) : [];
}

function tellOfTab(store: EditsStore, tab: Tab): void {
  if (!isPlace(tab) || tab.kind !== 'object') return;
  const { name } = tab.object;
  const count = changesOf(store.states().get(tab.file), name);
  if (count === 0) return;
  showToast({
    kind: 'info',
    title: `${countOf(count, 'staged change')} of ${name} ${count === 1 ? 'is' : 'are'} kept`,
    description: KEPT,
    action: {
      label: 'Discard',
      onAction: () => void store.file(tab.file).discard(name).catch(tellFailure),
    },
  });
}

/** What is staged belongs to an open file: it is opened for as long as that takes. */
async function discardClosed(client: Client, path: string): Promise<void> {
  try {
    const { id } = await client.files.open({ path });
    await client.edits.discard({ file: id });
    await client.files.close({ file: id });
  } catch (error) {
    tellFailure(error);
  }
}

function tellFailure(error: unknown): void {
  showToast({ kind: 'error', title: toFailure(error).message });
}
