import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Beside } from '../harness/part.ts';
import { median } from '../harness/samples.ts';
import { Contender, type Timing } from './contender.ts';
import { type ContenderName, contenders, documentsOf } from './contenders.ts';
import { installStores } from './stores/installed.ts';

/** Contenders that are part of a ratio: they run in each round. */
export const rivals = [
  'raw',
  'rawOther',
  'rawText',
  'sync',
  'async',
] as const satisfies readonly ContenderName[];
/** Contenders whose times stand beside it. */
export const others = ['process', 'nedb', 'loki', 'pouch'] as const satisfies readonly ContenderName[];

export type Timings<T extends Timing = Timing> = Readonly<Record<ContenderName, readonly T[]>>;

/** How often contenders are asked. */
export interface Rounds {
  readonly rounds: number;
  /** The other stores take part in each round of this number only. */
  readonly everyOther: number;
  /** No round begins after this time, but the first: a busy machine gives fewer. */
  readonly seconds?: number | undefined;
}

const LEAST_ROUNDS = 1;

/** All contenders of a run, each with the same documents. */
export class Arena {
  readonly documents: number;
  readonly #folder: string;
  readonly #tell: (line: string) => void;
  #stores: Promise<string | undefined> | undefined;
  #files: string | undefined;
  readonly #started = new Map<ContenderName, Contender>();
  readonly #failed = new Set<ContenderName>();
  #isLoaded = false;

  constructor(folder: string, documents: number, tell: (line: string) => void) {
    this.#folder = folder;
    this.documents = documents;
    this.#tell = tell;
  }

  /** Stores the documents several times with each, with other stores once; the last ones stay. */
  async insert(wanted: Rounds): Promise<Timings> {
    const timings = await this.rounds(wanted, (contender) => contender.insert());
    this.#isLoaded = true;
    return timings;
  }

  /** Has all of them filled, if nobody has measured that. */
  async fill(): Promise<void> {
    if (!this.#isLoaded) await this.insert({ rounds: 1, everyOther: 1 });
  }

  /**
   * Asks the contenders in turns, the other stores only in some rounds. One of those that cannot do it is left out
   * from then on, and told.
   */
  async rounds<T extends Timing>(
    { rounds, everyOther, seconds = Number.POSITIVE_INFINITY }: Rounds,
    ask: (contender: Contender, round: number) => Promise<T>,
  ): Promise<Timings<T>> {
    const names = [...rivals, ...others];
    const timings = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
      ContenderName,
      T[]
    >;
    const turn = async (name: ContenderName, round: number) => {
      if (this.#failed.has(name)) return;
      try {
        timings[name].push(await ask(await this.#contender(name), round));
      } catch (error) {
        if (!isOther(name)) throw error;
        const reason = error instanceof Error ? error.message : String(error);
        this.#failed.add(name);
        this.#tell(`${contenders[name].title} is left out: ${reason}`);
      }
    };
    const end = performance.now() + seconds * 1000;
    for (let round = 0; round < rounds; round += 1) {
      if (round >= LEAST_ROUNDS && performance.now() > end) break;
      for (let place = 0; place < names.length; place += 1) {
        // Each round begins with another one.
        const name = names[(round + place) % names.length] as ContenderName;
        if (round % (isOther(name) ? everyOther : 1) === 0) await turn(name, round);
      }
    }
    return timings;
  }

  /** One in a new process, which is ended afterwards. */
  async alone<T>(name: ContenderName, work: (contender: Contender) => Promise<T>): Promise<T> {
    const contender = await this.#start(name, 'alone');
    try {
      return await work(contender);
    } finally {
      await contender.stop();
    }
  }

  async stop(): Promise<void> {
    for (const contender of this.#started.values()) await contender.stop();
    this.#started.clear();
    if (this.#files !== undefined && process.env.CAIRN_BENCH_PROFILE === undefined) {
      rmSync(this.#files, { recursive: true, force: true });
    }
  }

  async #contender(name: ContenderName): Promise<Contender> {
    const started = this.#started.get(name) ?? (await this.#start(name, 'together'));
    this.#started.set(name, started);
    return started;
  }

  async #start(name: ContenderName, where: string): Promise<Contender> {
    mkdirSync(this.#folder, { recursive: true });
    this.#files ??= mkdtempSync(join(this.#folder, 'engine-'));
    this.#stores ??= installStores(this.#folder, this.#tell).catch((error: unknown) => {
      this.#tell(error instanceof Error ? error.message : String(error));
      return undefined;
    });
    const folder = join(this.#files, where);
    mkdirSync(folder, { recursive: true });
    return await Contender.start({
      name,
      folder,
      stores: await this.#stores,
      documents: documentsOf(name, this.documents),
    });
  }
}

/** Middle one of the ratios of the rounds: how many times the processor time of `ours` that of `theirs` is. */
export function ratio(theirs: readonly Timing[], ours: readonly Timing[]): number {
  return median(ours.map(({ cpu }, round) => (theirs[round]?.cpu ?? Number.NaN) / cpu));
}

/** Times of contenders for one of `times` operations. */
export function timesBeside(
  timings: Timings,
  names: readonly ContenderName[],
  times: (name: ContenderName) => number,
): Beside[] {
  return names.flatMap((name) => {
    const own = timings[name];
    if (own.length === 0) return [];
    const each = (milliseconds: number) => (milliseconds * 1000) / times(name);
    const { title } = contenders[name];
    const wall = {
      name: `${title}, by the clock`,
      measured: each(median(own.map(({ wall }) => wall))),
      unit: 'µs',
    };
    // The work of its connection process is not in the time of the one that asks.
    if (name === 'process') return [wall];
    return [{ name: title, measured: each(median(own.map(({ cpu }) => cpu))), unit: 'µs' }, wall];
  });
}

export function isOther(name: ContenderName): boolean {
  return others.some((other) => other === name);
}
