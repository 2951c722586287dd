import { mkdirSync } from 'node:fs';
import { warm } from './data/page-cache.ts';
import { salesFile } from './data/sales-file.ts';
import type { BenchArguments } from './harness/arguments.ts';
import type { Part } from './harness/part.ts';
import { naming } from './inspector/naming.ts';
import { serving } from './inspector/serving.ts';
import { tracing } from './inspector/tracing.ts';
import { watching } from './inspector/watching.ts';

const ROWS = 250_000;

/** The parts of `npm run bench inspector`, with the generated file that they need. */
export function inspectorParts({ folder }: BenchArguments, tell: (line: string) => void): readonly Part[] {
  mkdirSync(folder, { recursive: true });
  const file = salesFile(folder, ROWS, tell);
  warm(file.path);
  return [watching(file), tracing(), naming(file), serving(file)];
}
