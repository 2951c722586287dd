import { hasErrorCode } from '../../engine/index.ts';
import type { Driver, Operation } from '../../engine/types.ts';
import type { StoredValue } from '../stored-value.ts';
import { runAdded } from './added-statements.ts';
import { RowCapture } from './capture.ts';
import type {
  ChangeProblem,
  CheckedDocument,
  CommitCall,
  CommitChange,
  CommitInput,
  CommitOutcome,
  CommitTable,
  DocumentToCheck,
  RowConflict,
  RowImage,
  WrittenRow,
} from './commit-input.ts';
import { Decisions } from './decisions.ts';
import { type FoundRow, findWritten, readRow } from './find-row.ts';
import { freedKey, freedKeys, primaryColumns } from './freed-keys.ts';
import { inOrderOfKinds } from './order-of-kinds.ts';
import { unpackChanges } from './packed-changes.ts';
import { parkValues } from './park.ts';
import { type CheckedColumns, perform, readBack } from './perform.ts';
import { foreignKeyProblems, isAboutOrder, isAboutRows, problemOf } from './problems.ts';
import { QuickWriter } from './quick.ts';
import { conflictOf, type Resolved, resolve } from './resolve.ts';
import { keyCondition, valuesCondition } from './row-sql.ts';
import { stagedImage, writtenRows } from './staged-image.ts';
import { touchedTables } from './touched-tables.ts';
import { brokenReferences, childTables, withoutTriggers } from './without-triggers.ts';

/** Conflicts and refused rows that are told at most. */
const MOST_TOLD = 1000;
/** Milliseconds that COMMIT waits for readers of other programs. */
const COMMIT_WAIT = 1500;

/**
 * Writes staged rows in one transaction, or nothing. Everything is compared under the lock for writing, so that nobody comes
 * between comparing and writing. BUSY: another program has the file locked, and nothing was written.
 */
export const commitEdits: Operation = ({ driver }, input): CommitOutcome =>
  new Commit(driver, inputOf(input)).write();

/** Compares staged rows with the file as it is now: those that differ, merged ones included. Writes nothing. */
export const compareEdits: Operation = ({ driver }, input): CommitOutcome =>
  new Commit(driver, inputOf(input)).compare();

function inputOf(given: unknown): CommitInput {
  // Made by `CommitCall`'s only callers.
  const call = given as CommitCall;
  return { ...call, changes: unpackChanges(call.changes) };
}

interface Writing {
  readonly done: readonly Done[];
  readonly merged: number;
}

/** A row that was written. */
interface Done {
  readonly change: number;
  readonly image: WrittenRow;
}

class Commit {
  readonly #driver: Driver;
  readonly #input: CommitInput;
  readonly #decisions: Decisions;
  #freed: ReadonlySet<string> | undefined;
  /** By change and column. */
  readonly #checked: ReadonlyMap<string, CheckedDocument>;
  readonly #unsure: ReadonlySet<CommitChange>;

  constructor(driver: Driver, input: CommitInput) {
    this.#driver = driver;
    this.#input = input;
    this.#decisions = new Decisions(input.decisions);
    this.#unsure = new Set(input.unsure.flatMap((at) => input.changes[at] ?? []));
    this.#checked = new Map(input.checked.map((one) => [checkedKey(one.change, one.column), one]));
  }

