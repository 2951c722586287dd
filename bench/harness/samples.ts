/** Value below which a share of the samples lies (nearest rank). */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

/** The middle one of the samples. */
export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

/** A way of doing what is measured; gives its milliseconds. `every`: it runs in each n-th round only. */
export interface Contender {
  readonly run: (round: number) => number | Promise<number>;
  readonly every?: number | undefined;
}

/**
 * Runs contenders in turns, each round beginning with another one, so that whatever else the machine does meets
 * all of them alike. Gives the samples of each.
 */
export async function interleave<N extends string>(
  rounds: number,
  contenders: Readonly<Record<N, Contender>>,
): Promise<Readonly<Record<N, number[]>>> {
  const names = Object.keys(contenders) as N[];
  const samples = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<N, number[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(round + turn) % names.length] as N;
      const { run, every = 1 } = contenders[name];
      if (round % every === 0) samples[name].push(await run(round));
    }
  }
  return samples;
}

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Throws unless two answers are the same. */
export function expectSame(what: string, got: readonly unknown[], wanted: readonly unknown[]): void {
  const isSame = got.length === wanted.length && got.every((value, index) => Object.is(value, wanted[index]));
  if (isSame) return;
  const at = wanted.findIndex((value, index) => !Object.is(value, got[index]));
  throw new Error(
    `${what}: wrong answer (${got.length} instead of ${wanted.length} values; first difference at ${at}: ` +
      `${String(got[at])} instead of ${String(wanted[at])})`,
  );
}
