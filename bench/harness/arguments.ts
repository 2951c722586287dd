import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

export interface BenchArguments {
  /** Benches to run; empty: all. */
  readonly names: readonly string[];
  readonly isJson: boolean;
  /** Rows of the generated table. */
  readonly rows: number;
  readonly scrollSeconds: number;
  /** Documents of the engine's bench. */
  readonly documents: number;
  /** The short form. */
  readonly isQuick: boolean;
  /** Parts to run, by a piece of their name; empty: all. */
  readonly only: readonly string[];
  /** Where generated files are kept from one run to the next. */
  readonly folder: string;
}

export const BENCH_USAGE = `Usage: npm run bench:browse -- [--json] [--rows N] [--scroll-seconds N] [--only PART]...
       npm run bench:engine -- [--json] [--documents N | --quick] [--only PART]...
       npm run bench:console -- [--json] [--quick] [--only PART]...
       npm run bench:inspector -- [--json] [--only PART]...
  --json              one JSON object instead of a table
  --rows N            rows of the generated file (default 10,000,000; at least 20,000)
  --scroll-seconds N  seconds of scrolling in the browser (default 60)
  --documents N       documents that the engine stores (default 100,000; at least 5,000)
  --quick             the same as --documents 10,000; 100,000 rows for the console
  --only PART         runs the parts with this in their name
  CAIRN_BENCH_DIR     folder for generated files, about 1 GB, and for the stores that the engine is compared with,
                      which npm installs there at the first run (default: in the system's temp folder)`;

const SMALLEST = 20_000;
const FEWEST_DOCUMENTS = 5_000;
const QUICK_DOCUMENTS = '10000';

/** Reads the arguments of `npm run bench`. Throws with what is wrong. */
export function readArguments(args: readonly string[]): BenchArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      rows: { type: 'string', default: '10000000' },
      'scroll-seconds': { type: 'string', default: '60' },
      documents: { type: 'string' },
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
    },
    allowPositionals: true,
  });
  return {
    names: positionals,
    isJson: values.json,
    rows: wholeNumber('--rows', values.rows, SMALLEST),
    scrollSeconds: wholeNumber('--scroll-seconds', values['scroll-seconds'], 1),
    documents: wholeNumber(
      '--documents',
      values.documents ?? (values.quick ? QUICK_DOCUMENTS : '100000'),
      FEWEST_DOCUMENTS,
    ),
    isQuick: values.quick,
    only: values.only,
    folder: process.env.CAIRN_BENCH_DIR ?? join(tmpdir(), 'cairn-bench'),
  };
}

function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text.replaceAll(/[_,]/g, ''));
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new Error(`${option} takes a whole number of at least ${least}, not "${text}".`);
}
