import type { EditRow, EditStep } from '../../../src-preload/contract/edits.ts';
import type { CallOptions } from '../../engine/types.ts';
import type { StoredRow, StoredRowsGroup, StoredRowsInput } from '../../operations/stored-rows.ts';
import { fromKeyValue, type StoredValue } from '../../operations/stored-value.ts';
import { BridgeError } from '../bridge-error.ts';
import type { OpenFile } from '../open-file.ts';
import { editRefused } from './edit-errors.ts';
import { columnSql, type ObjectRules } from './object-rules.ts';
import { rowKeyOf, rowWords } from './row-key.ts';
import type { StagedEntry } from './staged-entry.ts';

/** What is to be read of one row. */
interface RowNeed {
  readonly rules: ObjectRules;
  readonly key: readonly StoredValue[];
  readonly values: Set<string>;
  readonly documents: Set<string>;
  isImageNeeded: boolean;
  /** Whether a commit compares the whole image, large values by their hash. */
  isImageCompared: boolean;
}

/** A row as the file has it, by column. */
export interface RowRead {
  readonly values: ReadonlyMap<string, StoredRow['values'][number]>;
  readonly documents: ReadonlyMap<string, StoredRow['documents'][number]>;
  readonly image: ReadonlyMap<string, StoredRow['image'][number]> | null;
}

/** Rows by their keys; null: the file has no such row. */
export type RowsRead = ReadonlyMap<string, RowRead | null>;

/** Rows of one call of the operation; documents may be large. */
const MOST_ROWS = 1_000;
const MOST_DOCUMENTS = 50;
const HOLDER = 'Staging edits';

/** Whether a step changes a column as JSON. */
export function isDocumentStep(step: EditStep, rules: ObjectRules, entry: StagedEntry | undefined): boolean {
  if (step.kind === 'field' || step.kind === 'document') return true;
  if (step.kind !== 'set' || typeof step.value !== 'string') return false;
  if (rules.collection?.documentColumn === step.column) return true;
  const staged = entry?.columns.get(step.column);
  return staged !== undefined && staged.document !== null;
}

/** Reads what the steps need to know of the file, in few short reads. Rows that are known well enough are not read. */
export async function readBefore(
  file: OpenFile,
  steps: readonly EditStep[],
  rulesOf: (object: string) => ObjectRules,
  entryOf: (key: string) => StagedEntry | undefined,
  options: CallOptions,
): Promise<RowsRead> {
  const needs = new Map<string, RowNeed>();
  for (const step of steps) {
    if (step.kind === 'insert' || step.kind === 'unstage' || 'inserted' in step.row) continue;
    const rules = rulesOf(step.object);
    const key = rowKeyOf(rules.object, step.row);
    addNeed(needs, key, step, rules, entryOf(key));
  }
  const reads = new Map<string, RowRead | null>();
  for (const call of callsFor(needs)) {
    // What the operation gives.
    const answers = (await file.use('reader', { ...options, holder: HOLDER }, (connection) =>
      connection.call('storedRows', call.input, options),
    )) as readonly (readonly (StoredRow | null)[])[];
    call.keys.forEach((keys, group) => {
      keys.forEach((key, index) => {
        reads.set(key, byColumn(needs.get(key), answers[group]?.[index] ?? null));
      });
    });
  }
  return reads;
}

function addNeed(
  needs: Map<string, RowNeed>,
  key: string,
  step: Extract<EditStep, { kind: 'set' | 'field' | 'document' | 'delete' }>,
  rules: ObjectRules,
  entry: StagedEntry | undefined,
): void {
  const need = needs.get(key) ?? {
    rules,
    key: keyValues(rules, step.object, step.row),
    values: new Set<string>(),
    documents: new Set<string>(),
    isImageNeeded: false,
    isImageCompared: rules.isKeyImplicit,
  };
  const staged = step.kind === 'delete' ? undefined : entry?.columns.get(step.column);
  if (step.kind === 'delete') {
    if (entry?.kind === 'delete') return;
    need.isImageNeeded = true;
    need.isImageCompared = true;
  } else {
    const isDocument = isDocumentStep(step, rules, entry);
    if (isDocument && staged?.document == null) need.documents.add(step.column);
    if (step.kind === 'set') {
      const isSeen = step.seen !== undefined && staged === undefined;
      if (isSeen || (!isDocument && staged?.document !== null)) need.values.add(step.column);
    }
    if (entry === undefined && rules.keepsImage) need.isImageNeeded = true;
  }
  if (need.isImageNeeded || need.values.size + need.documents.size > 0) needs.set(key, need);
}

function keyValues(rules: ObjectRules, object: string, row: EditRow): readonly StoredValue[] {
  const key = 'key' in row ? row.key.map(fromKeyValue) : [];
  if (rules.plan === null || key.length !== rules.plan.keyTerms.length) {
    throw new BridgeError(
      'BAD_REQUEST',
      `The key of ${rowWords(object, row)} has not the columns of its table.`,
    );
  }
  if (key.includes(null)) {
    throw editRefused('Its key has a NULL, so the row cannot be told from others.');
  }
  return key;
}

interface ReadCall {
  readonly input: StoredRowsInput;
  /** Row keys, group by group. */
  readonly keys: readonly (readonly string[])[];
}

/** Rows of one object and the same columns go together. */
function* callsFor(needs: ReadonlyMap<string, RowNeed>): Generator<ReadCall> {
  const groups = new Map<string, { readonly need: RowNeed; readonly rows: (readonly [string, RowNeed])[] }>();
  for (const [key, need] of needs) {
    const { rules, values, documents, isImageNeeded, isImageCompared } = need;
    const id = JSON.stringify([rules.object, [...values], [...documents], isImageNeeded, isImageCompared]);
    const group = groups.get(id) ?? { need, rows: [] };
    group.rows.push([key, need]);
    groups.set(id, group);
  }
  for (const { need, rows } of groups.values()) {
    const { rules, values, documents, isImageNeeded } = need;
    if (rules.plan === null) continue;
    const most = documents.size > 0 ? MOST_DOCUMENTS : MOST_ROWS;
    for (let at = 0; at < rows.length; at += most) {
      const part = rows.slice(at, at + most);
      const group: StoredRowsGroup = {
        keys: part.map(([, { key }]) => key),
        values: [...values].map(columnSql),
        documents: [...documents].map(columnSql),
        image: isImageNeeded ? rules.storedColumns.map(columnSql) : [],
        hashesImage: need.isImageCompared,
      };
      yield { input: { plan: rules.plan, groups: [group] }, keys: [part.map(([key]) => key)] };
    }
  }
}

function byColumn(need: RowNeed | undefined, row: StoredRow | null): RowRead | null {
  if (need === undefined || row === null) return null;
  const { rules, values, documents, isImageNeeded } = need;
  return {
    values: zip([...values], row.values),
    documents: zip([...documents], row.documents),
    image: isImageNeeded ? zip(rules.storedColumns, row.image) : null,
  };
}

function zip<T>(names: readonly string[], values: readonly T[]): Map<string, T> {
  const map = new Map<string, T>();
  names.forEach((name, index) => {
    const value = values[index];
    if (value !== undefined) map.set(name, value);
  });
  return map;
}
