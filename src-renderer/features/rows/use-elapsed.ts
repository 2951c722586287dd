import { useEffect, useState } from 'react';

/** Whether so many milliseconds have passed since a moment (`performance.now`); false while there is none. */
export function useElapsed(since: number | null, milliseconds: number): boolean {
  const [elapsed, setElapsed] = useState<number | null>(null);
  useEffect(() => {
    if (since === null) return;
    const timer = setTimeout(() => setElapsed(since), since + milliseconds - performance.now());
    return () => clearTimeout(timer);
  }, [since, milliseconds]);
  return since !== null && elapsed === since;
}
