/*
 * What goes between the host (in the shell) and the engine process. Structured clones over a `Port`. Only these
 * two ever speak over it, so neither side checks the shape again.
 */

/** What the shell says about this run. All paths are absolute. The same as `RunFacts` of the workbench. */
export interface EngineFacts {
  readonly dataFolder: string;
  readonly cacheFolder: string;
  readonly resourcesFolder: string;
  readonly allowedRoots: readonly string[];
  readonly openedByCommandLine: readonly string[];
  readonly grantsOnly: boolean;
  readonly granted: readonly string[];
  readonly restarts: number;
}

/** `start` comes first and once. */
export type ToEngine =
  | { readonly type: 'start'; readonly facts: EngineFacts; readonly snapshot: unknown }
  | { readonly type: 'frame'; readonly client: number; readonly bytes: Uint8Array }
  | { readonly type: 'gone'; readonly client: number }
  /** Paths that the user has named to the shell since: they may be opened from now on. */
  | { readonly type: 'allow'; readonly paths: readonly string[] }
  /** Folders that the user has named to the shell since: what lies in them may be looked into and opened. */
  | { readonly type: 'allow-folders'; readonly folders: readonly string[] }
  | { readonly type: 'ping' };

export type FromEngine =
  | { readonly type: 'ready' }
  /** Without a client: an event for all of them. */
  | { readonly type: 'frame'; readonly client: number | undefined; readonly bytes: Uint8Array }
  /** Opaque to the host: what the next engine needs to go on. */
  | { readonly type: 'snapshot'; readonly snapshot: unknown }
  | { readonly type: 'pong' }
  /** A file of the user's was opened. Told again after each closing and opening, not after a restart. */
  | { readonly type: 'opened'; readonly path: string }
  /** A process of the engine's began or ended: the host kills those that are left when the engine dies. */
  | { readonly type: 'process'; readonly pid: number; readonly runs: boolean };
