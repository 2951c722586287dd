import type { TableDifference } from '../../operations/commit/safety-copy.ts';
import { objectRules, type StagedEdits } from '../edits/index.ts';
import { rowKeyOf } from '../edits/row-key.ts';
import { stagedRow } from '../edits/staged-row.ts';
import type { Handlers } from '../handlers.ts';
import { limitsInForce } from '../limits.ts';
import type { OpenFile } from '../open-file.ts';
import type { PluginSet } from '../plugins/index.ts';
import type { Services } from '../services.ts';
import { commitNotKept, copyNotKept, nothingStaged } from './commit-errors.ts';
import { type KeptCommit, toldCommit } from './history.ts';
import { forwardEntries, inverseEntries } from './inverse.ts';
import { KeptWrites } from './kept-writes.ts';
import { prepare } from './prepare.ts';
import { scriptOf } from './script.ts';
import { withDocuments } from './shown-documents.ts';
import { toldConflicts } from './told-results.ts';
import { compareEntries } from './write-entries.ts';
import { writeStaged } from './write-staged.ts';

export { KeptWrites } from './kept-writes.ts';

/** What the slice needs of the services. */
export type CommitServices = Pick<Services, 'openFiles' | 'dataFolder' | 'manager'>;

const HOLDER = 'commit';

/** The `commits` slice: writes what is staged, compares it with the file, and takes commits back. */
export function createCommits(
  services: CommitServices,
  staged: StagedEdits,
  kept = new KeptWrites(services.dataFolder),
  plugins?: PluginSet,
): Handlers<'commits'> {
  const { openFiles, manager } = services;
  const historyOf = (file: OpenFile) => kept.historyOf(file);
  const copiesOf = (file: OpenFile) => kept.copiesOf(file);

  /** A copy as one whole file. */
  async function settledCopy(file: OpenFile, id: string): Promise<string> {
    const filename = await copiesOf(file).pathOf(id);
    if (filename === null) throw copyNotKept();
    const target = {
      file: filename,
      driver: 'better-sqlite3',
      options: { filename, mustExist: true },
    } as const;
    try {
      using lease = await manager.lease(target, 'writer', { holder: HOLDER });
      await lease.connection.call('settleCopy', null);
    } finally {
      await manager.closeFile(filename);
    }
    return filename;
  }

  async function keptCommit(file: OpenFile, id: string) {
    const history = historyOf(file);
    const [commit, images] = await Promise.all([history.commit(id), history.images(id)]);
    if (commit === undefined || images === null) throw commitNotKept(commit?.undoReason ?? null);
    return { history, commit, images };
  }

  return {
    async write({ file: id, decisions }, { signal }) {
      const file = openFiles.get(id);
      const history = historyOf(file);
      return staged.whileHeld(id, (held) =>
        writeStaged({ file, held, history, copies: copiesOf(file), manager, plugins }, decisions, signal),
      );
    },
    async compare({ file: id }, { signal }) {
      const file = openFiles.get(id);
      const entries = await staged.entries(id);
      const { rows, total } = await compareEntries(file, entries, signal);
      return { rows: toldConflicts(rows, entries), total };
    },
    async sql({ file: id }, { signal }) {
      const file = openFiles.get(id);
      const entries = await staged.entries(id);
      if (entries.length === 0) throw nothingStaged();
      const { tables } = await file.use('reader', { holder: HOLDER, signal }, (connection) =>
        prepare(connection, entries),
      );
      const keys = new Map(tables.map((table) => [table.name, table.keys.map(({ sql }) => sql)]));
      return { sql: scriptOf(entries, (object) => keys.get(object) ?? ['rowid']) };
    },
    async history({ file: id }) {
      const file = openFiles.get(id);
      const history = historyOf(file);
      const [commits, bytes, copies] = await Promise.all([
        history.commits(),
        history.bytes(),
        copiesOf(file).list(),
      ]);
      const limit = limitsInForce().undoLogMegabytes * 1024 * 1024;
      return { commits: commits.map(toldCommit), bytes, limit, copies: [...copies] };
    },
    async rows({ file: id, commit, limit }, { signal }) {
      const file = openFiles.get(id);
      const kept = await keptCommit(file, commit);
      const forward = forwardEntries(commit, kept.images);
      const stagedAt = kept.commit.at;
      const shown = await withDocuments(file, forward.slice(0, limit), signal);
      const labels = await labelColumnsOf(file, shown);
      const rows = shown.map((entry) =>
        stagedRow({ ...entry, stagedAt, sequence: 0 }, [], labels.get(entry.object)),
      );
      const changedSince = await countChanged(file, kept.commit, kept.images, signal);
      return { rows, total: forward.length, changedSince };
    },
    async undo({ file: id, commit }, { client }) {
      const file = openFiles.get(id);
      const { history, images, commit: kept } = await keptCommit(file, commit);
      const entries = inverseEntries(commit, images);
      const label = `undo of the commit of ${kept.tables.slice(0, 3).join(', ')}`;
      const changed = await staged.stageEntries(id, client, label, entries);
      await history.addPending({ commit, rows: entries.map(({ object, row }) => rowKeyOf(object, row)) });
      return changed;
    },
    async compareCopy({ file: id, copy }, { signal }) {
      const file = openFiles.get(id);
      const path = await settledCopy(file, copy);
      const tables = await file.use(
        'worker',
        { holder: HOLDER, signal },
        async (connection) =>
          // Made by the operation.
          (await connection.call('compareCopy', path, { signal })) as readonly TableDifference[],
      );
      return { tables: [...tables] };
    },
    async restoreCopy({ file: id, copy }, { signal }) {
      const file = openFiles.get(id);
      const path = await settledCopy(file, copy);
      await copiesOf(file).make(copy);
      await file.write({ holder: HOLDER, signal }, (connection) => connection.call('restoreCopy', path));
      return null;
    },
  };
}

/** Rows that are not as the commit left them. */
async function countChanged(
  file: OpenFile,
  { id, at }: KeptCommit,
  images: Parameters<typeof inverseEntries>[1],
  signal: AbortSignal,
): Promise<number> {
  const entries = inverseEntries(id, images).map((entry, sequence) => ({ ...entry, stagedAt: at, sequence }));
  return (await compareEntries(file, entries, signal)).total;
}

/** What people know the rows of each table by; nothing for tables that are gone. */
async function labelColumnsOf(
  file: OpenFile,
  entries: readonly { readonly object: string }[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const names = [...new Set(entries.map(({ object }) => object))];
  const found = await Promise.all(names.map((name) => objectRules(file, name).catch(() => null)));
  return new Map(names.map((name, at) => [name, found[at]?.labelColumns ?? []]));
}
