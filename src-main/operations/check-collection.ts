import type { CheckProgress } from '../../src-preload/contract/schemas.ts';
import { type StoredCollection, StoredDocumentCheck } from '../engine/index.ts';
import type { Operation } from '../engine/types.ts';
import { type FoundDocument, type FoundIssue, ProblemGroups } from './check-problems.ts';
import { type DocumentsInput, type ReadDocument, walkDocuments } from './infer-documents.ts';
import { keyWords } from './key-words.ts';
import type { StoredValue } from './stored-value.ts';

export interface CheckInput extends DocumentsInput {
  readonly stored: StoredCollection;
}

/** What the operation yields: figures so far, and the key of the last document that was asked about. */
export interface CheckAnswer
  extends Pick<CheckProgress, 'checked' | 'faulty' | 'problems' | 'isDone' | 'isCut' | 'groups'> {
  readonly documents: readonly FoundDocument[];
  readonly last: readonly StoredValue[] | null;
}

/** Milliseconds between two answers: the engine takes a longer silence for a pattern that hangs. */
const ANSWER_EVERY = 250;

/** Asks a schema about all documents. */
export const checkCollection = function* ({ driver }, input): Generator<CheckAnswer, void, void> {
  const { stored, ...source } = input as CheckInput;
  const check = new StoredDocumentCheck(stored, new Set());
  const groups = new ProblemGroups();
  let checked = 0;
  let last: readonly StoredValue[] | null = null;
  const answer = (isDone: boolean): CheckAnswer => {
    const { faulty, problems, isCut } = groups;
    const documents = groups.takeDocuments();
    return { checked, faulty, problems, isCut, isDone, groups: groups.groups(), documents, last };
  };
  yield answer(false);
  let told = performance.now();
  for (const batch of walkDocuments(driver, source)) {
    for (const document of batch) {
      const issues = issuesOf(check, document);
      if (issues.length > 0) {
        const { key, id, json } = document;
        groups.add(issues, { key, id: id ?? keyWords(key), document: parsed(json) });
      }
      if (!document.isAbsent) checked += 1;
      last = document.key;
      if (performance.now() - told < ANSWER_EVERY) continue;
      yield answer(false);
      told = performance.now();
    }
  }
  yield answer(true);
} satisfies Operation;

function issuesOf(check: StoredDocumentCheck, { id, json, isAbsent }: ReadDocument): readonly FoundIssue[] {
  if (isAbsent) return [];
  if (json === null) return [{ path: [], message: 'is no JSON document' }];
  return check.check({ id, json, before: null }).issues;
}

function parsed(json: string | null): unknown {
  try {
    return json === null ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}
