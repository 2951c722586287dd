import type { OpenFileInfo } from '../../src-preload/contract/index.ts';
import type { ConnectionManager } from '../engine/index.ts';
import type { CallOptions } from '../engine/types.ts';
import type { ChildProcess } from '../ports/port.ts';
import type { Emit } from './events.ts';
import type { AllowedPaths } from './files/allowed-paths.ts';
import type { OpenFiles } from './open-file.ts';

/** How a file is opened. */
export interface OpenOptions extends CallOptions {
  readonly readOnly?: boolean | undefined;
  /** The bundled sample, opened from its private copy. */
  readonly isSample?: boolean | undefined;
}

/**
 * The open files with what only the `files` slice and the engine process may do to them.
 * Made by `createOpenFiles` of `workbench/files`.
 */
export interface OpenFileSet extends OpenFiles {
  /** What may be opened, and looked at besides. */
  readonly allowed: AllowedPaths;
  /** Opens a file or gives the one that is open already. Rejects with a `BridgeError`. */
  open(path: string, options?: OpenOptions): Promise<OpenFileInfo>;
  /** Ends the file's connections and forgets its id. Throws FILE_NOT_OPEN. */
  close(id: string, options?: CallOptions): Promise<void>;
  /** A small plain value from which `restore` makes the same files with the same ids. */
  snapshot(): unknown;
  /** Called after each change of what `snapshot` gives. */
  onSnapshotChange(listener: () => void): () => void;
  /**
   * Takes over the files of a snapshot before the first call is served. Never rejects: a value that cannot be
   * understood restores nothing, and a file that is gone keeps its id and says so when it is used.
   */
  restore(snapshot: unknown): Promise<void>;
  /** Closes every file and its connections; removes private copies. */
  dispose(): Promise<void>;
}

/** The windows and tabs that talk to this engine. */
export interface Clients {
  /** Called when a client has left for good; its views and streams can go. Returns the function that stops listening. */
  onGone(listener: (client: number) => void): () => void;
}

/** What the shell says about this run. All paths are absolute. */
export interface RunFacts {
  /** Settings, recents, layouts, the private copy of the sample. Exists. */
  readonly dataFolder: string;
  /** Private copies, scratch files; may be emptied at any time while Cairn does not run. Exists. */
  readonly cacheFolder: string;
  /** Folder of `music-store.sqlite`. */
  readonly resourcesFolder: string;
  /** Folders that paths must lie in. Empty: any path, or with `grantsOnly` none. */
  readonly allowedRoots: readonly string[];
  /** Files to open at once, in this order. They were named by the user, so they are allowed wherever they lie. */
  readonly openedByCommandLine: readonly string[];
  /** The shell asks the user for files itself: what was not named to it, nor opened before, is not allowed. */
  readonly grantsOnly: boolean;
  /** Paths that the user has named to the shell so far, beyond the command line. */
  readonly granted: readonly string[];
  /** How often the engine was started again in this run; 0 in the first engine. */
  readonly restarts: number;
}

/** What slices are built from before the open files exist. */
export interface BaseServices extends RunFacts {
  readonly manager: ConnectionManager;
  readonly emit: Emit;
  readonly clients: Clients;
  /** Starts a process for a plugin of the user's own; without it there are none. */
  readonly spawnPlugin?: (() => Promise<ChildProcess>) | undefined;
}

/** What every slice is built from: `createX(services: Services): Handlers<'x'>` in `workbench/x/index.ts`. */
export interface Services extends BaseServices {
  readonly openFiles: OpenFileSet;
}
