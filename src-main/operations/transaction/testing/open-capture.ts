import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openDriver } from '../../../engine/index.ts';
import type { Driver } from '../../../engine/types.ts';
import { operations } from '../../index.ts';
import { identityOf, type StoredValue } from '../../stored-value.ts';
import { controlOf } from '../control-words.ts';
import type { ChangedRows, ObjectChanges, Settled } from '../transaction-input.ts';
import { type Difference, differenceLine } from './dump-difference.ts';

/** A file with a transaction whose changes are captured, by the operations that the app calls. */
export interface CaptureUnderTest {
  readonly driver: Driver;
  readonly path: string;
  begin(): void;
  /** Runs a statement like the console; savepoints by their names. Gives how it was settled, or its error. */
  run(sql: string): Settled | Error;
  call(operation: keyof typeof operations, input: unknown): unknown;
  /** What the capture says has changed, in the form of a difference of dumps. */
  captured(): Difference;
}

/** Opens a new file that `sql` fills. */
export function openCapture(sql: string, journal: 'WAL' | 'DELETE' = 'WAL'): CaptureUnderTest {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-capture-'));
  const path = join(folder, 'file.sqlite');
  const driver = openDriver('better-sqlite3', { filename: path });
  onTestFinished(() => {
    driver.closeSync();
    rmSync(folder, { recursive: true, force: true });
  });
  driver.execSync(`PRAGMA journal_mode = ${journal}`);
  driver.execSync('PRAGMA foreign_keys = ON');
  if (sql !== '') driver.execSync(sql);
  const call = (name: keyof typeof operations, input: unknown) =>
    operations[name]({ driver }, input) as unknown;
  let nodes = 1;
  const savepoints: { readonly name: string; readonly id: string }[] = [];
  return {
    driver,
    path,
    call,
    begin: () => void call('beginTransaction', null),
    run(text) {
      nodes += 1;
      const control = controlOf(text);
      if (control.kind === 'savepoint') {
        savepoints.push({ name: control.name, id: String(nodes) });
        call('setSavepoint', { savepoint: String(nodes) });
        return { isOpen: true, counts: null, isOtherSchema: false };
      }
      if (control.kind === 'rollback-to' || control.kind === 'release') {
        const at = savepoints.findLastIndex(({ name }) => name === control.name);
        const operation = control.kind === 'release' ? 'releaseSavepoint' : 'rollBackToSavepoint';
        call(operation, { savepoint: savepoints[at]?.id });
        savepoints.length = control.kind === 'release' ? at : at + 1;
        return { isOpen: true, counts: null, isOtherSchema: false };
      }
      call('prepareStatement', { sql: text });
      let failure: Error | null = null;
      try {
        driver.allSync(text);
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        failure = error;
      }
      const settled = call('settleStatement', { node: String(nodes), isDone: failure === null }) as Settled;
      return failure ?? settled;
    },
    captured() {
      const lines: string[] = [];
      for (const { object, counts } of call('transactionChanges', { node: null }) as ObjectChanges[]) {
        const input = { object, node: null, limit: 100_000 };
        const rows = call('transactionRows', input) as ChangedRows;
        const found = { inserted: 0, updated: 0, deleted: 0 };
        for (const { before, after, columns } of rows.images) {
          const key = identityOf((before ?? after)?.key ?? []);
          const cells = (row: typeof before) =>
            row === null ? null : row.values.map((value: StoredValue) => identityOf([value]));
          const line = differenceLine(object, key, columns, cells(before), cells(after));
          lines.push(line ?? `${object} ${key}: told, but not changed`);
          if (before === null) found.inserted += 1;
          else if (after === null) found.deleted += 1;
          else found.updated += 1;
        }
        if (JSON.stringify(found) !== JSON.stringify(counts))
          lines.push(`${object}: counted ${JSON.stringify(counts)}`);
      }
      return lines.sort();
    },
  };
}
