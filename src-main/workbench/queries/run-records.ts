import { randomBytes } from 'node:crypto';
import type { HistoryEntry, QueryChunk } from '../../../src-preload/contract/queries.ts';
import { BridgeError } from '../bridge-error.ts';
import type { StatementLog } from './statement-log.ts';

/** A statement that runs, as the history will tell of it. */
export interface RunRecord {
  done(figures: Extract<QueryChunk, { kind: 'done' }>): void;
  failed(error: unknown, signal: AbortSignal): void;
  /** Writes it down. Never rejects: a history that cannot be written fails no statement. */
  keep(): Promise<void>;
}

const STOPPED = 'Stopped.';

/** Makes the history entries of statements. */
export interface RunRecords {
  begin(path: string, sql: string): RunRecord;
}

/** Records of the statements of each file, by its path. */
export function createRunRecords(logOf: (path: string) => StatementLog): RunRecords {
  return {
    begin(path, sql) {
      const at = Date.now();
      let entry: HistoryEntry = {
        id: randomBytes(8).toString('hex'),
        at,
        sql,
        milliseconds: 0,
        rows: null,
        changes: null,
        // Who is not interested in the rest tells neither of an end nor of a failure.
        error: STOPPED,
      };
      let isAsked = false;
      return {
        done({ rows, changes, milliseconds }) {
          entry = { ...entry, rows, changes, milliseconds, error: null };
        },
        failed(error, { aborted }) {
          // It is run when the answer is there.
          isAsked = error instanceof BridgeError && error.code === 'WRITE_NEEDS_CHOICE';
          const reason = aborted ? STOPPED : error instanceof Error ? error.message : String(error);
          entry = { ...entry, error: reason, milliseconds: Date.now() - at };
        },
        async keep() {
          if (isAsked) return;
          await logOf(path)
            .add(entry, path)
            .catch((error: unknown) => console.error('The history of statements was not written:', error));
        },
      };
    },
  };
}
