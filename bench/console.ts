import { mkdirSync } from 'node:fs';
import { capturing } from './console/capturing.ts';
import { exporting } from './console/exporting.ts';
import { firstRows } from './console/first-rows.ts';
import { page } from './console/page.ts';
import { streaming } from './console/streaming.ts';
import { warm } from './data/page-cache.ts';
import { salesFile } from './data/sales-file.ts';
import type { BenchArguments } from './harness/arguments.ts';
import type { Part } from './harness/part.ts';

const ROWS = 1_000_000;
const QUICK_ROWS = 100_000;

/** The parts of `npm run bench:console`, with the generated file that they need. */
export function consoleParts(
  { folder, isQuick }: BenchArguments,
  tell: (line: string) => void,
): readonly Part[] {
  mkdirSync(folder, { recursive: true });
  const file = salesFile(folder, isQuick ? QUICK_ROWS : ROWS, tell);
  warm(file.path);
  const small = capturing({ folder, rows: isQuick ? 20_000 : 200_000 });
  return [
    streaming(file),
    page(file),
    firstRows(file),
    exporting(file, 'csv'),
    exporting(file, 'ndjson'),
    small,
  ];
}
