import type { DatabaseErrorOptions } from '../errors.ts';
import { PluginError } from './plugin-error.ts';

/** PLUGIN_TIMEOUT: a hook did not answer in its time. Its `context.signal` was aborted. */
export class PluginTimeoutError extends PluginError {
  override readonly name = 'PluginTimeoutError';
  /** Milliseconds. */
  readonly timeout: number;

  constructor(plugin: string, hook: string, timeout: number, options: DatabaseErrorOptions = {}) {
    super(
      'PLUGIN_TIMEOUT',
      `The hook ${hook} of the plugin “${plugin}” did not answer within ${timeout} ms: give the plugin a longer timeout, or do less in the hook.`,
      { ...options, plugin, hook },
    );
    this.timeout = timeout;
  }
}
