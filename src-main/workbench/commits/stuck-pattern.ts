import type { JsonSchema } from '../../../src-preload/contract/schema-draft/index.ts';
import type { StoredCollection } from '../../engine/index.ts';
import type { DocumentPatternsInput, DocumentPatternTrial } from '../../operations/check-patterns.ts';
import type { OpenFile } from '../open-file.ts';
import { withinSilence } from '../within-silence.ts';

/** Milliseconds that one pattern may take for one text. */
const MOST_TIME = 2000;

/** The pattern of a schema that does not come to an end for one of the documents; null: none of its patterns is it. */
export async function findStuckPattern(
  file: OpenFile,
  stored: StoredCollection,
  documents: readonly string[],
  caller: AbortSignal | undefined,
): Promise<DocumentPatternTrial | null> {
  const stop = new AbortController();
  const signal = caller === undefined ? stop.signal : AbortSignal.any([caller, stop.signal]);
  // A stored schema is JSON Schema.
  const input: DocumentPatternsInput = { schema: stored.schema as unknown as JsonSchema, documents };
  const trials = file.useStream(
    'worker',
    { holder: 'Looking for the pattern', signal },
    // Yielded by the operation.
    (connection) =>
      connection.callStream('tryDocumentPatterns', input, { signal }) as AsyncIterable<DocumentPatternTrial>,
  );
  let last: DocumentPatternTrial | null = null;
  for await (const trial of withinSilence(trials, MOST_TIME, () => stop.abort())) last = trial;
  return stop.signal.aborted ? last : null;
}
