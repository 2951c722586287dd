import { useCallback, useEffect, useRef, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import { isCancelled } from '../../../src-preload/client.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import { toFailure } from '../../lib/failure.ts';
import { useBridgeEvent } from '../../lib/use-bridge-event.ts';
import type { CatalogState, Catalogs } from './catalog-state.ts';

/** The objects of every open file, read again when a schema changes or the engine was restarted. */
export function useCatalogs(
  client: Client,
  files: readonly OpenFileInfo[],
): { readonly catalogs: Catalogs; readonly reload: (file: string) => void } {
  const [catalogs, setCatalogs] = useState<Catalogs>(new Map());
  const running = useRef(new Map<string, AbortController>());

  const put = useCallback((file: string, state: CatalogState) => {
    setCatalogs((before) => new Map(before).set(file, state));
  }, []);

  const reload = useCallback(
    (file: string) => {
      running.current.get(file)?.abort();
      const controller = new AbortController();
      running.current.set(file, controller);
      client.catalog.objects({ file }, { signal: controller.signal }).then(
        ({ objects }) => {
          if (!controller.signal.aborted) put(file, { kind: 'ready', objects });
        },
        (error: unknown) => {
          if (!controller.signal.aborted && !isCancelled(error)) {
            put(file, { kind: 'failed', failure: toFailure(error) });
          }
        },
      );
    },
    [client, put],
  );

  useEffect(() => {
    const open = new Set(files.map((file) => file.id));
    for (const [file, controller] of running.current) {
      if (!open.has(file)) {
        controller.abort();
        running.current.delete(file);
      }
    }
    setCatalogs((before) =>
      [...before.keys()].every((file) => open.has(file))
        ? before
        : new Map([...before].filter(([file]) => open.has(file))),
    );
    for (const file of open) if (!running.current.has(file)) reload(file);
  }, [files, reload]);

  useBridgeEvent(client, 'files.changed', ({ file, what }) => {
    if (what === 'schema' || what === 'replaced' || what === 'details') reload(file);
  });
  // After a new start of Cairn a file may come back under the id that it had.
  useBridgeEvent(client, 'files.opened', ({ id }) => {
    if (running.current.has(id)) reload(id);
  });
  useBridgeEvent(client, 'shell.engine', ({ state }) => {
    if (state === 'restarted') for (const file of files) reload(file.id);
  });
  return { catalogs, reload };
}
