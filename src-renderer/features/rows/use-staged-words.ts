import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import type { ObjectEdits } from '../../lib/edits/object-edits.ts';
import { useFileEdits } from '../../lib/edits/use-edits.ts';
import { loadEditTools } from './rows-parts.ts';
import type { RowsState } from './rows-state.ts';
import type { StagedWords } from './status.ts';

/** What the status line says of staged edits. Tells them, too, when rows were read again. */
export function useStagedWords(
  client: Client,
  file: OpenFileInfo,
  staged: ObjectEdits,
  { info, filter, revision }: RowsState,
): StagedWords {
  const edits = useFileEdits(client, file.id);
  const outcome = useSyncExternalStore(edits.subscribe, edits.outcome);
  const [unmatched, setUnmatched] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time that rows came.
  useEffect(edits.rowsWereRead, [revision]);
  useEffect(() => {
    if (info === null || filter.length === 0 || staged.size === 0) {
      setUnmatched(0);
      return;
    }
    let isOn = true;
    loadEditTools().then(
      ({ countUnmatched }) => isOn && setUnmatched(countUnmatched(staged, info.columns, filter)),
      () => null,
    );
    return () => {
      isOn = false;
    };
  }, [info, filter, staged]);
  return {
    newRows: staged.inserted.length,
    unmatched,
    committed:
      outcome?.kind === 'committed'
        ? `Committed at ${timeOf(outcome.at)} in ${Math.max(1, Math.round(outcome.milliseconds))} ms`
        : null,
  };
}

/** "14:12:40", in the time of the user. */
function timeOf(at: number): string {
  const time = new Date(at);
  return [time.getHours(), time.getMinutes(), time.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}
