import { useEffect, useMemo, useState } from 'react';
import type { Contract, OutputOf } from '../../../../src-preload/contract/index.ts';
import type { FocusedRow } from '../../../lib/cells/focused-row.ts';
import { type FieldSchema, readFieldSchema } from '../../../lib/documents/field-schema.ts';

export type CollectionSchema = NonNullable<OutputOf<Contract['collections']['schema']>>;

/**
 * The schema that the file keeps for a collection, or for the documents in a column of another table; null where it
 * keeps none, or none that can be read.
 */
export function useCollectionSchema(
  { client, file, object, revision }: FocusedRow,
  column: string | null,
): {
  readonly stored: CollectionSchema | null;
  readonly schema: FieldSchema | null;
} {
  const [stored, setStored] = useState<CollectionSchema | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again when rows were, since it is a row itself.
  useEffect(() => {
    let isCurrent = true;
    client.collections.schema({ file: file.id, object: object.name, column }).then(
      (found) => {
        if (isCurrent) setStored((before) => (isSame(before, found) ? before : found));
      },
      // Without a schema the form is made of the document itself.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [client, file.id, object.name, column, revision]);
  const text = stored?.schema ?? null;
  const schema = useMemo(() => (text === null ? null : readFieldSchema(text)), [text]);
  return { stored, schema };
}

function isSame(one: CollectionSchema | null, other: CollectionSchema | null): boolean {
  return one?.schema === other?.schema && one?.version === other?.version;
}
