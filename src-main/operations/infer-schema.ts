import type { InferProgress } from '../../src-preload/contract/schemas.ts';
import type { Operation } from '../engine/types.ts';
import { type DocumentsInput, walkDocuments } from './infer-documents.ts';
import { FactCollector } from './infer-facts.ts';
import { findReferences } from './infer-references.ts';

export interface InferInput extends DocumentsInput {
  /** The table itself. */
  readonly table: string;
}

/** What the operation yields; how many documents there are, the engine knows. */
export type InferAnswer = Omit<InferProgress, 'about' | 'seconds'>;

/** Milliseconds between two answers. */
const ANSWER_EVERY = 250;

/** Reads all documents and tells again and again what is in them. */
export const inferSchema: Operation = function* ({ driver }, input): Generator<InferAnswer, void, void> {
  const { table, ...source } = input as InferInput;
  const collector = new FactCollector();
  const answer = (isDone: boolean): InferAnswer => ({
    documents: collector.documents,
    unreadable: collector.unreadable,
    sinceNewField: collector.sinceNewField,
    isDone,
    idField: collector.idField,
    facts: collector.facts(),
    references: isDone ? findReferences(driver, collector, table) : [],
  });
  let last = performance.now();
  for (const batch of walkDocuments(driver, source)) {
    for (const { json, id } of batch) collector.add(json, id);
    const now = performance.now();
    if (now - last < ANSWER_EVERY) continue;
    last = now;
    yield answer(false);
  }
  yield answer(true);
};
