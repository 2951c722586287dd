import { useEffect, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import { useBridgeEvent } from '../../lib/use-bridge-event.ts';
import { type NameIndex, nameIndex } from './completion/name-index.ts';

/** The names that can be completed in a file; read again when its schema has changed. */
export function useNames(client: Client, file: string): NameIndex | null {
  const [names, setNames] = useState<NameIndex | null>(null);
  const [turn, setTurn] = useState(0);
  useBridgeEvent(client, 'files.changed', ({ file: changed, what }) => {
    if (changed === file && what !== 'content') setTurn((before) => before + 1);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn reads again.
  useEffect(() => {
    const controller = new AbortController();
    client.queries.names({ file }, { signal: controller.signal }).then(
      (found) => setNames(nameIndex(found)),
      // Without names nothing is completed; the file itself says what is wrong with it.
      () => null,
    );
    return () => controller.abort();
  }, [client, file, turn]);
  return names;
}
