import { mkdirSync } from 'node:fs';
import { warm } from './data/page-cache.ts';
import { salesFile } from './data/sales-file.ts';
import { committing } from './edit/committing.ts';
import { paging } from './edit/paging.ts';
import { staging } from './edit/staging.ts';
import { validating } from './edit/validating.ts';
import type { BenchArguments } from './harness/arguments.ts';
import type { Part } from './harness/part.ts';

/** The parts of `npm run bench:edit`, with the generated file that they need. */
export function editParts({ folder, rows }: BenchArguments, tell: (line: string) => void): readonly Part[] {
  mkdirSync(folder, { recursive: true });
  const large = salesFile(folder, rows, tell);
  warm(large.path);
  return [staging({ large }), paging({ large }), committing({ folder }), validating()];
}
