import { useCallback, useEffect, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { RecentFile } from '../../../src-preload/contract/files.ts';
import { toFailure } from '../../lib/failure.ts';
import { showToast } from '../../ui/toasts.ts';

/** The recent files; null until they are known. */
export function useRecents(client: Client): {
  readonly recents: readonly RecentFile[] | null;
  readonly forget: (path: string) => void;
} {
  const [recents, setRecents] = useState<readonly RecentFile[] | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    client.files.recents({}, { signal: controller.signal }).then(setRecents, () => {
      if (!controller.signal.aborted) setRecents([]);
    });
    return () => controller.abort();
  }, [client]);
  const forget = useCallback(
    (path: string) => {
      client.files.forget({ path }).then(
        () => setRecents((before) => before?.filter((file) => file.path !== path) ?? null),
        (error: unknown) => showToast({ title: toFailure(error).message, kind: 'error' }),
      );
    },
    [client],
  );
  return { recents, forget };
}
