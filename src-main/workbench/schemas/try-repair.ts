import type { Contract, OutputOf, ParsedInputOf } from '../../../src-preload/contract/index.ts';
import type { StoredCollection } from '../../engine/index.ts';
import type { CheckDocumentsInput, CheckedText } from '../../operations/commit/check-documents.ts';
import type { StoredRow, StoredRowsInput } from '../../operations/stored-rows.ts';
import { fromKeyValue } from '../../operations/stored-value.ts';
import { BridgeError } from '../bridge-error.ts';
import { changeField } from '../edits/document-texts.ts';
import type { OpenFile } from '../open-file.ts';
import { type DocumentTable, documentSource } from './document-source.ts';

type RepairInput = ParsedInputOf<Contract['schemas']['tryRepair']>;
export type RepairAnswer = OutputOf<Contract['schemas']['tryRepair']>;
type Repair = RepairInput['repairs'][number];

export interface RepairTrial {
  readonly table: DocumentTable;
  /** The column with the documents. */
  readonly column: string;
  readonly stored: StoredCollection;
  readonly repairs: readonly Repair[];
}

/** Milliseconds for all documents of a call: a pattern of the schema may never end. */
const MOST_TIME = 5000;
/** Documents that are read at once. */
const AT_ONCE = 50;
const MOST_PROBLEMS = 20;
const HOLDER = 'Trying a repair';

/** A document of the file with its repairs made. */
interface Repaired {
  readonly key: Repair['key'];
  readonly id: string | null;
  /** null: it cannot be repaired so, and `problem` says why. */
  readonly json: string | null;
  readonly before: string | null;
  readonly problem: string | null;
}

/** What a schema says about documents as they would be after a repair. Nothing is staged or written. */
export async function tryRepair(
  file: OpenFile,
  trial: RepairTrial,
  caller: AbortSignal,
): Promise<RepairAnswer> {
  const documents = await repaired(file, trial, caller);
  const asked = documents.filter(({ json }) => json !== null);
  const input: CheckDocumentsInput = {
    stored: trial.stored,
    columns: [],
    documents: asked.map(({ id, json, before }) => ({ id, json: json ?? '', before })),
  };
  const answers = await ask(file, input, caller);
  if (answers === null) return { documents: [], timedOut: true };
  const told = new Map(asked.map((document, at) => [document, answers[at]?.issues ?? []]));
  return {
    documents: documents.map((document) => ({
      key: document.key,
      problems: (document.problem === null
        ? (told.get(document) ?? [])
        : [{ path: [], message: document.problem }]
      )
        .slice(0, MOST_PROBLEMS)
        .map(({ path, message }) => ({ path: path.map(pathStep), message })),
    })),
    timedOut: false,
  };
}

/** The documents as they would be, each once, in the order in which they are named first. */
async function repaired(
  file: OpenFile,
  { table, column, repairs }: RepairTrial,
  signal: AbortSignal,
): Promise<readonly Repaired[]> {
  const byKey = new Map<string, Repair[]>();
  for (const repair of repairs) {
    const name = JSON.stringify(repair.key, bigintText);
    byKey.set(name, [...(byKey.get(name) ?? []), repair]);
  }
  const groups = [...byKey.values()];
  const made: Repaired[] = [];
  for (let at = 0; at < groups.length; at += AT_ONCE) {
    const part = groups.slice(at, at + AT_ONCE);
    const rows = await read(
      file,
      table,
      column,
      part.flatMap(([first]) => (first ? [first.key] : [])),
      signal,
    );
    part.forEach((own, index) => {
      made.push(afterRepair(own, rows[index] ?? null, table.collection !== null));
    });
  }
  return made;
}

async function read(
  file: OpenFile,
  table: DocumentTable,
  column: string,
  keys: readonly Repair['key'][],
  signal: AbortSignal,
): Promise<readonly (StoredRow | null)[]> {
  const { plan, document, id } = documentSource(table, column);
  const input: StoredRowsInput = {
    plan,
    groups: [
      {
        keys: keys.map((key) => key.map(fromKeyValue)),
        values: id === null ? [] : [id],
        documents: [document],
        image: [],
        hashesImage: false,
      },
    ],
  };
  const answers = (await file.use('reader', { holder: HOLDER, signal }, (connection) =>
    connection.call('storedRows', input, { signal }),
  )) as readonly (readonly (StoredRow | null)[])[]; // What the operation gives.
  return answers[0] ?? [];
}

function afterRepair(repairs: readonly Repair[], row: StoredRow | null, isWhole: boolean): Repaired {
  const key = repairs[0]?.key ?? [];
  const id = isWhole ? idOf(row) : null;
  const before = row?.documents[0]?.json ?? null;
  if (before === null) {
    const problem = row === null ? 'The row is not there any more.' : 'It holds no JSON document any more.';
    return { key, id, json: null, before, problem };
  }
  try {
    const json = repairs.reduce((text, { path, raw }) => changeField(text, path, raw), before);
    return { key, id, json, before, problem: null };
  } catch (error) {
    if (!(error instanceof BridgeError) || error.code !== 'EDIT_REFUSED') throw error;
    return { key, id, json: null, before, problem: error.message };
  }
}

function idOf(row: StoredRow | null): string {
  const id = row?.values[0]?.value;
  return typeof id === 'string' ? id : '';
}

/** null: the schema took too long. */
async function ask(
  file: OpenFile,
  input: CheckDocumentsInput,
  caller: AbortSignal,
): Promise<readonly CheckedText[] | null> {
  if (input.documents.length === 0) return [];
  const limit = AbortSignal.timeout(MOST_TIME);
  const signal = AbortSignal.any([caller, limit]);
  try {
    return (await file.use('worker', { holder: HOLDER, signal }, (connection) =>
      connection.call('checkDocuments', input, { signal }),
    )) as readonly CheckedText[]; // What the operation gives.
  } catch (error) {
    if (limit.aborted && !caller.aborted) return null;
    throw error;
  }
}

/** Keys of maps can be anything. */
function pathStep(step: string | number): string | number {
  return typeof step === 'number' && !(Number.isSafeInteger(step) && step >= 0) ? String(step) : step;
}

function bigintText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}
