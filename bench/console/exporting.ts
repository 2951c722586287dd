import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { SalesFile } from '../data/sales-file.ts';
import { part } from '../harness/part.ts';
import { interleave, median } from '../harness/samples.ts';

const ROUNDS = 3;
const SQL = 'SELECT * FROM sales';
const TARGETS = { csv: 1.5, ndjson: 1.2 } as const;
const CLI = join(import.meta.dirname, '..', '..', 'out', 'main', 'cli.js');

/** Processor time of `cairn query` that exports a table, beside the sqlite3 command line. */
export function exporting({ path, rows }: SalesFile, format: keyof typeof TARGETS) {
  const theirs = format === 'csv' ? ['-csv', '-header'] : ['-json'];
  return part({
    name: `exporting ${format}`,
    measures: {
      ratio: {
        name: `${rows.toLocaleString('en')} rows exported as ${format}, CPU beside sqlite3`,
        unit: 'x',
        target: TARGETS[format],
      },
    },
    async run(record) {
      const samples = await interleave(ROUNDS, {
        ours: { run: () => processorTimeOf(process.execPath, [CLI, 'query', path, SQL, `--${format}`]) },
        theirs: { run: () => processorTimeOf('sqlite3', ['-readonly', ...theirs, path, SQL]) },
        start: {
          run: () => processorTimeOf(process.execPath, [CLI, 'query', path, 'SELECT 1', `--${format}`]),
        },
      });
      const [own, other] = [median(samples.ours), median(samples.theirs)];
      record('ratio', {
        measured: own / other,
        runs: ROUNDS,
        beside: [
          { name: 'cairn query', measured: own, unit: 'ms' },
          { name: 'of that its start', measured: median(samples.start), unit: 'ms' },
          { name: 'sqlite3', measured: other, unit: 'ms' },
        ],
      });
    },
  });
}

/** Milliseconds that a program spends in itself and in the system; what it prints is thrown away. */
function processorTimeOf(program: string, args: readonly string[]): number {
  const timed = ['-c', 'TIMEFORMAT="%U %S"; time "$0" "$@" > /dev/null', program, ...args];
  const { stderr, status, error } = spawnSync('bash', timed, { encoding: 'utf8' });
  const figures = /([\d.]+) ([\d.]+)\s*$/.exec(stderr ?? '');
  if (error !== undefined || status !== 0 || figures === null)
    throw error ?? new Error(`${program} failed: ${stderr.trim()}`);
  return (Number(figures[1]) + Number(figures[2])) * 1000;
}
