import type { StagedRow } from '../../../src-preload/contract/edits.ts';
import type { TableChanges } from '../../../src-preload/contract/index.ts';
import { isJson } from '../../../src-preload/contract/json-text/index.ts';
import { findCollections, runReads } from '../../engine/index.ts';
import type { Connection } from '../../engine/types.ts';
import type { DocumentImage, RowImage } from '../../operations/commit/commit-input.ts';
import { toKeyValue } from '../../operations/stored-value.ts';
import type { ChangedRows, ObjectChanges } from '../../operations/transaction/transaction-input.ts';
import { objectKindOf, type TableListType } from '../catalog/object-kind.ts';
import { forwardEntries } from '../commits/inverse.ts';
import { stagedRow } from '../edits/staged-row.ts';

/** Changes of tables as they cross. */
export async function toldChanges(
  connection: Connection,
  changes: readonly ObjectChanges[],
): Promise<TableChanges[]> {
  if (changes.length === 0) return [];
  const collections = await runReads(connection, findCollections());
  return changes.map(({ object, counts, type, by, reason }) => ({
    object,
    // What `pragma_table_list` gives.
    kind: objectKindOf(object, type as TableListType, collections.has(object)),
    counts,
    byTrigger: by,
    reason,
  }));
}

/** Changed rows as they cross: columns that hold JSON are told path by path, and new rows by the key that they have now. */
export function toldRows(
  { images, labelColumns }: Pick<ChangedRows, 'images' | 'labelColumns'>,
  at: number,
): StagedRow[] {
  return images.flatMap((image, sequence) =>
    forwardEntries('row', [withDocuments(image)]).map((entry) => {
      const { before, after } = image;
      const row = before === null && after !== null ? { key: after.key.map(toKeyValue) } : entry.row;
      return stagedRow({ ...entry, row, stagedAt: at, sequence }, [], labelColumns);
    }),
  );
}

function withDocuments(image: RowImage): RowImage {
  const { before, after, changed, columns } = image;
  if (before === null || after === null) return image;
  const documents = new Map<string, DocumentImage>(image.documents);
  for (const name of changed) {
    const at = columns.indexOf(name);
    const [was, is] = [before.values[at], after.values[at]];
    if (isDocument(was) && isDocument(is)) documents.set(name, { encoding: 'text', before: was, after: is });
  }
  return documents.size === 0 ? image : { ...image, documents };
}

function isDocument(value: unknown): value is string {
  return typeof value === 'string' && /^\s*[[{]/u.test(value) && isJson(value);
}
