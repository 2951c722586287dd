import { Arena } from './engine/arena.ts';
import { inserting } from './engine/inserting.ts';
import { operating } from './engine/operations.ts';
import { peakMemory } from './engine/peak-memory.ts';
import type { BenchArguments } from './harness/arguments.ts';
import type { Part } from './harness/part.ts';

/** The parts of `npm run bench:engine`: the engine against raw better-sqlite3 and other stores. */
export function engineParts(
  { folder, documents }: BenchArguments,
  tell: (line: string) => void,
): readonly Part[] {
  const arena = new Arena(folder, documents, tell);
  return [inserting(arena), ...operating(arena), peakMemory(arena)];
}
