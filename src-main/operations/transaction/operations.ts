import { hasErrorCode } from '../../engine/index.ts';
import type { Driver, Operation } from '../../engine/types.ts';
import { Capture } from './capture.ts';
import { sumOf } from './fold.ts';
import { withJsonb } from './jsonb-documents.ts';
import { labelColumns, rowidColumn } from './table-facts.ts';
import type {
  ChangedRows,
  ChangesInput,
  CommittedTransaction,
  NodeInput,
  ObjectChanges,
  ObjectCounts,
  RowsInput,
  SavepointInput,
  Settled,
} from './transaction-input.ts';

/** The capture of the transaction that is open on a connection of this process. */
const captures = new WeakMap<Driver, Capture>();

/** Milliseconds that COMMIT waits for readers of other programs. */
const COMMIT_WAIT = 1500;
/** Rows of which the inverse of a commit is kept; they are in memory as a whole. */
const MOST_KEPT = 100_000;
/** What a statement of the user may have set for the connection, which others use after the transaction. */
const SETTINGS = [
  'foreign_keys = ON',
  'synchronous = FULL',
  'recursive_triggers = OFF',
  'ignore_check_constraints = OFF',
  'reverse_unordered_selects = OFF',
  'case_sensitive_like = OFF',
  'legacy_alter_table = OFF',
  'query_only = OFF',
  'locking_mode = NORMAL',
  'trusted_schema = OFF',
  'cell_size_check = ON',
  'cache_spill = ON',
];

/** Begins a transaction with the lock for writing. BUSY: another program has it. */
export const beginTransaction: Operation = ({ driver }): null => {
  captures.delete(driver);
  driver.execSync('BEGIN IMMEDIATE');
  try {
    // With a rollback journal pages that are written early would keep all readers out.
    if (String(driver.allSync('PRAGMA main.journal_mode').rows[0]?.[0]) !== 'wal')
      driver.execSync('PRAGMA cache_spill = OFF');
    const capture = new Capture(driver);
    // The beginning can be returned to like a savepoint.
    driver.execSync(`SAVEPOINT ${sqlName('1')}`);
    capture.savepoint('1');
    captures.set(driver, capture);
    return null;
  } catch (error) {
    driver.execSync('ROLLBACK');
    throw error;
  }
};

/** To be called just before a statement of the transaction is run. */
export const prepareStatement: Operation = ({ driver }, input): null => {
  const { sql } = input as { readonly sql: string };
  if (driver.hasTransaction) captureOf(driver).prepare(sql);
  return null;
};

/** To be called after it, also when it has failed. */
export const settleStatement: Operation = ({ driver }, input): Settled => {
  const { node, isDone } = input as NodeInput & { readonly isDone: boolean };
  if (!driver.hasTransaction) {
    captures.delete(driver);
    restoreConnection(driver);
    return { isOpen: false, counts: null, isOtherSchema: false };
  }
  const capture = captureOf(driver);
  const isOtherSchema = isDone && capture.touchesSchema;
  return { isOpen: true, counts: capture.settle(node, isDone), isOtherSchema };
};

/** What the transaction has changed so far, by table. */
export const countTransaction: Operation = ({ driver }): readonly ObjectCounts[] => captureOf(driver).count();

export const setSavepoint: Operation = ({ driver }, input): null => {
  const { savepoint } = input as SavepointInput;
  driver.execSync(`SAVEPOINT ${sqlName(savepoint)}`);
  captureOf(driver).savepoint(savepoint);
  return null;
};

export const rollBackToSavepoint: Operation = ({ driver }, input): null => {
  const { savepoint } = input as SavepointInput;
  driver.execSync(`ROLLBACK TO ${sqlName(savepoint)}`);
  captureOf(driver).rolledBack(savepoint);
  return null;
};

export const releaseSavepoint: Operation = ({ driver }, input): null => {
  const { savepoint } = input as SavepointInput;
  driver.execSync(`RELEASE ${sqlName(savepoint)}`);
  captureOf(driver).released(savepoint);
  return null;
};

