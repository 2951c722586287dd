import type { RowKey } from '../../../src-preload/contract/cell.ts';
import type { CallOptions } from '../../engine/types.ts';
import type { StoredDocument, StoredRow, StoredRowsGroup } from '../../operations/stored-rows.ts';
import { fromKeyValue } from '../../operations/stored-value.ts';
import type { OpenFile } from '../open-file.ts';
import { editRefused } from './edit-errors.ts';
import { columnSql, type ObjectRules } from './object-rules.ts';

/** The JSON text of one column as the file has it; null: it has no such row. */
export async function readDocumentText(
  file: OpenFile,
  { rules, plan, columns }: ObjectRules,
  key: RowKey,
  column: string,
  options: CallOptions,
): Promise<StoredDocument | null> {
  if (!columns.has(column)) throw editRefused(`There is no column ${column} any more.`);
  if (plan === null) throw editRefused(rules.reason ?? 'Its rows have no key.');
  const group: StoredRowsGroup = {
    keys: [key.map(fromKeyValue)],
    values: [],
    documents: [columnSql(column)],
    image: [],
    hashesImage: false,
  };
  // What the operation gives.
  const answers = (await file.use('reader', { ...options, holder: 'document' }, (connection) =>
    connection.call('storedRows', { plan, groups: [group] }, options),
  )) as readonly (readonly (StoredRow | null)[])[];
  return answers[0]?.[0]?.documents[0] ?? null;
}
