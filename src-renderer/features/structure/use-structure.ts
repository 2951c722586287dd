import { useEffect, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { Structure } from '../../../src-preload/contract/catalog.ts';
import { type Failure, toFailure } from '../../lib/failure.ts';
import { useBridgeEvent } from '../../lib/use-bridge-event.ts';

export interface StructureState {
  readonly structure: Structure | null;
  readonly failure: Failure | null;
  readonly reload: () => void;
}

/** The structure of an object, read again when the schema of its file changes. */
export function useStructure(client: Client, file: string, object: string): StructureState {
  const [turn, setTurn] = useState(0);
  const [structure, setStructure] = useState<Structure | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn reads again.
  useEffect(() => {
    const controller = new AbortController();
    client.catalog.structure({ file, object }, { signal: controller.signal }).then(
      (value) => {
        if (controller.signal.aborted) return;
        setStructure(value);
        setFailure(null);
      },
      (error: unknown) => {
        if (!controller.signal.aborted) setFailure(toFailure(error));
      },
    );
    return () => controller.abort();
  }, [client, file, object, turn]);

  const reload = () => setTurn((before) => before + 1);
  useBridgeEvent(client, 'files.changed', (change) => {
    if (change.file === file && (change.what === 'schema' || change.what === 'details')) reload();
  });
  useBridgeEvent(client, 'shell.engine', ({ state }) => {
    if (state === 'restarted') reload();
  });
  return { structure, failure, reload };
}
