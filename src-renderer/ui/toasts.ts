import type { ReactNode } from 'react';

export interface ToastText {
  readonly title: string;
  readonly description?: string;
  readonly kind?: 'done' | 'info' | 'warning' | 'error';
  readonly action?: ToastAction;
  /** Beside the action, and less wanted. */
  readonly second?: ToastAction;
}

export interface ToastAction {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly onAction: () => void;
}

/** Shows toasts, once their code is there; until then they wait here. */
let show: ((toast: ToastText) => void) | null = null;
let waiting: readonly ToastText[] = [];
const listeners = new Set<() => void>();

/** Shows a toast: 5 s, 10 s with an action, errors until they are closed. */
export function showToast(toast: ToastText): void {
  if (show !== null) return show(toast);
  waiting = [...waiting, toast];
  for (const listener of listeners) listener();
}

/** From now on toasts are shown by this; those that wait come at once. Returns the function that takes it away. */
export function takeToasts(next: (toast: ToastText) => void): () => void {
  show = next;
  for (const toast of waiting) next(toast);
  waiting = [];
  return () => {
    show = null;
  };
}

/** Whether a toast waits, or the stack is there. */
export function isStackWanted(): boolean {
  return waiting.length > 0 || show !== null;
}

/** Tells when a toast begins to wait. Returns the function that stops it. */
export function onToastWaiting(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
