import { useEffect, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { DocumentProblem } from '../../../src-preload/contract/collections.ts';
import { keyIdentity } from '../../lib/cells/cell-text.ts';
import { type Failure, toFailure } from '../../lib/failure.ts';
import { type RepairedValue, trialParts } from './repair.ts';

/** What the schema says about documents after a repair, by the identities of their keys. */
export interface TrialState {
  readonly problems: ReadonlyMap<string, readonly DocumentProblem[]>;
  readonly isRunning: boolean;
  /** The schema took too long for some of them. */
  readonly isUnknown: boolean;
  readonly failure: Failure | null;
}

export interface TrialPlace {
  readonly client: Client;
  readonly file: string;
  readonly object: string;
  readonly column: string;
  /** null: the one that the file keeps. */
  readonly schema: string | null;
}

const WAIT = 250;
const none: TrialState = { problems: new Map(), isRunning: false, isUnknown: false, failure: null };

/** Asks the schema about the documents as the repair would make them, whenever the repair has changed. */
export function useRepairTrial(place: TrialPlace, values: readonly RepairedValue[]): TrialState {
  const { client, file, object, column, schema } = place;
  const [state, setState] = useState(none);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    setState({ ...none, isRunning: values.length > 0 });
    const ask = async () => {
      const problems = new Map<string, readonly DocumentProblem[]>();
      let isUnknown = false;
      for (const repairs of trialParts(values)) {
        const answer = await client.schemas.tryRepair({ file, object, column, schema, repairs }, { signal });
        if (signal.aborted) return;
        isUnknown ||= answer.timedOut;
        for (const told of answer.documents) problems.set(keyIdentity(told.key), told.problems);
        setState({ problems: new Map(problems), isRunning: true, isUnknown, failure: null });
      }
      setState({ problems, isRunning: false, isUnknown, failure: null });
    };
    const timer = setTimeout(() => {
      if (values.length === 0) return;
      ask().catch((error: unknown) => {
        if (!signal.aborted) setState({ ...none, failure: toFailure(error) });
      });
    }, WAIT);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [client, file, object, column, schema, values]);
  return state;
}
