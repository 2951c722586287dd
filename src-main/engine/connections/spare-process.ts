import { toDatabaseError } from '../errors.ts';
import type { ConnectionProcess } from './connection-port.ts';

/** One process forked ahead, so that a new connection need not wait for its start. */
export class SpareProcess {
  readonly #spawn: () => Promise<ConnectionProcess>;
  #spare: Promise<ConnectionProcess | undefined> | undefined;

  constructor(spawn: () => Promise<ConnectionProcess>) {
    this.#spawn = spawn;
  }

  /** Forks one unless there is one. A failure is told by the next `take`, which tries again. */
  fill(): void {
    if (this.#spare !== undefined) return;
    const spare = this.#spawn().then(
      (process) => {
        const forget = () => {
          if (this.#spare === spare) this.#spare = undefined;
        };
        process.exited.then(forget, forget);
        return process;
      },
      () => undefined,
    );
    this.#spare = spare;
  }

  /** The spare one, else a new one. */
  async take(): Promise<ConnectionProcess> {
    const spare = this.#spare;
    this.#spare = undefined;
    try {
      return (await spare) ?? (await this.#spawn());
    } catch (error) {
      throw toDatabaseError(error, 'CONNECTION_GONE');
    }
  }

  async dispose(): Promise<void> {
    const spare = this.#spare;
    this.#spare = undefined;
    const process = await spare;
    process?.kill();
    await process?.exited;
  }
}
