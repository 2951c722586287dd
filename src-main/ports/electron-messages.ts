import type { ProcessEntry } from './port.ts';

/*
 * What goes between Electron's main process and the utility processes that it forks, beside the ports that it hands
 * them. Only main can fork, so a child that wants a child of its own asks.
 */

/** From main to a child. `port` and `spawned` carry one end of a channel. */
export type ToChild =
  /** The child's channel to whoever wanted it. First and once. */
  | { readonly type: 'port' }
  | { readonly type: 'spawned'; readonly id: number; readonly pid: number }
  | { readonly type: 'failed'; readonly id: number; readonly message: string }
  | { readonly type: 'exited'; readonly id: number; readonly code: number };

/** From a child to main. `id` is the child's own number for the process that it asks for. */
export type FromChild = { readonly type: 'spawn'; readonly id: number; readonly entry: ProcessEntry };

/** The argument by which main tells a child its own process id, for the child's watchdog. */
export const SHELL_PID_ARGUMENT = '--shell-pid=';
