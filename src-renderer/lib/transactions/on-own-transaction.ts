import type { Client } from '../../../src-preload/client.ts';

/**
 * Listens to what the transaction of this window on a file sees: told when it is other than before, not while a
 * statement is running. Returns what stops it.
 */
export function onOwnTransaction(client: Client, file: string, listener: () => void): () => void {
  let known = '';
  return client.on('transactions.changed', ({ file: changed, state }) => {
    if (changed !== file || state?.isRunning === true) return;
    const undone = state?.nodes.filter(({ isUndone }) => isUndone).length ?? 0;
    const now = state?.isMine === true ? `${state.transaction} ${state.nodes.length} ${undone}` : '';
    if (now === known) return;
    known = now;
    listener();
  });
}
