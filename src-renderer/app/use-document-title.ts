import { useEffect } from 'react';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import { isPlace, type Tab, tabName } from './tab.ts';

/** The title of the window: the tab, its file, Cairn. */
export function useDocumentTitle(tab: Tab | undefined, files: readonly OpenFileInfo[]): void {
  useEffect(() => {
    const file =
      isPlace(tab) && tab.kind !== 'overview' ? files.find(({ id }) => id === tab.file)?.name : undefined;
    const name = tab && tabName(tab);
    document.title = [name, file, 'Cairn'].filter(Boolean).join(' · ');
  }, [tab, files]);
}
