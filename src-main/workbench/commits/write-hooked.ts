import type { StagedEntry } from '../edits/index.ts';
import type { OpenFile } from '../open-file.ts';
import type { PluginSet } from '../plugins/index.ts';
import { CommitHooks } from './plugin-hooks.ts';
import { type EntriesOutcome, type WriteOptions, writeEntries } from './write-entries.ts';

export interface HookedOptions extends WriteOptions {
  /** The staged rows take back a commit, as a whole or row by row. */
  readonly isUndo: boolean;
  /** They are applied into the user's own transaction. */
  readonly isInTransaction?: boolean;
}

/** Like `writeEntries`, with the hooks of the plugins that are on for the file; they cost nothing where none is. */
export async function writeHooked(
  set: PluginSet | undefined,
  file: OpenFile,
  entries: readonly StagedEntry[],
  { isUndo, isInTransaction = false, ...options }: HookedOptions,
): Promise<EntriesOutcome> {
  const plugins = await set?.of(file);
  if (plugins === undefined || !plugins.isAnyOn) return writeEntries(file, entries, options);
  const { signal } = options;
  const hooks = await CommitHooks.begin({ file, plugins, isUndo, isInTransaction, signal }, entries);
  const { problems } = hooks;
  if (problems.length > 0) {
    hooks.failed(new Error('The commit was refused.'));
    return { kind: 'refused', rows: problems, total: problems.length };
  }
  let outcome: EntriesOutcome;
  try {
    outcome = await write(file, hooks, options);
  } catch (error) {
    hooks.failed(error);
    throw error;
  }
  if (outcome.kind === 'written') hooks.committed();
  else
    hooks.failed(
      new Error(outcome.kind === 'conflict' ? 'Others changed the rows.' : 'The commit was refused.'),
    );
  return outcome;
}

async function write(file: OpenFile, hooks: CommitHooks, options: WriteOptions): Promise<EntriesOutcome> {
  const { entries, decisions } = hooks;
  const outcome = await writeEntries(file, entries, { ...options, hooks });
  if (outcome.kind !== 'conflict' || decisions.length === 0) return outcome;
  return writeEntries(file, entries, { ...options, decisions: [...options.decisions, ...decisions], hooks });
}
