import { kindOf, rootSpan } from '../../../src-preload/contract/json-text/index.ts';
import { isSame } from '../../operations/commit/exact.ts';
import {
  type BeforeValue,
  isHashed,
  type StoredRow,
  type StoredRowsGroup,
} from '../../operations/stored-rows.ts';
import { fromKeyValue } from '../../operations/stored-value.ts';
import { objectRules } from '../edits/index.ts';
import type { ObjectRules } from '../edits/object-rules.ts';
import type { OpenFile } from '../open-file.ts';
import { columnSql } from '../rows/object-shape.ts';
import { patchedText } from './hooked-document.ts';
import type { HookSubject } from './plugin-subjects.ts';

/** Documents that are read at once. */
const CHUNK = 100;

/**
 * Turns deletions into changes of the documents, where hooks want fields to be set instead. Rows that others have changed
 * since stay deletions: the commit tells of that.
 */
export async function markedDeletions(
  file: OpenFile,
  subjects: readonly HookSubject[],
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const [object, own] of Map.groupBy(subjects, ({ entry }) => entry.object)) {
    const rules = await objectRules(file, object);
    for (let at = 0; at < own.length; at += CHUNK) await mark(file, rules, own.slice(at, at + CHUNK), signal);
  }
}

async function mark(
  file: OpenFile,
  { plan, storedColumns }: ObjectRules,
  subjects: readonly HookSubject[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const column = subjects[0]?.table?.documentColumn;
  if (plan === null || column === undefined) return;
  const group: StoredRowsGroup = {
    keys: subjects.map(({ entry: { row } }) => ('key' in row ? row.key.map(fromKeyValue) : [])),
    values: [],
    documents: [columnSql(column)],
    image: storedColumns.map(columnSql),
    hashesImage: true,
  };
  // What the operation gives.
  const [rows = []] = (await file.use('reader', { holder: 'commit', signal }, (connection) =>
    connection.call('storedRows', { plan, groups: [group] }, { signal }),
  )) as readonly (readonly (StoredRow | null)[])[];
  subjects.forEach((subject, at) => {
    const row = rows[at];
    if (row !== undefined && row !== null) markOne(subject, row, column, storedColumns);
  });
}

function markOne(subject: HookSubject, row: StoredRow, column: string, columns: readonly string[]): void {
  const { entry, marks, table, id } = subject;
  const document = row.documents[0];
  if (marks === null || table === null || document === undefined || document.json === null) return;
  const isAsStaged = columns.every((name, at) => {
    const before = entry.image?.get(name);
    return before !== undefined && isSameValue(before, row.image[at] ?? null);
  });
  const { json, encoding } = document;
  if (!isAsStaged || kindOf(json, rootSpan(json).from) !== 'object') return;
  const given = table.documents.decode(json, id ?? '');
  const { text } = patchedText(json, given, { ...given, ...marks }, (value) => table.documents.textOf(value));
  const columnsNow = new Map([[column, { before: json, after: text, document: { encoding } }]]);
  subject.becomeUpdate({ ...entry, kind: 'update', columns: columnsNow }, text);
}

function isSameValue(one: BeforeValue, other: BeforeValue): boolean {
  if (isHashed(one) || isHashed(other)) {
    return isHashed(one) && isHashed(other) && one.sha256 !== null && one.sha256 === other.sha256;
  }
  return isSame(one, other);
}
