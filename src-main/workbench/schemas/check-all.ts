import type { CheckProgress, StuckDocument } from '../../../src-preload/contract/index.ts';
import type { JsonSchema } from '../../../src-preload/contract/schema-draft/index.ts';
import type { StoredCollection } from '../../engine/index.ts';
import type { CheckAnswer, CheckInput } from '../../operations/check-collection.ts';
import type { PatternsInput, PatternTrial } from '../../operations/check-patterns.ts';
import type { DocumentsInput } from '../../operations/infer-documents.ts';
import { type StoredValue, toKeyValue } from '../../operations/stored-value.ts';
import type { OpenFile } from '../open-file.ts';
import { withinSilence } from '../within-silence.ts';

export interface CheckAllRequest {
  readonly source: DocumentsInput;
  readonly stored: StoredCollection;
  readonly about: number | null;
}

export interface CheckLimits {
  /** Milliseconds without an answer after which the process is ended: it gives one four times a second. */
  readonly silence: number;
  /** Milliseconds that one pattern may take for one text. */
  readonly pattern: number;
}

export const usualLimits: CheckLimits = { silence: 5000, pattern: 2000 };

/** Documents in which a pattern that hangs is looked for: more than are checked between two answers. */
const MOST_TRIED = 100_000;

/** Asks a schema about all documents. Where it never comes to an end, it is ended, and the last answer says where. */
export async function* checkAll(
  file: OpenFile,
  { source, stored, about }: CheckAllRequest,
  caller: AbortSignal,
  limits: CheckLimits = usualLimits,
): AsyncGenerator<CheckProgress, void, void> {
  const begun = performance.now();
  const stop = new AbortController();
  const signal = AbortSignal.any([caller, stop.signal]);
  const input: CheckInput = { ...source, stored };
  // What the operation yields.
  const answers = file.useStream(
    'worker',
    { holder: 'Checking documents', signal },
    (connection) => connection.callStream('checkCollection', input, { signal }) as AsyncIterable<CheckAnswer>,
  );
  let before: CheckAnswer | null = null;
  const progress = ({ last: _last, documents, ...answer }: CheckAnswer): CheckProgress => ({
    ...answer,
    about,
    seconds: (performance.now() - begun) / 1000,
    documents: documents.map(({ key, ...rest }) => ({ ...rest, key: key.map(toKeyValue) })),
    stuck: null,
  });
  for await (const answer of withinSilence(answers, limits.silence, () => stop.abort())) {
    before = answer;
    yield progress(answer);
  }
  if (before === null || before.isDone || !stop.signal.aborted) return;
  const stuck = await findStuck(file, { source, schema: stored.schema, after: before.last }, caller, limits);
  yield { ...progress({ ...before, documents: [] }), stuck };
}

interface StuckRequest {
  readonly source: DocumentsInput;
  readonly schema: StoredCollection['schema'];
  readonly after: readonly StoredValue[] | null;
}

/** Tries the patterns one by one where the check fell silent. */
async function findStuck(
  file: OpenFile,
  { source, schema, after }: StuckRequest,
  caller: AbortSignal,
  { pattern }: CheckLimits,
): Promise<StuckDocument> {
  const stop = new AbortController();
  const signal = AbortSignal.any([caller, stop.signal]);
  // A stored schema is JSON Schema.
  const input: PatternsInput = {
    ...source,
    schema: schema as unknown as JsonSchema,
    after,
    most: MOST_TRIED,
  };
  const trials = file.useStream(
    'worker',
    { holder: 'Looking for the pattern', signal },
    (connection) => connection.callStream('tryPatterns', input, { signal }) as AsyncIterable<PatternTrial>,
  );
  let last: PatternTrial | null = null;
  for await (const trial of withinSilence(trials, pattern, () => stop.abort())) last = trial;
  if (last === null) return { key: (after ?? [null]).map(toKeyValue), id: '', path: '', pattern: null };
  const { key, id, path, pattern: text } = last;
  return { key: key.map(toKeyValue), id, path, pattern: stop.signal.aborted ? text : null };
}
