import { DatabaseError, type DatabaseErrorOptions, type ErrorCode } from '../errors.ts';

/** Which hook of which plugin. */
export interface PluginErrorOptions extends DatabaseErrorOptions {
  readonly plugin: string;
  readonly hook?: string | undefined;
}

/** PLUGIN_FAILED, or another code of plugins: what a hook threw is the `cause`. */
export class PluginError extends DatabaseError {
  override readonly name: string = 'PluginError';
  readonly plugin: string;
  readonly hook: string | undefined;

  constructor(code: ErrorCode, message: string, { plugin, hook, ...options }: PluginErrorOptions) {
    super(code, message, options);
    this.plugin = plugin;
    this.hook = hook;
  }
}
