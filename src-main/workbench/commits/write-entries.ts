import type { EditProblem } from '../../../src-preload/contract/edits.ts';
import { hasErrorCode, type StoredCollection } from '../../engine/index.ts';
import type { CheckDocumentsInput, CheckedText } from '../../operations/commit/check-documents.ts';
import type {
  ChangeProblem,
  CheckedDocument,
  CommitCall,
  CommitChange,
  CommitDecision,
  CommitOutcome,
  CommitTable,
  DocumentToCheck,
} from '../../operations/commit/commit-input.ts';
import { type PackedChanges, packChanges } from '../../operations/commit/packed-changes.ts';
import type { StagedEntry } from '../edits/index.ts';
import type { OpenFile } from '../open-file.ts';
import { packRows } from './kept-rows.ts';
import type { CommitHooks } from './plugin-hooks.ts';
import { type Prepared, prepare } from './prepare.ts';
import { findStuckPattern } from './stuck-pattern.ts';

/** How a commit ended, by places of the entries. */
export type EntriesOutcome =
  | Exclude<CommitOutcome, { kind: 'schema-changed' | 'check' | 'written' }>
  | (Omit<Extract<CommitOutcome, { kind: 'written' }>, 'images'> & {
      /** What was done to the rows, for the history; null where it cannot be taken back. */
      readonly rows: Uint8Array | null;
    });

export interface WriteOptions {
  readonly decisions: readonly CommitDecision[];
  /** Takes back a commit: see `CommitInput`. */
  readonly isInverse?: boolean;
  /** Places of new rows that may be in the file already: see `CommitInput`. */
  readonly unsure?: readonly number[];
  /** Ends waiting for the file; a transaction that has begun is never cut. */
  readonly signal?: AbortSignal | undefined;
  /** Plugins that are asked about the documents, and add to the transaction. */
  readonly hooks?: CommitHooks | undefined;
}

const HOLDER = 'commit';
/** How often a schema may change, or a document be merged anew, before the commit gives up. */
const MOST_TRIES = 8;
/** Milliseconds that the schema of a collection may take for all documents of a commit, and more for each. */
const CHECK_TIME = 5000;
const CHECK_TIME_EACH = 5;

/** Writes entries all or none. Rejects with FILE_READ_ONLY, FILE_REPLACED, FILE_LOCKED and what SQLite says of the file. */
export async function writeEntries(
  file: OpenFile,
  entries: readonly StagedEntry[],
  options: WriteOptions,
): Promise<EntriesOutcome> {
  const { decisions, signal, hooks, isInverse = false, unsure = [] } = options;
  let checked: readonly CheckedDocument[] | null = null;
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const found = await prepareEntries(file, entries, signal);
    const prepared = hooks?.marked(found) ?? found;
    const known = knownProblems(prepared, entries);
    if (known.length > 0) return { kind: 'refused', rows: known, total: known.length };
    if (checked === null) {
      const first = await checkAll(file, prepared, stagedDocuments(prepared), options);
      if ('problems' in first) return refused(first.problems);
      checked = first.checked;
    }
    const packed = packChanges(prepared.changes);
    const input: CommitCall = {
      ...inputOf(prepared, packed),
      decisions,
      checked,
      unsure,
      isInverse,
      added: hooks?.added,
    };
    hooks?.run();
    const outcome = await file.write(
      { holder: HOLDER, signal },
      async (connection) =>
        // Made by `commitEdits`. Without the signal: who cancelled could not know what was written.
        (await connection.call('commitEdits', input)) as CommitOutcome,
    );
    if (outcome.kind === 'check') {
      const more = await checkAll(file, prepared, outcome.documents, options);
      if ('problems' in more) return refused(more.problems);
      // What was said last holds.
      checked = [...checked, ...more.checked];
    } else if (outcome.kind === 'written') {
      const { images, ...written } = outcome;
      const rows = outcome.undoReason === null ? packRows(images, prepared, packed) : null;
      return { ...written, rows };
    } else if (outcome.kind !== 'schema-changed') return outcome;
  }
  const problem: EditProblem = {
    code: 'BUSY',
    message: 'Another program changes the file all the time. Nothing was written: try again.',
    column: null,
    path: null,
  };
  return refused([{ change: 0, problem }]);
}

