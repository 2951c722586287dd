import type { Client } from '../../../src-preload/client.ts';
import type { EditState } from '../../../src-preload/contract/edits.ts';
import { whenIdle } from '../when-idle.ts';
import { FileEdits } from './file-edits.ts';

const stores = new WeakMap<Client, EditsStore>();

/** The staged edits of all open files of a window. */
export class EditsStore {
  readonly #client: Client;
  readonly #files = new Map<string, FileEdits>();
  readonly #listeners = new Set<() => void>();
  #states: ReadonlyMap<string, EditState> = new Map();

  private constructor(client: Client) {
    this.#client = client;
    client.on('edits.changed', (news) => this.#files.get(news.state.file)?.take(news));
    client.on('files.closed', ({ file }) => this.#forget(file));
    client.on('files.changed', ({ file, what }) => {
      if (what === 'schema' || what === 'replaced' || what === 'details')
        this.#files.get(file)?.forgetRules();
    });
    client.on('shell.engine', ({ state }) => {
      // What was told while nobody was connected is lost.
      if (state === 'restarted' || state === 'ready')
        for (const edits of this.#files.values()) void edits.reload();
    });
  }

  /** The one store of a client. */
  static of(client: Client): EditsStore {
    let store = stores.get(client);
    if (store === undefined) {
      store = new EditsStore(client);
      stores.set(client, store);
    }
    return store;
  }

  /** The staged edits of a file; its figures are read soon after it is first asked for, never before its first rows. */
  file(file: string): FileEdits {
    let edits = this.#files.get(file);
    if (edits === undefined) {
      const made = new FileEdits(this.#client, file, () => this.#tell());
      edits = made;
      this.#files.set(file, made);
      whenIdle(() => void made.load());
    }
    return edits;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The figures of all files that were looked at; a new map when one of them changed. */
  readonly states = (): ReadonlyMap<string, EditState> => this.#states;

  #forget(file: string): void {
    this.#files.delete(file);
    this.#tell();
  }

  #tell(): void {
    const states = [...this.#files].flatMap(([file, edits]) => {
      const state = edits.state();
      return state === null ? [] : [[file, state] as const];
    });
    this.#states = new Map(states);
    for (const listener of [...this.#listeners]) listener();
  }
}
