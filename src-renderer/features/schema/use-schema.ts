import { useCallback, useEffect, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { OutputOf } from '../../../src-preload/contract/index.ts';
import type { schemas } from '../../../src-preload/contract/schemas.ts';
import { type Failure, toFailure } from '../../lib/failure.ts';
import { useBridgeEvent } from '../../lib/use-bridge-event.ts';

/** What is known about the schema of an object. */
export type SchemaFacts = OutputOf<(typeof schemas)['describe']>;

export interface SchemaState {
  readonly facts: SchemaFacts | null;
  readonly failure: Failure | null;
  readonly reload: () => void;
}

/** The schema of an object, or of the documents in a column of it, read again when its file changes. */
export function useSchema(client: Client, file: string, object: string, column: string | null): SchemaState {
  const [turn, setTurn] = useState(0);
  const [facts, setFacts] = useState<SchemaFacts | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn reads again.
  useEffect(() => {
    const controller = new AbortController();
    client.schemas.describe({ file, object, column }, { signal: controller.signal }).then(
      (value) => {
        if (controller.signal.aborted) return;
        setFacts(value);
        setFailure(null);
      },
      (error: unknown) => {
        if (!controller.signal.aborted) setFailure(toFailure(error));
      },
    );
    return () => controller.abort();
  }, [client, file, object, column, turn]);

  const reload = useCallback(() => setTurn((before) => before + 1), []);
  useBridgeEvent(client, 'files.changed', (change) => {
    if (change.file === file) reload();
  });
  useBridgeEvent(client, 'shell.engine', ({ state }) => {
    if (state === 'restarted') reload();
  });
  return { facts, failure, reload };
}
