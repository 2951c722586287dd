import { setTimeout as delay } from 'node:timers/promises';

/** A statement that waits for a connection, and who has those that could run it. */
export class Waiting {
  readonly behind: readonly string[];

  constructor(behind: readonly string[]) {
    this.behind = behind;
  }
}

export interface WaitsOptions {
  /** It has its connection. */
  readonly isBegun: () => boolean;
  /** Who is before it just now. */
  readonly behind: () => readonly string[];
  /** Milliseconds after which a wait is told, and told again where others are before it. */
  readonly every?: number;
}

/** Pieces of a statement, with what it waits for before the first of them. */
export async function* tellingWaits<T>(
  pieces: AsyncGenerator<T, void, void>,
  { isBegun, behind, every = 400 }: WaitsOptions,
): AsyncGenerator<T | Waiting, void, void> {
  try {
    const first = pieces.next();
    const isThere = first.then(
      () => true,
      () => true,
    );
    let told = '';
    while (!isBegun()) {
      if (await Promise.race([isThere, delay(every, false)])) break;
      const names = behind();
      if (isBegun() || names.length === 0 || names.join() === told) continue;
      told = names.join();
      yield new Waiting(names);
    }
    for (let step = await first; step.done !== true; step = await pieces.next()) yield step.value;
  } finally {
    await pieces.return();
  }
}
