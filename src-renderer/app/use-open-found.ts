import { type Dispatch, useCallback } from 'react';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import type { FoundTarget } from './app-floats.tsx';
import { isPlace, type Tab } from './tab.ts';
import type { TabsAction } from './tabs-state.ts';
import type { Consoles } from './use-consoles.ts';

export interface OpenFoundOptions {
  /** The active one. */
  readonly tab: Tab | undefined;
  readonly dispatch: Dispatch<TabsAction>;
  readonly openPath: (path: string) => void;
  readonly showOverview: (file: OpenFileInfo, isPreview: boolean) => void;
  readonly consoles: Consoles;
}

/** Opens what was found in the palette. Beside: what is shown now stays, and so does what was found. */
export function useOpenFound({ tab, dispatch, openPath, showOverview, consoles }: OpenFoundOptions) {
  return useCallback(
    (target: FoundTarget, isBeside: boolean) => {
      const isPreview = !isBeside;
      if (target.kind === 'statement') {
        const { file, sql } = target;
        // Nothing is run: it is put where it can be.
        if (!isBeside && tab?.kind === 'console' && tab.file === file.id) consoles.add(tab, sql);
        else consoles.create(file.id, sql);
        return;
      }
      if (isBeside && isPlace(tab)) dispatch({ kind: 'keep', id: tab.id });
      if (target.kind === 'recent') openPath(target.path);
      else if (target.kind === 'file') showOverview(target.file, isPreview);
      else {
        const column = target.kind === 'column' ? target.column : undefined;
        dispatch({ kind: 'open', file: target.file.id, object: target.object, isPreview, column });
      }
    },
    [tab, dispatch, openPath, showOverview, consoles],
  );
}
