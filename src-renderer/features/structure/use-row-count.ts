import { useEffect, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { Count, Structure } from '../../../src-preload/contract/catalog.ts';

/** Above this many rows an estimate is enough. */
const CHEAP_ROWS = 1_000_000;

/**
 * How many rows an object has, counted anew with every new structure; null while it is not known.
 * Rows of a view are not counted: that would run its statement.
 */
export function useRowCount(client: Client, file: string, structure: Structure | null): Count | null {
  const [rows, setRows] = useState<{ readonly of: Structure; readonly count: Count } | null>(null);
  useEffect(() => {
    if (structure === null || structure.kind === 'view') return;
    const controller = new AbortController();
    const ask = async (accuracy: 'about' | 'exact') => {
      const wanted = { file, object: structure.name, accuracy };
      const count = await client.catalog.count(wanted, { signal: controller.signal });
      if (!controller.signal.aborted) setRows({ of: structure, count });
      return count;
    };
    ask('about')
      .then(({ kind, value }) =>
        kind === 'about' && value !== null && value < CHEAP_ROWS ? ask('exact') : null,
      )
      .catch(() => {
        // The summary stands without it.
      });
    return () => controller.abort();
  }, [client, file, structure]);
  return rows?.of === structure ? rows.count : null;
}