/** Writes the transaction to the file. Where SQLite refuses, it is open as before. */
export const commitTransaction: Operation = ({ driver }): CommittedTransaction => {
  const capture = captureOf(driver);
  const committed = whatIsCommitted(capture);
  driver.execSync('SAVEPOINT cairn_commit');
  capture.end();
  try {
    commitPatiently(driver);
  } catch (error) {
    if (driver.hasTransaction) driver.execSync('ROLLBACK TO cairn_commit; RELEASE cairn_commit');
    throw error;
  }
  captures.delete(driver);
  restoreConnection(driver);
  return committed;
};

export const rollBackTransaction: Operation = ({ driver }): null => {
  if (driver.hasTransaction) driver.execSync('ROLLBACK');
  captures.delete(driver);
  restoreConnection(driver);
  return null;
};

/** What the transaction, or a node of it, would write, by table. */
export const transactionChanges: Operation = ({ driver }, input): readonly ObjectChanges[] =>
  captureOf(driver).changes((input as ChangesInput).node);

/** Changed rows of a table; a sentence: why they cannot be told. */
export const transactionRows: Operation = ({ driver }, input): ChangedRows | string => {
  const { object, node, limit } = input as RowsInput;
  const rows = captureOf(driver).rows(object, node, limit);
  if (typeof rows === 'string') return rows;
  const images = rows.images.map((image) => withJsonb(driver, image));
  return {
    ...rows,
    images,
    rowidColumn: rowidColumn(driver, object),
    labelColumns: labelColumns(driver, object),
  };
};

/** The capture that runs on a connection, for other operations of a transaction. */
export function captureOf(driver: Driver): Capture {
  const capture = captures.get(driver);
  // Operations of a transaction are called between its begin and its end only.
  if (capture === undefined) throw new Error('No transaction is open on this connection.');
  return capture;
}

function whatIsCommitted(capture: Capture): CommittedTransaction {
  const changes = capture.changes(null);
  const counts = changes.reduce(
    (sum, { counts: own }) => ({
      inserted: sum.inserted + own.inserted,
      updated: sum.updated + own.updated,
      deleted: sum.deleted + own.deleted,
    }),
    { inserted: 0, updated: 0, deleted: 0 },
  );
  const tables = changes.map(({ object }) => object);
  const tooMany = `It changed more than ${MOST_KEPT.toLocaleString('en')} rows, which are not kept. Restore the safety copy instead.`;
  const undoReason = capture.undoReason() ?? (sumOf(counts) > MOST_KEPT ? tooMany : null);
  const own = tables.filter((object) => !object.startsWith('sqlite_'));
  const rows = undoReason === null ? own.map((object) => capture.rows(object, null, MOST_KEPT)) : [];
  const images = rows.flatMap((each) => (typeof each === 'string' ? [] : each.images));
  return { counts, tables, images, undoReason };
}

function commitPatiently(driver: Driver): void {
  const until = performance.now() + COMMIT_WAIT;
  for (;;) {
    try {
      driver.execSync('COMMIT');
      return;
    } catch (error) {
      if (!hasErrorCode(error, 'BUSY') || performance.now() > until) throw error;
    }
  }
}

/** The connection is used again, by others too. */
function restoreConnection(driver: Driver): void {
  for (const setting of SETTINGS) driver.execSync(`PRAGMA ${setting}`);
  const { rows } = driver.allSync(
    `SELECT type, name FROM temp.sqlite_schema WHERE type IN ('table', 'view', 'trigger') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
     ORDER BY type = 'table'`,
  );
  for (const [type, name] of rows)
    driver.execSync(`DROP ${String(type)} IF EXISTS temp."${String(name).replaceAll('"', '""')}"`);
}

function sqlName(savepoint: string): string {
  // Ids of nodes are numbers.
  return `cairn_${Number(savepoint)}`;
}
