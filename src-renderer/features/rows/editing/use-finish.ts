import { useEffect, useEffectEvent } from 'react';
import { addOpenEditor } from '../../../lib/edits/open-editors.ts';

/** Ends an edit where something needs it to be ended, such as a commit, and when its cell goes out of sight. */
export function useFinish(finish: () => void): void {
  const latest = useEffectEvent(finish);
  useEffect(() => {
    const off = addOpenEditor(() => latest());
    return off;
  }, []);
}