/** Compares entries with the file as it is now, as rows that differ. */
export async function compareEntries(
  file: OpenFile,
  entries: readonly StagedEntry[],
  signal?: AbortSignal,
): Promise<Extract<CommitOutcome, { kind: 'conflict' }>> {
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const prepared = await prepareEntries(file, entries, signal);
    const gone = new Set(prepared.problems.map(({ object }) => object));
    // Rows of a table that is gone are no conflict: the commit says so.
    const places = entries.flatMap(({ object }, place) => (gone.has(object) ? [] : [place]));
    const { changes } = prepared;
    const compared = places.flatMap((place) => changes[place] ?? []);
    const input: CommitCall = {
      ...inputOf(prepared, packChanges(compared)),
      decisions: [],
      checked: [],
      unsure: [],
      isInverse: false,
    };
    const outcome = await file.use(
      'worker',
      { holder: HOLDER, signal },
      async (connection) =>
        // Made by `compareEdits`.
        (await connection.call('compareEdits', input, { signal })) as CommitOutcome,
    );
    if (outcome.kind !== 'conflict') continue;
    return { ...outcome, rows: outcome.rows.map((row) => ({ ...row, change: places[row.change] ?? 0 })) };
  }
  return { kind: 'conflict', rows: [], total: 0 };
}

function prepareEntries(
  file: OpenFile,
  entries: readonly StagedEntry[],
  signal: AbortSignal | undefined,
): Promise<Prepared> {
  return file.use('reader', { holder: HOLDER, signal }, (connection) => prepare(connection, entries));
}

function inputOf({ schemaVersion, tables }: Prepared, changes: PackedChanges) {
  return { schemaVersion, tables, changes };
}

function refused(rows: readonly ChangeProblem[]): EntriesOutcome {
  return { kind: 'refused', rows: rows.slice(0, 1000), total: rows.length };
}

function knownProblems({ problems }: Prepared, entries: readonly StagedEntry[]): readonly ChangeProblem[] {
  if (problems.length === 0) return [];
  const places = new Map(entries.map(({ row }, place) => [row, place]));
  return problems.map(({ row, problem }) => ({ change: places.get(row) ?? 0, problem }));
}

/** Documents as they were staged: unless others changed them too, they are what is written. */
function stagedDocuments({ tables, changes }: Prepared): readonly DocumentToCheck[] {
  if (tables.every(({ checkedColumns }) => checkedColumns.length === 0)) return [];
  return changes.flatMap((change, place) => {
    const table = tables[change.table];
    if (table === undefined || change.kind === 'delete') return [];
    return table.checkedColumns.flatMap((column) => {
      const text = change.columns.find(({ name }) => name === column)?.after;
      if (typeof text !== 'string') return [];
      return [{ change: place, column, id: idOf(table.collection, change), text }];
    });
  });
}

function idOf(collection: CommitTable['collection'], change: CommitChange): string | null {
  if (collection === null) return null;
  const given = change.columns.find(({ name }) => name === collection.idColumn)?.after;
  const id = given ?? change.image?.get(collection.idColumn) ?? change.key?.[0];
  return typeof id === 'string' ? id : '';
}

type Checked =
  | { readonly checked: readonly CheckedDocument[] }
  | { readonly problems: readonly ChangeProblem[] };

/** Asks the schemas of the file, then the plugins. */
async function checkAll(
  file: OpenFile,
  prepared: Prepared,
  documents: readonly DocumentToCheck[],
  { signal, hooks }: WriteOptions,
): Promise<Checked> {
  const found = await check(file, prepared, documents, signal);
  return hooks === undefined || 'problems' in found ? found : hooks.beforeCommit(documents, found.checked);
}

