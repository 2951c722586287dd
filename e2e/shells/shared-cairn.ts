import type { RunningCairn } from './running-cairn.ts';
import type { ShellPlace } from './shell-place.ts';

/** Makes the files of a Cairn in a folder and gives the path to start it on. */
export type MakeFiles = (folder: string) => string;

interface Shared {
  readonly make: MakeFiles;
  /** What else the specs must agree on. */
  readonly conditions: string;
  readonly place: ShellPlace;
  readonly running: RunningCairn;
}

/** The Cairn that several specs of a worker have windows of, one after the other; a different one takes its place. */
export class SharedCairn {
  #shared: Shared | undefined;

  /** The one with these files under these conditions; it is started when there is none. */
  async get(make: MakeFiles, conditions: string, createPlace: () => ShellPlace): Promise<Shared> {
    const before = this.#shared;
    if (before?.make === make && before.conditions === conditions) return before;
    await this.stop();
    const place = createPlace();
    const path = make(place.folder);
    const running = await place.start([path, place.folder]);
    this.#shared = { make, conditions, place, running };
    return this.#shared;
  }

  /** Ends it, if there is one. */
  async stop(): Promise<void> {
    const shared = this.#shared;
    this.#shared = undefined;
    await shared?.place.stop();
    shared?.place.remove();
  }
}
