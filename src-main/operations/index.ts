import type { Operation } from '../engine/types.ts';
import { buildScratch } from './build-scratch.ts';
import { cell } from './cell-bytes.ts';
import { tryDocumentPatterns, tryPatterns } from './check-patterns.ts';
import { commitEdits, compareEdits } from './commit/commit-edits.ts';
import { compareCopy, restoreCopy, settleCopy } from './commit/safety-copy.ts';
import { copy } from './copy.ts';
import { countRowsAround } from './count-around.ts';
import { countRows } from './count-rows.ts';
import { find } from './find.ts';
import { hops } from './hops.ts';
import { inferSchema } from './infer-schema.ts';
import { callLater, streamLater } from './load-later.ts';
import { nearPlace, rankPlace } from './near-place.ts';
import { page } from './page.ts';
import { planStatement } from './query/plan-statement.ts';
import { exportStatement } from './query/statement-export.ts';
import { statement } from './query/statement-run.ts';
import { relatedRows, relatedValues } from './related.ts';
import { ends, place, row } from './row.ts';
import { storedRows } from './stored-rows.ts';
import { streamRows } from './stream-rows.ts';
import { summary } from './summary.ts';
import { applyEdits } from './transaction/apply-edits.ts';
import { changedDocuments } from './transaction/changed-documents.ts';
import { failedRows, rowsThere } from './transaction/failed-rows.ts';
import {
  beginTransaction,
  commitTransaction,
  countTransaction,
  prepareStatement,
  releaseSavepoint,
  rollBackToSavepoint,
  rollBackTransaction,
  setSavepoint,
  settleStatement,
  transactionChanges,
  transactionRows,
} from './transaction/operations.ts';
import { orphans } from './transaction/orphan-rows.ts';
import { revertRow } from './transaction/revert-row.ts';
import { unwatchFile, watchFile } from './transaction/watch-file.ts';

/** Everything that runs inside a connection process, by the name under which the engine calls it. */
export const operations = {
  applyEdits,
  beginTransaction,
  buildScratch,
  cell,
  changedDocuments,
  checkCollection: streamLater(async () => (await import('./check-collection.ts')).checkCollection),
  checkDocuments: callLater(async () => (await import('./commit/check-documents.ts')).checkDocuments),
  commitEdits,
  commitTransaction,
  compareCopy,
  compareEdits,
  copy,
  countRows,
  countRowsAround,
  countTransaction,
  ends,
  exportStatement,
  failedRows,
  find,
  hops,
  inferSchema,
  nearPlace,
  orphans,
  page,
  place,
  planStatement,
  prepareStatement,
  rankPlace,
  relatedRows,
  relatedValues,
  releaseSavepoint,
  revertRow,
  reviewSchema: callLater(async () => (await import('./save-schema.ts')).reviewSchema),
  rollBackToSavepoint,
  rollBackTransaction,
  row,
  rowsThere,
  saveSchema: callLater(async () => (await import('./save-schema.ts')).saveSchema),
  storedRows,
  restoreCopy,
  setSavepoint,
  settleCopy,
  settleStatement,
  statement,
  streamRows,
  summary,
  transactionChanges,
  transactionRows,
  tryDocumentPatterns,
  tryPatterns,
  unwatchFile,
  watchFile,
} satisfies Readonly<Record<string, Operation>>;
