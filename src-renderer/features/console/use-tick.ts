import { useEffect, useState } from 'react';

const EVERY = 200;

/** The time (`performance.now`), drawn again a few times a second while something runs. */
export function useTick(isRunning: boolean): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    if (!isRunning) return;
    setNow(performance.now());
    const timer = setInterval(() => setNow(performance.now()), EVERY);
    return () => clearInterval(timer);
  }, [isRunning]);
  return now;
}
