import { useEffect, useState, useSyncExternalStore } from 'react';
import { lazyPart } from '../lib/lazy-part.tsx';
import { isStackWanted, onToastWaiting } from './toasts.ts';

const stack = lazyPart(() => import('./toast-stack.tsx').then(({ ToastStack }) => ToastStack));

/** The place of the toasts. Their code comes when nothing else is to be done, or with the first of them. */
export function ToastPlace() {
  const isWanted = useSyncExternalStore(onToastWaiting, isStackWanted);
  const [isIdle, setIdle] = useState(false);
  useEffect(() => {
    const id = requestIdleCallback(() => setIdle(true));
    return () => cancelIdleCallback(id);
  }, []);
  return isWanted || isIdle ? <stack.Part /> : null;
}
