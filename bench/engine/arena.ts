import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Beside } from '../harness/part.ts';
import { interleave, median } from '../harness/samples.ts';
import { Contender, type Timing } from './contender.ts';
import { type ContenderName, contenders } from './contenders.ts';
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

/** All contenders of a run, each with the same documents. */
export class Arena {
  readonly documents: number;
  readonly #folder: string;
  readonly #tell: (line: string) => void;
  #stores: Promise<string | undefined> | undefined;
  #files: string | undefined;
  readonly #started = new Map<ContenderName, Contender>();
  readonly #failed = new Map<ContenderName, string>();
  #isLoaded = false;

  constructor(folder: string, documents: number, tell: (line: string) => void) {
    this.#folder = folder;
    this.documents = documents;
    this.#tell = tell;
  }

  /** Stores the documents so many times with each, other stores once; the last ones stay. */
  async insert(rounds: number): Promise<Timings> {
    const timings = await this.rounds({ rounds, everyOther: rounds }, (contender, round) =>
      contender.insert(round + 1 === rounds || isOther(contender.name)),
    );
    this.#isLoaded = true;
    return timings;
  }

  /** Has all of them filled, if nobody has measured that. */
  async fill(): Promise<void> {
    if (!this.#isLoaded) await this.insert(1);
  }

  /**
   * Asks the contenders in turns, the other stores only in some rounds. One of those that cannot do it is left out
   * from then on, and told.
   */
  async rounds<T extends Timing>(
    { rounds, everyOther }: { readonly rounds: number; readonly everyOther: number },
    ask: (contender: Contender, round: number) => Promise<T>,
  ): Promise<Timings<T>> {
    const names = [...rivals, ...others];
    const timings = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
      ContenderName,
      T[]
    >;
    const turn = (name: ContenderName) => async (round: number) => {
      if (this.#failed.has(name)) return Number.NaN;
      try {
        const timing = await ask(await this.#contender(name), round);
        timings[name].push(timing);
        return timing.cpu;
      } catch (error) {
        if (!isOther(name)) throw error;
        this.#failed.set(name, error instanceof Error ? error.message : String(error));
        this.#tell(`${contenders[name].title} is left out: ${this.#failed.get(name)}`);
        return Number.NaN;
      }
    };
    const everyOf = (name: ContenderName) => (isOther(name) ? everyOther : 1);
    await interleave(
      rounds,
      Object.fromEntries(names.map((name) => [name, { run: turn(name), every: everyOf(name) }])),
    );
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
    return await Contender.start({ name, folder, stores: await this.#stores, documents: this.documents });
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
