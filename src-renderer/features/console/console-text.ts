import type { Client } from '../../../src-preload/client.ts';
import type { PaneSizes, QueryParameter, WriteMode } from '../../../src-preload/contract/queries.ts';
import { type Failure, toFailure } from '../../lib/failure.ts';

export interface TextState {
  /** The text as it was read; null until then. What is typed since lives in the editor. */
  readonly text: string | null;
  readonly parameters: readonly QueryParameter[];
  readonly limit: number;
  readonly writing: WriteMode;
  readonly sizes: PaneSizes;
  /** Is to be put into the editor, as a statement of its own. */
  readonly wanted: string | null;
  readonly failure: Failure | null;
  /** What was typed is not on disk, and why. */
  readonly unkept: Failure | null;
}

interface Unkept {
  readText?: () => string;
  parameters?: QueryParameter[];
  limit?: number;
  writing?: WriteMode;
  sizes?: PaneSizes;
}

const KEEP_AFTER = 300;
const RETRY_AFTER = 3000;
/** Remembered for each console; the oldest are forgotten. */
const MOST_PARAMETERS = 200;

const unread: TextState = {
  text: null,
  parameters: [],
  limit: 1000,
  writing: 'ask',
  sizes: { editor: null, pane: null },
  wanted: null,
  failure: null,
  unkept: null,
};

/** The text and settings of a console, kept with the app's data 300 ms after the last change. */
export class ConsoleText {
  readonly #client: Client;
  readonly #file: string;
  readonly #console: string;
  readonly #listeners = new Set<() => void>();
  #state = unread;
  #unkept: Unkept = {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #keeping: Promise<void> = Promise.resolve();
  #reading: Promise<void> | null = null;
  #isReleased = false;

  constructor(client: Client, file: string, console: string) {
    this.#client = client;
    this.#file = file;
    this.#console = console;
  }

  readonly state = (): TextState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Reads the text; once, unless it failed. */
  read(): Promise<void> {
    this.#reading ??= this.#client.queries.text({ file: this.#file, console: this.#console }).then(
      (read) => this.#put({ ...read, failure: null }),
      (error: unknown) => {
        this.#reading = null;
        this.#put({ failure: toFailure(error) });
      },
    );
    return this.#reading;
  }

  /** The text has changed; it is asked for when it is kept. */
  typed(readText: () => string): void {
    this.#change({ readText });
  }

  setLimit(limit: number): void {
    this.#put({ limit });
    this.#change({ limit });
  }

  setWriting(writing: WriteMode): void {
    this.#put({ writing });
    this.#change({ writing });
  }

  setSizes(changed: Partial<PaneSizes>): void {
    const sizes = { ...this.#state.sizes, ...changed };
    this.#put({ sizes });
    this.#change({ sizes });
  }

  /** A statement that was found elsewhere is to stand in the editor; null: it does. */
  want(wanted: string | null): void {
    this.#put({ wanted });
  }

  setParameter(parameter: QueryParameter): void {
    const others = this.#state.parameters.filter(({ name }) => name !== parameter.name);
    const parameters = [...others, parameter].slice(-MOST_PARAMETERS);
    this.#put({ parameters });
    this.#change({ parameters });
  }

  /** Keeps at once what is not kept yet: the console is left. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const unkept = this.#unkept;
    if (Object.keys(unkept).length === 0) return this.#keeping;
    this.#unkept = {};
    const { readText, ...settings } = unkept;
    const text = readText?.();
    // The editor that is made next begins with it.
    if (text !== undefined) this.#state = { ...this.#state, text };
    const place = { file: this.#file, console: this.#console };
    const change = { ...place, ...settings, ...(text !== undefined && { text }) };
    this.#keeping = this.#keeping
      .then(() => this.#client.queries.keep(change))
      .then(
        () => {
          if (this.#state.unkept !== null) this.#put({ unkept: null });
        },
        (error: unknown) => {
          if (this.#isReleased) return;
          // Newer changes win; without one it is tried again.
          this.#unkept = {
            ...(text !== undefined && { readText: () => text }),
            ...settings,
            ...this.#unkept,
          };
          this.#put({ unkept: toFailure(error) });
          this.#timer ??= setTimeout(() => void this.flush(), RETRY_AFTER);
        },
      );
    return this.#keeping;
  }

  /** Its tab is closed: what is not kept yet is kept now, or is lost with the console. */
  release(): void {
    this.#isReleased = true;
    void this.flush();
  }

  #change(change: Unkept): void {
    this.#unkept = { ...this.#unkept, ...change };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), KEEP_AFTER);
  }

  #put(change: Partial<TextState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of [...this.#listeners]) listener();
  }
}