  write(): CommitOutcome {
    const driver = this.#driver;
    driver.execSync(`PRAGMA foreign_keys = ${this.#input.isInverse ? 'OFF' : 'ON'}`);
    driver.execSync('BEGIN IMMEDIATE');
    try {
      if (!this.#isSameSchema()) return { kind: 'schema-changed' };
      driver.execSync('PRAGMA defer_foreign_keys = ON');
      if (this.#input.isInverse) return this.#writeInverse();
      const capture = this.#startCapture();
      driver.execSync('SAVEPOINT cairn_quick');
      const quick = this.#input.decisions.length === 0 ? this.#writeQuickly() : null;
      if (quick !== null) return this.#finish({ done: quick, merged: 0 }, capture);
      driver.execSync('ROLLBACK TO cairn_quick');
      const careful = this.#writeCarefully();
      return 'done' in careful ? this.#finish(careful, capture) : careful;
    } finally {
      if (driver.hasTransaction) driver.execSync('ROLLBACK');
      // The connection is used again, by others too.
      driver.execSync('PRAGMA foreign_keys = ON');
    }
  }

  /** Where triggers or foreign keys would change rows too, these are noted; a sentence: that cannot be done. */
  #startCapture(): RowCapture | string | null {
    const { tables, changes } = this.#input;
    const { hasPrograms, hasVirtual, names } = touchedTables(this.#driver, tables, changes);
    if (!hasPrograms) return null;
    if (hasVirtual) return 'A trigger writes into a virtual table, which does not tell what it changes.';
    return RowCapture.start(this.#driver, names);
  }

  /** Puts rows back as they were, triggers' work included: so nothing may do that work once more. */
  #writeInverse(): CommitOutcome {
    const driver = this.#driver;
    const names = this.#input.tables.map(({ name }) => name);
    const children = childTables(driver, names);
    const broken = brokenReferences(driver, children);
    const written = withoutTriggers(driver, names, () => this.#writeCarefully());
    if (!('done' in written)) return written;
    if (brokenReferences(driver, children) > broken) {
      const message = 'With these rows as they were before, other rows would refer to nothing.';
      return refused([
        { change: 0, problem: { code: 'CONSTRAINT_FOREIGN_KEY', message, column: null, path: null } },
      ]);
    }
    const outcome = this.#finish(written, null);
    return outcome.kind === 'written' ? { ...outcome, isWhole: true } : outcome;
  }

  compare(): CommitOutcome {
    this.#driver.execSync('BEGIN');
    try {
      if (!this.#isSameSchema()) return { kind: 'schema-changed' };
      const conflicts: RowConflict[] = [];
      let total = 0;
      this.#input.changes.forEach((change, index) => {
        const conflict = this.#differs(change, index);
        if (conflict === null) return;
        total += 1;
        if (conflicts.length < MOST_TOLD) conflicts.push(conflict);
      });
      return { kind: 'conflict', rows: conflicts, total };
    } finally {
      if (this.#driver.hasTransaction) this.#driver.execSync('ROLLBACK');
    }
  }

  #differs(change: CommitChange, index: number): RowConflict | null {
    const resolved = this.#resolve(change, index);
    if (resolved.kind === 'conflict') return resolved.conflict;
    if (resolved.kind !== 'update' || resolved.merged === 0) return null;
    const shown = conflictOf(this.#context(), change, index, resolved.row);
    return shown.kind === 'conflict' ? shown.conflict : null;
  }

  #isSameSchema(): boolean {
    const { rows } = this.#driver.allSync('PRAGMA main.schema_version');
    return rows[0]?.[0] === this.#input.schemaVersion;
  }

  /** The way without a look at rows: guards alone. null where one does not hold, or a constraint is in the way. */
  #writeQuickly(): readonly Done[] | null {
    const done: Done[] = [];
    try {
      const quick = new QuickWriter(this.#driver);
      for (const [index, change] of this.#input.changes.entries()) {
        const table = this.#table(change);
        const how = quick.run(table, change);
        if (how === 'not') return null;
        const image =
          how === 'written'
            ? index
            : how === 'converted'
              ? this.#imageOf(table, change)
              : this.#writeUnchanged(table, change, index);
        if (image === null) return null;
        done.push({ change: index, image });
      }
      return done;
    } catch (error) {
      if (this.#driver.hasTransaction && isAboutRows(error)) return null;
      throw error;
    }
  }

  /** What a guarded statement has made of a row whose values were converted on the way. */
  #imageOf(table: CommitTable, change: CommitChange): RowImage {
    const staged = stagedImage(table, change);
    if (staged.after === null) return staged;
    const { key } = staged.after;
    return { ...staged, after: readBack(this.#driver, table, key, staged.columns) };
  }

  #writeUnchanged(table: CommitTable, change: CommitChange, index: number): RowImage | null {
    const resolved = this.#resolve(change, index);
    if (resolved.kind === 'conflict' || resolved.kind === 'nothing' || resolved.merged > 0) return null;
    if (this.#documentsToCheck(table, resolved, index).length > 0) return null;
    return perform(this.#driver, table, resolved, this.#checkedOf(index));
  }

  /** Compares every row before anything is written, then writes in an order in which the constraints hold. */
  #writeCarefully(): CommitOutcome | Writing {
    const resolved = this.#input.changes.map((change, index) => this.#resolve(change, index));
    const conflicts = resolved.flatMap((one) => (one.kind === 'conflict' ? [one.conflict] : []));
    if (conflicts.length > 0) {
      return { kind: 'conflict', rows: conflicts.slice(0, MOST_TOLD), total: conflicts.length };
    }
    const unchecked = resolved.flatMap((one, index) =>
      this.#documentsToCheck(this.#tableAt(index), one, index),
    );
    if (unchecked.length > 0) return { kind: 'check', documents: unchecked };
    const merged = resolved.reduce((sum, one) => sum + ('merged' in one ? one.merged : 0), 0);
    const { done, problems } = this.#writeInSomeOrder(resolved);
    if (problems.length > 0) return refused(problems);
    return { done, merged };
  }

  /**
   * As staged first. What a UNIQUE or a foreign key refused is tried again after the rest, as long as that helps: a
   * value may have become free, a referring row may be gone.
   */
  #writeInSomeOrder(resolved: readonly Resolved[]): { done: Done[]; problems: ChangeProblem[] } {
    const done: Done[] = [];
    const problems = new Map<number, ChangeProblem>();
    const parked = new Set<number>();
    let waiting = resolved.map((_, index) => index);
    while (waiting.length > 0) {
      const later: number[] = [];
      for (const index of waiting) {
        const result = this.#writeOne(resolved[index] as Resolved, index);
        if ('image' in result) {
          problems.delete(index);
          if (result.image !== null) done.push({ change: index, image: result.image });
        } else {
          problems.set(index, result.problem);
          if (result.mayHelp) later.push(index);
          if (!this.#driver.hasTransaction) return { done: [], problems: [...problems.values()] };
        }
      }
      if (later.length === waiting.length && !this.#park(resolved, later, parked)) break;
      if (later.length === waiting.length) for (const index of later) parked.add(index);
      waiting = inOrderOfKinds(later, this.#input.changes);
    }
    return { done, problems: [...problems.values()] };
  }

  /** Rows that wait for each other's values, in a circle. */
  #park(resolved: readonly Resolved[], waiting: readonly number[], parked: ReadonlySet<number>): boolean {
    const updates = waiting.flatMap((index) => {
      const own = resolved[index];
      return own?.kind === 'update' && !parked.has(index)
        ? [{ table: this.#tableAt(index), resolved: own }]
        : [];
    });
    return updates.length > 0 && parkValues(this.#driver, updates);
  }

  #writeOne(
    resolved: Resolved,
    index: number,
  ): { image: RowImage | null } | { problem: ChangeProblem; mayHelp: boolean } {
    const change = this.#changeAt(index);
    const table = this.#table(change);
    try {
      return { image: perform(this.#driver, table, resolved, this.#checkedOf(index)) };
    } catch (error) {
      const problem = { change: index, problem: problemOf(error, table, change) };
      return { problem, mayHelp: isAboutOrder(error) };
    }
  }

  #finish({ done, merged }: Writing, capture: RowCapture | string | null): CommitOutcome {
    const captured = capture instanceof RowCapture ? capture.finish() : capture;
    const undoReason = typeof captured === 'string' ? captured : null;
    const isWhole = captured !== null && undoReason === null;
    const images =
      typeof captured === 'object' && captured !== null ? captured : writtenRows(done, this.#input.changes);
    const failed = runAdded(this.#driver, this.#input.added ?? []);
    if (failed !== null) return refused([failed]);
    const until = performance.now() + COMMIT_WAIT;
    for (;;) {
      try {
        this.#driver.execSync('COMMIT');
        return { kind: 'written', merged, images, isWhole, undoReason };
      } catch (error) {
        if (hasErrorCode(error, 'CONSTRAINT_FOREIGN_KEY'))
          return refused(this.#brokenKeys(done, error.message));
        if (!hasErrorCode(error, 'BUSY') || performance.now() > until) throw error;
      }
    }
  }

  #brokenKeys(done: readonly Done[], message: string): readonly ChangeProblem[] {
    const written = done.map(({ change, image: made }) => {
      const table = this.#tableAt(change);
      const image = typeof made === 'number' ? stagedImage(table, this.#changeAt(change)) : made;
      const names = [...table.columns.keys()];
      const now = image.after === null ? null : readBack(this.#driver, table, image.after.key, names);
      const after = now === null ? null : named(names, now.values);
      const before =
        image.before === null
          ? null
          : new Map([...(after ?? []), ...named(image.columns, image.before.values)]);
      return { change, table: this.#changeAt(change).table, row: { before, after } };
    });
    const found = foreignKeyProblems(this.#driver, this.#input.tables, written);
    if (found.length > 0) return found;
    // A trigger has written the row that breaks it.
    const problem = { code: 'CONSTRAINT_FOREIGN_KEY', message, column: null, path: null };
    return [{ change: done.at(-1)?.change ?? 0, problem }];
  }

  #resolve(change: CommitChange, index: number): Resolved {
    return resolve(this.#context(), this.#table(change), change, index);
  }

  #context() {
    return {
      driver: this.#driver,
      decisions: this.#decisions,
      findTwin: (table: CommitTable, change: CommitChange) => this.#findTwin(table, change),
    };
  }

  #findTwin(table: CommitTable, change: CommitChange): FoundRow | null {
    if (this.#unsure.has(change)) {
      const written = findWritten(this.#driver, table, change);
      if (written !== null) return written;
    }
    const names = primaryColumns(table);
    const values = names.map((name) => change.columns.find((column) => column.name === name)?.after);
    if (names.length === 0 || values.some((value) => value === undefined || value === null)) return null;
    const own = values as StoredValue[];
    this.#freed ??= freedKeys(this.#input);
    if (this.#freed.has(freedKey(change.table, own))) return null;
    const where = table.isKeyImplicit
      ? valuesCondition(names.map((name, at) => [name, own[at] ?? null] as const))
      : keyCondition(table, own);
    return readRow(this.#driver, table, change, where);
  }

  #documentsToCheck(table: CommitTable, resolved: Resolved, index: number): readonly DocumentToCheck[] {
    if (resolved.kind !== 'update' && resolved.kind !== 'insert') return [];
    const given = (name: string) => resolved.columns.find((column) => column.name === name)?.value;
    return table.checkedColumns.flatMap((column) => {
      const text = given(column);
      if (typeof text !== 'string' || this.#checkedOf(index, column)(text) !== undefined) return [];
      return [{ change: index, column, id: this.#idOf(table, resolved, given), text }];
    });
  }

  #idOf(
    { collection }: CommitTable,
    resolved: Resolved,
    given: (name: string) => StoredValue | undefined,
  ): string | null {
    if (collection === null) return null;
    const id =
      resolved.kind === 'update' ? resolved.row.values.get(collection.idColumn) : given(collection.idColumn);
    return typeof id === 'string' ? id : '';
  }

  /** What was said of the text of a column; of the document of a collection where none is named. */
  #checkedOf(index: number, column = this.#tableAt(index).collection?.documentColumn ?? ''): CheckedColumns {
    const checked = this.#checked.get(checkedKey(index, column));
    return (text) => (checked?.text === text ? checked.columns : undefined);
  }

  #table(change: CommitChange): CommitTable {
    // Whoever makes the input names tables by their places in it.
    return this.#input.tables[change.table] as CommitTable;
  }

  #changeAt(index: number): CommitChange {
    return this.#input.changes[index] as CommitChange;
  }

  #tableAt(index: number): CommitTable {
    return this.#table(this.#changeAt(index));
  }
}

function checkedKey(change: number, column: string): string {
  return `${change} ${column}`;
}

function named(names: readonly string[], values: readonly StoredValue[]): Map<string, StoredValue> {
  return new Map(names.map((name, at) => [name, values[at] ?? null]));
}

function refused(problems: readonly ChangeProblem[]): CommitOutcome {
  return { kind: 'refused', rows: problems.slice(0, MOST_TOLD), total: problems.length };
}
