import { useEffect, useSyncExternalStore } from 'react';
import type { EditRules } from '../../../src-preload/contract/edits.ts';
import type { FocusedRow } from '../../lib/cells/focused-row.ts';
import { useFileEdits } from '../../lib/edits/use-edits.ts';

/** How the rows of the object can be edited; null until that is known. */
export function useRules({ client, file, object }: FocusedRow): EditRules | null {
  const edits = useFileEdits(client, file.id);
  const rules = useSyncExternalStore(edits.subscribe, () => edits.rulesNow(object.name));
  const isMissing = rules === null;
  useEffect(() => {
    // What cannot be told stays read-only; it is asked for again with the next row.
    if (isMissing) edits.rules(object.name).catch(() => undefined);
  }, [edits, object.name, isMissing]);
  return rules;
}
