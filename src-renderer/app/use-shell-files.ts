import { useCallback, useEffect, useRef } from 'react';
import type { Client } from '../../src-preload/client.ts';
import type { Capabilities } from '../../src-preload/contract/shell.ts';
import { toFailure } from '../lib/failure.ts';
import { useBridgeEvent } from '../lib/use-bridge-event.ts';
import { showToast } from '../ui/toasts.ts';

export interface ShellFilesOptions {
  readonly client: Client;
  readonly capabilities: Capabilities | null;
  readonly openPath: (path: string) => void;
  /** Shows the page's own way to choose files, where the system has no dialog for it. */
  readonly showChooser: () => void;
}

/**
 * Opens the files that the system hands over (a second start, a double click in the file manager), and gives what
 * "Open a file" does: it asks by the dialog of the system where there is one.
 */
export function useShellFiles({
  client,
  capabilities,
  openPath,
  showChooser,
}: ShellFilesOptions): () => void {
  useBridgeEvent(client, 'shell.files', ({ paths }) => {
    for (const path of paths) openPath(path);
  });
  // What opens the chooser is handed far down: it stays the same while the frame is drawn anew.
  const open = useRef(openPath);
  useEffect(() => {
    open.current = openPath;
  }, [openPath]);
  const hasDialogs = capabilities?.nativeDialogs;
  return useCallback(() => {
    void (async () => {
      try {
        // Who is quicker than the start is not shown the other shell's way.
        const asksSystem = hasDialogs ?? (await client.shell.info({})).capabilities.nativeDialogs;
        if (!asksSystem) return showChooser();
        const { paths } = await client.shell.chooseFiles({});
        for (const path of paths) open.current(path);
      } catch (error) {
        showToast({ title: toFailure(error).message, kind: 'error' });
      }
    })();
  }, [client, hasDialogs, showChooser]);
}
