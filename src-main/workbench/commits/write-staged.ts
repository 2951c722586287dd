import { randomBytes } from 'node:crypto';
import type { CommitResult, ConflictDecision } from '../../../src-preload/contract/commits.ts';
import { type ConnectionManager, hasErrorCode } from '../../engine/index.ts';
import type { HeldEdits, StagedEntry } from '../edits/index.ts';
import { rowKeyOf } from '../edits/row-key.ts';
import { ownPids } from '../files/establish.ts';
import { readFileFacts } from '../files/file-facts.ts';
import { programName } from '../files/lock-holders.ts';
import type { OpenFile } from '../open-file.ts';
import type { PluginSet } from '../plugins/index.ts';
import { nothingStaged } from './commit-errors.ts';
import type { CommitHistory, KeptCommit } from './history.ts';
import { placedDecisions } from './prepare.ts';
import type { SafetyCopies } from './safety-copies.ts';
import { countsOf, refusal, tablesOf, toldConflicts, toldProblems } from './told-results.ts';
import type { EntriesOutcome } from './write-entries.ts';
import { writeHooked } from './write-hooked.ts';

export interface WriteParts {
  readonly file: OpenFile;
  readonly held: HeldEdits;
  readonly history: CommitHistory;
  readonly copies: SafetyCopies;
  readonly manager: ConnectionManager;
  readonly plugins?: PluginSet | undefined;
}

/** Writes all that is staged of a file, or nothing; what is not written stays staged. */
export async function writeStaged(
  parts: WriteParts,
  decisions: readonly ConflictDecision[],
  signal: AbortSignal | undefined,
): Promise<CommitResult> {
  const { file, held, history } = parts;
  const { entries, blockingDrafts } = held;
  if (entries.length === 0 && blockingDrafts.length === 0) throw nothingStaged();
  if (blockingDrafts.length > 0) return refusal(draftProblems(held));
  const begun = performance.now();
  const undone = await undoneCommit(history, entries);
  if (undone === 'mixed') return refusal(mixedProblems(entries));
  const placed = placedDecisions(decisions, entries);
  const isInverse = undone?.isWhole === true;
  if (await mayBeWritten(file)) await parts.copies.ensure();
  const outcome = await writeSurely(history, entries, (unsure) =>
    writeHooked(parts.plugins, file, entries, {
      ...{ decisions: placed, isInverse, unsure, signal },
      isUndo: undone !== undefined,
    }),
  );
  if (outcome.kind === 'conflict') {
    held.setProblems([]);
    const changedBy = await otherProgram(parts);
    return { kind: 'conflict', rows: toldConflicts(outcome.rows, entries), total: outcome.total, changedBy };
  }
  if (outcome.kind === 'refused') {
    const rows = toldProblems(outcome.rows, entries);
    held.setProblems(rows);
    return refusal(rows, outcome.total);
  }
  return await committed(parts, outcome, undone, begun);
}

/** Whether a write may come to the file: the first one also takes back, in it, what a program has left unfinished. */
async function mayBeWritten({ info: { path, readOnlyReason, readMode } }: OpenFile): Promise<boolean> {
  if (readOnlyReason === null) return true;
  return readMode === 'private-copy' && (await readFileFacts(path, new Set())).sides.hasJournalHeader;
}

/**
 * A new row that SQLite numbers would be inserted twice if the first time nobody learned of its end. So what is inserted
 * is noted before, until the outcome is known.
 */
async function writeSurely(
  history: CommitHistory,
  entries: readonly StagedEntry[],
  write: (unsure: readonly number[]) => Promise<EntriesOutcome>,
): Promise<EntriesOutcome> {
  const before = await history.unsure();
  const isUnsure = new Set(before);
  const places = entries.flatMap(({ kind, object, row }, at) =>
    kind === 'insert' && isUnsure.has(rowKeyOf(object, row)) ? [at] : [],
  );
  const inserted = entries
    .filter(({ kind }) => kind === 'insert')
    .map(({ object, row }) => rowKeyOf(object, row));
  if (inserted.length > 0) await history.setUnsure([...new Set([...before, ...inserted])]);
  let isKnown = true;
  try {
    const outcome = await write(places);
    isKnown = outcome.kind !== 'written';
    return outcome;
  } catch (error) {
    isKnown = !hasErrorCode(error, 'CONNECTION_GONE');
    throw error;
  } finally {
    if (isKnown && inserted.length > 0) await told(history.setUnsure(before));
  }
}

/** The rows are in the file: whatever fails from here on must not say otherwise. */
async function committed(
  { held, history }: WriteParts,
  { rows, merged, isWhole, undoReason }: Extract<EntriesOutcome, { kind: 'written' }>,
  undone: KeptCommit | undefined,
  begun: number,
): Promise<CommitResult> {
  const { entries } = held;
  const id = randomBytes(8).toString('hex');
  const counts = countsOf(entries);
  const tables = tablesOf(entries);
  const applied = told(held.applyCommitted(entries));
  const source = undone === undefined ? 'staged' : 'undo';
  const commit = {
    id,
    at: Date.now(),
    source,
    undoes: undone?.id ?? null,
    counts,
    tables,
    isWhole,
    undoReason,
  } as const;
  await Promise.all([applied, told(history.add(commit, rows))]);
  if (counts.inserted > 0) await told(history.setUnsure([]));
  return { kind: 'committed', commit: id, counts, tables, merged, milliseconds: performance.now() - begun };
}

async function told(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    console.error('A commit is in the file, but could not be noted:', error);
  }
}

/** The commit whose inverse these entries are, or hold; "mixed": they hold more, and that cannot be written together. */
async function undoneCommit(
  history: CommitHistory,
  entries: readonly StagedEntry[],
): Promise<KeptCommit | 'mixed' | undefined> {
  const pending = await history.pending();
  if (pending.length === 0) return undefined;
  const staged = new Set(entries.map(({ object, row }) => rowKeyOf(object, row)));
  for (const { commit, rows } of pending) {
    if (rows.length === 0 || !rows.every((row) => staged.has(row))) continue;
    const kept = await history.commit(commit);
    if (kept === undefined) continue;
    return kept.isWhole && rows.length !== entries.length ? 'mixed' : kept;
  }
  return undefined;
}

function draftProblems({ blockingDrafts }: HeldEdits) {
  return blockingDrafts.map(({ object, row, column, problems }) => {
    const message = `What was typed has ${problems === 1 ? 'a problem' : `${problems} problems`}: correct it, or drop the draft.`;
    return { object, row, problem: { code: 'DRAFT_INVALID', message, column, path: null } };
  });
}

function mixedProblems(entries: readonly StagedEntry[]) {
  const message =
    'A commit whose triggers changed rows too is to be taken back: that is written alone. Commit or unstage one of the two first.';
  return entries.slice(0, 1).map(({ object, row }) => ({
    object,
    row,
    problem: { code: 'UNDO_MIXED', message, column: null, path: null },
  }));
}

/** What is known of the program that has changed the rows. */
async function otherProgram({ file, manager }: WriteParts): Promise<string | null> {
  const { holders } = await readFileFacts(file.info.path, ownPids(manager));
  const pid = holders?.[0]?.pid;
  if (pid === undefined) return null;
  const name = await programName(pid);
  return name === null ? `process ${pid}` : `${name} (process ${pid})`;
}
