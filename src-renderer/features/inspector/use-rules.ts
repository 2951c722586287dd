import { useEffect, useState, useSyncExternalStore } from 'react';
import type { EditRules } from '../../../src-preload/contract/edits.ts';
import type { FocusedRow } from '../../lib/cells/focused-row.ts';
import { useFileEdits } from '../../lib/edits/use-edits.ts';

/** How the rows of the object can be edited; null until that is known, or if nobody can tell. */
export function useRules({ client, file, object }: FocusedRow): {
  readonly rules: EditRules | null;
  readonly isLoading: boolean;
} {
  const edits = useFileEdits(client, file.id);
  const rules = useSyncExternalStore(edits.subscribe, () => edits.rulesNow(object.name));
  const isMissing = rules === null;
  const [failed, setFailed] = useState<string | null>(null);
  useEffect(() => {
    // What cannot be told stays read-only; it is asked for again with the next row.
    if (isMissing) edits.rules(object.name).catch(() => setFailed(object.name));
  }, [edits, object.name, isMissing]);
  return { rules, isLoading: isMissing && failed !== object.name };
}
