import { z } from 'zod';
import { rowKeySchema } from './cell.ts';
import { editCounts, stagedRow } from './edits.ts';
import { method } from './method.ts';
import { fileId, objectName } from './names.ts';
import { tableChanges } from './queries.ts';

const ofFile = { file: fileId } as const;
const id = z.string().min(1).max(64);

export const timelineNode = z.strictObject({
  id,
  kind: z.enum(['begin', 'statement', 'savepoint', 'staged', 'revert']),
  sql: z.string().describe('Cut at 1,000 characters.'),
  name: z.string().nullable().describe('Of a savepoint.'),
  at: z.number().describe('Milliseconds since 1970.'),
  milliseconds: z.number().nullable().describe('Spent in SQLite; null while it runs.'),
  rows: z.number().nullable().describe('Rows that it gave.'),
  counts: editCounts
    .nullable()
    .describe('Rows that it changed, effects of triggers and foreign keys included.'),
  error: z.string().nullable().describe('Why it failed; nothing of it was changed.'),
  isUndone: z.boolean().describe('A roll back to an earlier savepoint took it back.'),
  isReleased: z.boolean(),
});

export const transactionState = z.strictObject({
  ...ofFile,
  transaction: id,
  console: z.string().max(64).describe('The console that began it.'),
  consoleName: z.string(),
  isMine: z.boolean().describe('This client leased the writer.'),
  begunAt: z.number(),
  warnsAt: z.number().describe('When a minute is left before it is rolled back by itself.'),
  endsAt: z.number(),
  isRunning: z.boolean(),
  nodes: z.array(timelineNode).max(10_000),
  counts: editCounts,
  objects: z.array(z.strictObject({ object: objectName, counts: editCounts })),
});

export const transactionEnd = z.strictObject({
  outcome: z.enum(['committed', 'rolled-back']),
  counts: editCounts,
  tables: z.array(objectName),
  milliseconds: z.number(),
  commit: z.string().nullable().describe('Its id in the history of commits; null: it is not there.'),
  undoReason: z.string().nullable().describe('Why it cannot be undone; null: it can be.'),
});

export const transactions = {
  state: method(
    'The open transaction of a file; null: there is none.',
    z.strictObject(ofFile),
    transactionState.nullable(),
  ),
  begin: method(
    'Leases the writer of a file to this client and begins a transaction (BEGIN IMMEDIATE). Other writers wait from here on.',
    z.strictObject({ ...ofFile, console: z.string().min(1).max(64) }),
    transactionState,
  ),
  savepoint: method(
    'Adds a savepoint.',
    z.strictObject({ ...ofFile, name: z.string().min(1).max(200) }),
    transactionState,
  ),
  rollbackTo: method(
    'Takes back everything after a savepoint; the savepoint stays.',
    z.strictObject({ ...ofFile, node: id }),
    transactionState,
  ),
  release: method(
    'Removes a savepoint; what was done after it stays.',
    z.strictObject({ ...ofFile, node: id }),
    transactionState,
  ),
  commit: method(
    'Writes the transaction to the file and gives the writer back.',
    z.strictObject(ofFile),
    transactionEnd,
  ),
  rollback: method(
    'Takes back the whole transaction and gives the writer back.',
    z.strictObject(ofFile),
    transactionEnd,
  ),
  stop: method(
    'Rolls the transaction back at once, whatever is read or run in it: its connection is ended.',
    z.strictObject(ofFile),
    z.null(),
  ),
  prolong: method(
    'Puts off the time at which it is rolled back by itself.',
    z.strictObject(ofFile),
    transactionState,
  ),
  applyStaged: method(
    'Runs the staged edits of the file inside the transaction, all or none; they are not staged any more once it is committed.',
    z.strictObject(ofFile),
    transactionState,
  ),
  changes: method(
    'What the transaction would write, by table or by statement.',
    z.strictObject({
      ...ofFile,
      node: id.nullable().default(null).describe('Only of this node of the timeline.'),
    }),
    z.strictObject({ tables: z.array(tableChanges) }),
  ),
  rows: method(
    'The changed rows of a table, before and after.',
    z.strictObject({
      ...ofFile,
      object: objectName,
      node: id.nullable().default(null),
      limit: z.int().min(1).max(1000).default(50),
    }),
    z.strictObject({ rows: z.array(stagedRow).max(1000), total: z.int() }),
  ),
  revert: method(
    'Makes one row what it was before the transaction, as a statement of its own.',
    z.strictObject({ ...ofFile, object: objectName, key: rowKeySchema }),
    transactionState,
  ),
  sql: method(
    'The changes as a script that a person could run.',
    z.strictObject(ofFile),
    z.strictObject({ sql: z.string() }),
  ),
} as const;

export type TimelineNode = z.infer<typeof timelineNode>;
export type TransactionState = z.infer<typeof transactionState>;
export type TransactionEnd = z.infer<typeof transactionEnd>;
