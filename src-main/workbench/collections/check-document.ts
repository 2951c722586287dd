import type { Contract, OutputOf } from '../../../src-preload/contract/index.ts';
import { hasErrorCode } from '../../engine/index.ts';
import type { CheckDocumentsInput, CheckedText } from '../../operations/commit/check-documents.ts';
import type { OpenFile } from '../open-file.ts';
import { storedSchemaOf } from './stored-schema-of.ts';

export type DocumentAnswer = OutputOf<Contract['collections']['check']>;

/** A document as it would be stored. */
export interface CheckedDocument {
  /** A column of a table that is no collection; null: the document of a collection. */
  readonly column: string | null;
  readonly id: string | null;
  readonly json: string;
  readonly before: string | null;
}

/** A schema that needs longer has a pattern that may never end; a document of 16 MB needs less. */
const MOST_TIME = 3000;
const MOST_PROBLEMS = 1000;
const fine: DocumentAnswer = { problems: [], timedOut: false };

/**
 * What the schema of a collection says about a document, asked in a connection process that is ended when it takes too
 * long. Without a schema nothing is wrong; a schema that cannot be built is a problem of the document as a whole.
 */
export async function checkDocument(
  file: OpenFile,
  object: string,
  { column, id, json, before }: CheckedDocument,
  caller: AbortSignal,
): Promise<DocumentAnswer> {
  const stored = await storedSchemaOf(file, object, column);
  if (stored === null) return fine;
  const limit = AbortSignal.timeout(MOST_TIME);
  const signal = AbortSignal.any([caller, limit]);
  const input: CheckDocumentsInput = {
    stored,
    columns: [],
    documents: [{ id: column === null ? (id ?? '') : null, json, before }],
  };
  try {
    const answer = await file.use('worker', { holder: 'check', signal }, (connection) =>
      connection.call('checkDocuments', input, { signal }),
    );
    // What the operation gives.
    const [checked] = answer as readonly CheckedText[];
    const problems = (checked?.issues ?? []).slice(0, MOST_PROBLEMS);
    return {
      problems: problems.map(({ path, message }) => ({ path: path.map(pathStep), message })),
      timedOut: false,
    };
  } catch (error) {
    if (limit.aborted && !caller.aborted) return { problems: [], timedOut: true };
    if (!hasErrorCode(error, 'SCHEMA_INVALID')) throw error;
    return { problems: [{ path: [], message: (error as Error).message }], timedOut: false };
  }
}

/** Keys of maps can be anything. */
function pathStep(step: string | number): string | number {
  return typeof step === 'number' && !(Number.isSafeInteger(step) && step >= 0) ? String(step) : step;
}
