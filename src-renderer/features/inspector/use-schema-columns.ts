import { useEffect, useState } from 'react';
import type { FocusedRow } from '../../lib/cells/focused-row.ts';

const none: readonly string[] = [];

/** Columns of a plain table for whose documents the file keeps schemas. */
export function useSchemaColumns({ client, file, object, revision }: FocusedRow): readonly string[] {
  const [found, setFound] = useState({ object: '', columns: none });
  const isAsked = object.kind === 'table';
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again when rows were, since they are rows themselves.
  useEffect(() => {
    if (!isAsked) return;
    let isCurrent = true;
    client.collections.columns({ file: file.id, object: object.name }).then(
      ({ columns }) => {
        if (isCurrent) setFound({ object: object.name, columns });
      },
      // Without them the row is shown as any other.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [client, file.id, object.name, isAsked, revision]);
  return isAsked && found.object === object.name ? found.columns : none;
}
