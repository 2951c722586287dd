import { z } from 'zod';
import { cellSchema } from './cell.ts';
import {
  columnName,
  editCounts,
  editKind,
  editPlace,
  editProblem,
  editsChanged,
  jsonPath,
  stagedRow,
} from './edits.ts';
import { method } from './method.ts';
import { fileId, objectName } from './names.ts';

/** One line of a conflict. */
export const conflictField = z.strictObject({
  column: columnName,
  path: jsonPath.nullable(),
  before: cellSchema,
  mine: cellSchema,
  theirs: cellSchema,
  merge: z
    .enum(['mine', 'theirs', 'decide'])
    .describe('Changed on one side only: taken from there. On both to different values: to be decided.'),
});

export const conflictRow = z.strictObject({
  ...editPlace,
  kind: editKind,
  what: z
    .enum(['changed', 'deleted', 'exists'])
    .describe('"exists": the key of an inserted row is taken now.'),
  fields: z.array(conflictField),
});

export const conflictDecision = z.strictObject({
  ...editPlace,
  column: columnName.nullable().describe('null: the whole row.'),
  path: jsonPath.nullable(),
  take: z
    .enum(['mine', 'theirs'])
    .describe('Of a deleted row: "mine" inserts it again, "theirs" drops the change.'),
  seen: z
    .array(cellSchema)
    .max(2000)
    .optional()
    .describe(
      'What the file had when it was decided: `theirs` of the field, or of all fields of the row. Where it has something else by then, it is to be decided again.',
    ),
});

export const commitResult = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('committed'),
    commit: z.string().describe('Id in the history.'),
    counts: editCounts,
    tables: z.array(objectName),
    merged: z.int().describe('Fields that others changed and that stay as they are.'),
    milliseconds: z.number(),
  }),
  z.strictObject({
    kind: z.literal('conflict'),
    rows: z.array(conflictRow).max(1000),
    total: z.int().describe('Rows that differ.'),
    changedBy: z.string().nullable().describe('What is known of the other program, such as "process 51880".'),
  }),
  z.strictObject({
    kind: z.literal('refused'),
    rows: z.array(z.strictObject({ ...editPlace, problem: editProblem })).max(1000),
    total: z.int(),
  }),
]);

export const editCommit = z.strictObject({
  id: z.string(),
  at: z.number().describe('Milliseconds since 1970.'),
  source: z.enum(['staged', 'undo', 'schema', 'transaction']),
  undoes: z.string().nullable().describe('The commit that it took back.'),
  counts: editCounts,
  tables: z.array(objectName),
  bytes: z.number().describe('What is kept for undo.'),
  undoneAt: z.number().nullable(),
  undoReason: z.string().nullable().describe('Why it cannot be undone; null: it can be.'),
});

export const safetyCopy = z.strictObject({
  id: z.string(),
  at: z.number(),
  bytes: z.number(),
  reason: z.string().nullable().describe('Why none was made; null: it is there.'),
});

const ofFile = { file: fileId } as const;

export const commits = {
  write: method(
    'Writes everything that is staged in one transaction, or nothing. Decisions settle conflicts that an earlier commit told of.',
    z.strictObject({ ...ofFile, decisions: z.array(conflictDecision).max(100_000).default([]) }),
    commitResult,
  ),
  compare: method(
    'Compares the staged rows with the file as it is now.',
    z.strictObject(ofFile),
    z.strictObject({ rows: z.array(conflictRow).max(1000), total: z.int() }),
  ),
  sql: method(
    'The staged edits as a script that a person could run.',
    z.strictObject(ofFile),
    z.strictObject({ sql: z.string() }),
  ),
  history: method(
    'The commits of a file that are kept for undo, newest first, and its safety copies.',
    z.strictObject(ofFile),
    z.strictObject({
      commits: z.array(editCommit).max(10_000),
      bytes: z.number(),
      limit: z.number().describe('Bytes that are kept at most.'),
      copies: z.array(safetyCopy),
    }),
  ),
  rows: method(
    'What a commit changed, row by row.',
    z.strictObject({ ...ofFile, commit: z.string().max(64), limit: z.int().min(1).max(1000).default(50) }),
    z.strictObject({
      rows: z.array(stagedRow).max(1000),
      total: z.int(),
      changedSince: z.int().describe('Rows that are not as the commit left them.'),
    }),
  ),
  undo: method(
    'Stages the inverse of a commit; rows that were changed since are met as conflicts when it is committed.',
    z.strictObject({ ...ofFile, commit: z.string().max(64) }),
    editsChanged,
  ),
  restoreCopy: method(
    'Puts the rows of a safety copy in the place of those of the file, after the file itself was copied.',
    z.strictObject({ ...ofFile, copy: z.string().max(64) }),
    z.null(),
  ),
  compareCopy: method(
    'Counts, table by table, the rows that differ between a safety copy and the file.',
    z.strictObject({ ...ofFile, copy: z.string().max(64) }),
    z.strictObject({
      tables: z.array(
        z.strictObject({ object: objectName, onlyInCopy: z.int(), onlyInFile: z.int(), different: z.int() }),
      ),
    }),
  ),
} as const;

export type ConflictField = z.infer<typeof conflictField>;
export type ConflictRow = z.infer<typeof conflictRow>;
export type ConflictDecision = z.infer<typeof conflictDecision>;
export type CommitResult = z.infer<typeof commitResult>;
export type EditCommit = z.infer<typeof editCommit>;
export type SafetyCopy = z.infer<typeof safetyCopy>;
