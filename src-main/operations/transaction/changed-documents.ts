import type { Operation } from '../../engine/types.ts';
import { isRawText, type StoredValue } from '../stored-value.ts';
import { jsonbText } from './jsonb-documents.ts';
import { captureOf } from './operations.ts';

export interface ChangedDocumentsInput {
  readonly object: string;
  readonly column: string;
  /** The column that names a document; null: it has no name of its own. */
  readonly idColumn: string | null;
  readonly node: string;
  readonly limit: number;
}

/** A document as a statement has left it. */
export interface ChangedDocument {
  /** Of its row, as it was before the statement. */
  readonly key: readonly StoredValue[];
  readonly id: string | null;
  readonly json: string;
  readonly before: string | null;
}

/** Documents that a node of the timeline has written, as JSON text. */
export const changedDocuments: Operation = ({ driver }, input): readonly ChangedDocument[] => {
  const { object, column, idColumn, node, limit } = input as ChangedDocumentsInput;
  const rows = captureOf(driver).rows(object, node, limit);
  if (typeof rows === 'string') return [];
  const textOf = (value: StoredValue | undefined) =>
    typeof value === 'string' ? value : isRawText(value) ? null : jsonbText(driver, value);
  return rows.images.flatMap(({ before, after, columns, changed }): ChangedDocument[] => {
    if (after === null || (before !== null && !changed.includes(column))) return [];
    const at = columns.indexOf(column);
    const json = textOf(after.values[at]);
    if (json === null) return [];
    const id = idColumn === null ? null : String(after.values[columns.indexOf(idColumn)] ?? '');
    const { key } = before ?? after;
    return [{ key, id, json, before: before === null ? null : textOf(before.values[at]) }];
  });
};
