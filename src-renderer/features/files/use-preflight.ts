import { useEffect, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { FolderEntry, Preflight } from '../../../src-preload/contract/files.ts';

/** What is found out about the selected file before it is opened; null while it is not known. */
export function usePreflight(
  client: Client,
  entry: FolderEntry | undefined,
): { readonly preflight: Preflight | null; readonly milliseconds: number } {
  const [result, setResult] = useState<{ readonly value: Preflight; readonly milliseconds: number } | null>(
    null,
  );
  const path = entry === undefined || entry.kind === 'folder' ? null : entry.path;
  useEffect(() => {
    if (path === null) return;
    const controller = new AbortController();
    const start = performance.now();
    client.files.preflight({ path }, { signal: controller.signal }).then(
      (value) => {
        if (!controller.signal.aborted) setResult({ value, milliseconds: performance.now() - start });
      },
      () => {
        if (!controller.signal.aborted) setResult(null);
      },
    );
    return () => controller.abort();
  }, [client, path]);
  return result !== null && result.value.path === path
    ? { preflight: result.value, milliseconds: result.milliseconds }
    : { preflight: null, milliseconds: 0 };
}