/** Asks the schemas of the file, in a process that is ended when a pattern of theirs takes too long. */
async function check(
  file: OpenFile,
  prepared: Prepared,
  documents: readonly DocumentToCheck[],
  signal: AbortSignal | undefined,
): Promise<Checked> {
  const checked: CheckedDocument[] = [];
  const problems: ChangeProblem[] = [];
  const schemas = [...prepared.schemas].flatMap(([place, columns]) =>
    [...columns].map(([column, stored]) => ({ place, column, stored })),
  );
  for (const { place, column, stored } of schemas) {
    const table = prepared.tables[place];
    const own = documents.filter(
      (document) => document.column === column && prepared.changes[document.change]?.table === place,
    );
    if (table === undefined || own.length === 0) continue;
    const input: CheckDocumentsInput = {
      stored,
      columns: [...table.columns.keys()],
      documents: own.map(({ change, id, text }) => {
        const before = prepared.changes[change]?.columns.find(({ name }) => name === column)?.before;
        return { id, json: text, before: typeof before === 'string' ? before : null };
      }),
    };
    const results = await askSchema(file, input, signal);
    if (results === undefined) {
      problems.push(...(await slowDocuments(file, stored, own, column, signal)));
      continue;
    }
    own.forEach(({ change, text }, index) => {
      const result = results[index];
      // What nobody answered for is asked about again.
      if (result === undefined) return;
      const [issue] = result.issues;
      if (issue === undefined) checked.push({ change, column, text, columns: result.columns });
      else problems.push(invalid(change, column, issue.message, issue.path));
    });
  }
  return problems.length > 0 ? { problems } : { checked };
}

/** Asks a schema of the file about documents; undefined: it took too long. */
export async function askSchema(
  file: OpenFile,
  input: CheckDocumentsInput,
  signal: AbortSignal | undefined,
): Promise<readonly CheckedText[] | undefined> {
  const limit = AbortSignal.timeout(CHECK_TIME + CHECK_TIME_EACH * input.documents.length);
  const either = signal === undefined ? limit : AbortSignal.any([signal, limit]);
  try {
    return await file.use(
      'worker',
      { holder: 'checking documents', signal: either },
      async (connection) =>
        // Made by `checkDocuments`.
        (await connection.call('checkDocuments', input, { signal: either })) as readonly CheckedText[],
    );
  } catch (error) {
    if (limit.aborted && signal?.aborted !== true) return undefined;
    if (hasErrorCode(error, 'SCHEMA_INVALID'))
      return input.documents.map(() => ({ issues: [], columns: [] }));
    throw error;
  }
}

/** What is said of documents whose check had to be ended: of the one whose pattern it was, or of all. */
async function slowDocuments(
  file: OpenFile,
  stored: StoredCollection,
  documents: readonly DocumentToCheck[],
  column: string,
  signal: AbortSignal | undefined,
): Promise<readonly ChangeProblem[]> {
  const texts = documents.map(({ text }) => text);
  const stuck = await findStuckPattern(file, stored, texts, signal);
  const own = stuck === null ? undefined : documents[stuck.document];
  if (stuck === null || own === undefined) {
    const message = `The rules that the file keeps for ${stored.name} take too long for this document, so it cannot be checked.`;
    return documents.map(({ change }) => invalid(change, column, message, null));
  }
  const message = `The pattern ${stuck.pattern} that the file keeps for ${stored.name} takes too long for this text, so the document cannot be checked. Change the text, or the pattern in the schema.`;
  return [invalid(own.change, column, message, stuck.path)];
}

function invalid(
  change: number,
  column: string,
  message: string,
  path: readonly (string | number)[] | null,
): ChangeProblem {
  const problem = { code: 'DOCUMENT_INVALID', message, column, path: path === null ? null : [...path] };
  return { change, problem };
}
