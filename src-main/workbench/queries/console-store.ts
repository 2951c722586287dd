import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import {
  type ConsoleInfo,
  consoleInfo,
  type PaneSizes,
  paneSizes,
  type QueryParameter,
  queryParameter,
  type WriteMode,
  writeMode,
} from '../../../src-preload/contract/queries.ts';
import { writeWhole } from '../../write-whole.ts';
import { BridgeError } from '../bridge-error.ts';
import type { Damageable } from '../files/damage-reports.ts';
import { createJsonStore, type JsonStore } from '../files/json-store.ts';
import { fromPlain, toPlain } from '../preferences/plain-keys.ts';

/** What is set in a console beside its text. */
export interface ConsoleSettings {
  readonly parameters: readonly QueryParameter[];
  /** Rows. */
  readonly limit: number;
  readonly writing: WriteMode;
  readonly sizes: PaneSizes;
}

/** What is to be kept; what is left out stays. */
export interface ConsoleChanges {
  readonly text?: string | undefined;
  readonly parameters?: readonly QueryParameter[] | undefined;
  readonly limit?: number | undefined;
  readonly writing?: WriteMode | undefined;
  readonly sizes?: PaneSizes | undefined;
}

const DEFAULTS = {
  parameters: [],
  limit: 1000,
  writing: 'ask',
  sizes: { editor: null, pane: null },
} as const satisfies ConsoleSettings;

/** The settings of a console as JSON has them. */
const storedConsole = consoleInfo.strip().extend({
  /** Values in the form of `toPlain`. */
  parameters: z.unknown(),
  limit: z.int().min(1),
  writing: writeMode,
  // Sizes that are none are worth no console.
  sizes: paneSizes.catch(DEFAULTS.sizes),
});
type StoredConsole = z.infer<typeof storedConsole>;

const ID = /^[0-9a-f]{16}$/;
const TEXT = /^([0-9a-f]{16})\.sql$/;

/** The consoles of one file: their list in one small file, and each text in a file of its own, read when it is shown. */
export class ConsoleStore implements Damageable {
  readonly #folder: string;
  readonly #list: JsonStore<StoredConsole[]>;
  #last: Promise<unknown> = Promise.resolve();

  constructor(folder: string) {
    this.#folder = folder;
    this.#list = createJsonStore({
      path: join(folder, 'consoles.json'),
      schema: z.array(storedConsole),
      empty: [],
    });
  }

  damage(): string | null {
    return this.#list.damage();
  }

  /** Texts that the list does not know any more, since it was damaged, are consoles again. */
  async list(): Promise<ConsoleInfo[]> {
    const listed = await this.#list.read();
    const found = (await readdir(this.#folder).catch(() => [])).flatMap((name) => TEXT.exec(name)?.[1] ?? []);
    const lost = found.filter((id) => !listed.some(({ console }) => console === id));
    if (lost.length === 0) return listed.map(infoOf);
    const sizes = await Promise.all(lost.map(async (id) => Number((await stat(this.#pathOf(id))).size)));
    const all = await this.#list.update((known) => {
      const list = [...known];
      for (const [index, id] of lost.entries()) list.push(newConsole(list, id, sizes[index] ?? 0));
      return list;
    });
    return all.map(infoOf);
  }

  /** Makes one with the next free name. */
  add(text: string): Promise<ConsoleInfo> {
    return this.#inTurn(async () => {
      const id = randomBytes(8).toString('hex');
      await writeWhole(this.#pathOf(id), text);
      const all = await this.#list.update((list) => [...list, newConsole(list, id, Buffer.byteLength(text))]);
      return infoOf(one(all, id));
    });
  }

  async rename(id: string, name: string): Promise<ConsoleInfo> {
    return infoOf(await this.#change(id, { name }));
  }

  remove(id: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#list.update((list) => list.filter(({ console }) => console !== id));
      if (ID.test(id)) await rm(this.#pathOf(id), { force: true });
    });
  }

  /** Rejects where there is no such console, or its text cannot be read. */
  async read(id: string): Promise<ConsoleSettings & { readonly text: string }> {
    const { parameters, limit, writing, sizes } = one(await this.#list.read(), id);
    return { parameters: parametersOf(parameters), limit, writing, sizes, text: await this.#textOf(id) };
  }

  /** Keeps what is given. Resolves when it is on the disk. */
  keep(id: string, { text, parameters, limit, writing, sizes }: ConsoleChanges): Promise<void> {
    return this.#inTurn(async () => {
      const known = one(await this.#list.read(), id);
      if (text !== undefined) await writeWhole(this.#pathOf(id), text);
      const changed = {
        bytes: text === undefined ? known.bytes : Buffer.byteLength(text),
        parameters: parameters === undefined ? known.parameters : toPlain(parameters),
        limit: limit ?? known.limit,
        writing: writing ?? known.writing,
        sizes: sizes ?? known.sizes,
      };
      const isText = [parameters, limit, writing, sizes].every((value) => value === undefined);
      if (!isText || changed.bytes !== known.bytes) await this.#change(id, changed);
    });
  }

  /** The name of a console; null where there is none of this id. */
  async nameOf(id: string): Promise<string | null> {
    return (await this.#list.read()).find(({ console }) => console === id)?.name ?? null;
  }

  async #textOf(id: string): Promise<string> {
    try {
      return await readFile(this.#pathOf(id), 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
      throw error;
    }
  }

  async #change(id: string, changed: Partial<StoredConsole>): Promise<StoredConsole> {
    one(await this.#list.read(), id);
    const all = await this.#list.update((list) =>
      list.map((console) => (console.console === id ? { ...console, ...changed } : console)),
    );
    return one(all, id);
  }

  /** A text is written by one at a time: they share the name of their temporary file. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  #pathOf(id: string): string {
    return join(this.#folder, `${id}.sql`);
  }
}

function newConsole(list: readonly StoredConsole[], console: string, bytes: number): StoredConsole {
  const names = new Set(list.map(({ name }) => name));
  let number = 1;
  while (names.has(`Console ${number}`)) number += 1;
  return { console, name: `Console ${number}`, bytes, ...DEFAULTS };
}

function one(list: readonly StoredConsole[], id: string): StoredConsole {
  const found = list.find(({ console }) => console === id);
  if (found !== undefined) return found;
  throw new BridgeError(
    'BAD_REQUEST',
    'There is no such console any more; it was closed, perhaps in another window.',
  );
}

function infoOf({ console, name, bytes }: StoredConsole): ConsoleInfo {
  return { console, name, bytes };
}

/** Values that are not what they were are left out rather than the whole console. */
function parametersOf(stored: unknown): QueryParameter[] {
  try {
    return z.array(queryParameter).parse(fromPlain(stored));
  } catch {
    return [];
  }
}
