import { useEffect, useEffectEvent } from 'react';

const wished = new Set<string>();
const listeners = new Set<() => void>();

/** A console is to show the pane of its transaction: now, or as soon as it is drawn. */
export function wishPane(console: string): void {
  wished.add(console);
  for (const listener of [...listeners]) listener();
}

/** Shows the pane of a console each time that it was wished for. */
export function usePaneWish(console: string, show: () => void): void {
  const take = useEffectEvent(() => {
    if (wished.delete(console)) show();
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another console may have been wished for meanwhile.
  useEffect(() => {
    const listener = () => take();
    listeners.add(listener);
    take();
    return () => void listeners.delete(listener);
  }, [console]);
}
