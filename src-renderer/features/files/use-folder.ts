import { useEffect, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { FolderEntry } from '../../../src-preload/contract/files.ts';
import { type Failure, toFailure } from '../../lib/failure.ts';

export interface Folder {
  readonly folder: string;
  readonly display: string;
  readonly parent: string | null;
  readonly entries: readonly FolderEntry[];
  readonly isCut: boolean;
}

export interface FolderState {
  readonly roots: readonly { readonly path: string; readonly display: string }[];
  readonly folder: Folder | null;
  readonly failure: Failure | null;
  readonly isReading: boolean;
  readonly go: (path: string) => void;
}

/** The allowed folders, and the list of the one that is looked at. */
export function useFolder(client: Client, showOthers: boolean): FolderState {
  const [roots, setRoots] = useState<FolderState['roots']>([]);
  const [path, setPath] = useState<string | null>(null);
  const [folder, setFolder] = useState<Folder | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isReading, setReading] = useState(true);

  useEffect(() => {
    const controller = new AbortController();
    client.files.roots({}, { signal: controller.signal }).then(
      (answer) => {
        setRoots(answer.roots);
        setPath((before) => before ?? answer.home ?? answer.roots[0]?.path ?? null);
      },
      (error: unknown) => {
        if (!controller.signal.aborted) setFailure(toFailure(error));
      },
    );
    return () => controller.abort();
  }, [client]);

  useEffect(() => {
    if (path === null) return;
    const controller = new AbortController();
    setReading(true);
    client.files.list({ folder: path, showOthers }, { signal: controller.signal }).then(
      (answer) => {
        if (controller.signal.aborted) return;
        setFolder(answer);
        setFailure(null);
        setReading(false);
      },
      (error: unknown) => {
        if (controller.signal.aborted) return;
        setFailure(toFailure(error));
        setReading(false);
      },
    );
    return () => controller.abort();
  }, [client, path, showOthers]);

  return { roots, folder, failure, isReading, go: setPath };
}
