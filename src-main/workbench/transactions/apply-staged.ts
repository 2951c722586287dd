import type { Connection } from '../../engine/types.ts';
import { nothingStaged } from '../commits/commit-errors.ts';
import { toldConflicts, toldProblems } from '../commits/told-results.ts';
import type { EntriesOutcome } from '../commits/write-entries.ts';
import { writeHooked } from '../commits/write-hooked.ts';
import type { HeldEdits, StagedEdits, StagedEntry } from '../edits/index.ts';
import { fileWith } from '../file-of-client.ts';
import { withoutStops } from '../files/own-view.ts';
import type { CallContext } from '../handlers.ts';
import type { OpenFile } from '../open-file.ts';
import type { PluginSet } from '../plugins/index.ts';
import type { OpenTransaction } from './open-transaction.ts';
import type { TransactionSession } from './session.ts';
import { stagedNotApplied } from './transaction-errors.ts';

/**
 * Runs the staged edits of the file inside of its open transaction, all or none. They stay staged until it is committed.
 * Rejects with NOTHING_STAGED or EDIT_REFUSED.
 */
export async function applyStaged(
  transaction: OpenTransaction,
  staged: StagedEdits,
  { signal }: CallContext,
  plugins?: PluginSet,
): Promise<void> {
  await staged.whileHeld(transaction.file.info.id, (held) =>
    transaction.perform((session) => apply({ transaction, session, held, plugins, signal })),
  );
}

interface ApplyParts {
  readonly transaction: OpenTransaction;
  readonly session: TransactionSession;
  readonly held: HeldEdits;
  readonly plugins: PluginSet | undefined;
  readonly signal: AbortSignal;
}

async function apply({ transaction, session, held, plugins, signal }: ApplyParts): Promise<void> {
  const applied = new Set(transaction.applied().map(({ sequence }) => sequence));
  const entries = held.entries.filter(({ sequence }) => !applied.has(sequence));
  if (held.blockingDrafts.length > 0)
    throw stagedNotApplied('What was typed in a draft has problems.', { drafts: held.blockingDrafts.length });
  if (entries.length === 0) throw nothingStaged();
  const file = withinTransaction(transaction.file, session);
  const { answer, node } = await session.perform(
    'staged',
    () =>
      writeHooked(plugins, file, entries, { decisions: [], isUndo: false, isInTransaction: true, signal }),
    (outcome) => (outcome.kind === 'written' ? wordsOf(entries) : null),
  );
  if (answer.kind !== 'written') throw refusal(answer, held, entries);
  if (node !== null) transaction.noteApplied(node, entries);
}

/** The file as the open transaction sees it, written by the transaction itself. */
function withinTransaction(file: OpenFile, session: TransactionSession): OpenFile {
  const { connection } = session;
  const applying: Connection = {
    ...withoutStops(connection),
    call: (operation, input) => session.ask(operation === 'commitEdits' ? 'applyEdits' : operation, input),
  };
  return fileWith(file, {
    // Documents are checked elsewhere, where a pattern that takes too long can be stopped.
    use: (role, options, work) => (role === 'reader' ? work(connection) : file.use(role, options, work)),
    write: (_options, work) => work(applying),
    seesTransaction: () => true,
    seesSchema: () => session.schema,
    seesWrites: () => session.timeline.writes,
    cachedBySchema: (_key, make) => make(),
  });
}

function wordsOf(entries: readonly StagedEntry[]): string {
  const objects = [...new Set(entries.map(({ object }) => object))];
  const rows = entries.length === 1 ? '1 staged row' : `${entries.length} staged rows`;
  return `-- ${rows} of ${objects.slice(0, 3).join(', ')}${objects.length > 3 ? ' and others' : ''}`;
}

function refusal(
  outcome: Exclude<EntriesOutcome, { kind: 'written' }>,
  held: HeldEdits,
  entries: readonly StagedEntry[],
): Error {
  if (outcome.kind === 'conflict') {
    const rows = toldConflicts(outcome.rows, entries);
    const message = `${outcome.total === 1 ? 'A staged row is' : `${outcome.total} staged rows are`} not any more as they were when they were edited.`;
    return stagedNotApplied(message, { conflicts: rows });
  }
  const rows = toldProblems(outcome.rows, entries);
  held.setProblems(rows);
  return stagedNotApplied(rows[0]?.problem.message ?? 'A staged row was refused.', { refused: rows });
}
