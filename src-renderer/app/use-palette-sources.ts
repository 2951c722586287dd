import { useEffect, useState } from 'react';
import type { Client } from '../../src-preload/client.ts';
import type { SearchedColumns } from '../../src-preload/contract/catalog.ts';
import type { OpenFileInfo, RecentFile } from '../../src-preload/contract/files.ts';

/** What the palette asks for when it opens: the columns of the open files, and recent files. They join as they come. */
export function usePaletteSources(client: Client, files: readonly OpenFileInfo[]) {
  const [columns, setColumns] = useState<ReadonlyMap<string, SearchedColumns>>(new Map());
  const [recents, setRecents] = useState<readonly RecentFile[]>([]);
  const ids = files.map(({ id }) => id).join('\n');
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    // Names that cannot be read are not found; the table itself says why when it is opened.
    for (const file of ids === '' ? [] : ids.split('\n')) {
      client.catalog.columns({ file }, { signal }).then(
        (found) => setColumns((before) => new Map(before).set(file, found)),
        () => null,
      );
    }
    client.files.recents({}, { signal }).then(setRecents, () => null);
    return () => controller.abort();
  }, [client, ids]);
  return { columns, recents };
}
