import { defaultSettings } from '../../src-preload/contract/default-settings.ts';
import type { Settings } from '../../src-preload/contract/index.ts';

/** What of the settings bounds the work of the engine. */
export type Limits = Pick<
  Settings,
  | 'busySeconds'
  | 'readersPerFile'
  | 'cellPreviewKilobytes'
  | 'cacheMegabytes'
  | 'undoLogMegabytes'
  | 'safetyCopyMegabytes'
  | 'transactionMinutes'
>;

let current: Limits = defaultSettings;

/** The limits in force. An engine process has one set of settings, so it has one set of limits. */
export function limitsInForce(): Limits {
  return current;
}

/** Puts other limits in force: for whatever begins from now on. */
export function putLimits(limits: Limits): void {
  current = limits;
}
