import { browseParts } from './browse.ts';
import { consoleParts } from './console.ts';
import { editParts } from './edit.ts';
import { engineParts } from './engine.ts';
import { BENCH_USAGE, type BenchArguments, readArguments } from './harness/arguments.ts';
import { runPart } from './harness/part.ts';
import { type BenchReport, describeMachine, formatTable } from './harness/print.ts';
import { inspectorParts } from './inspector.ts';
import { startParts } from './start.ts';

/** `npm run bench`: measures, and prints a table or JSON. Exits with 0 when it could measure, whatever was met. */

const benches = {
  browse: browseParts,
  console: consoleParts,
  edit: editParts,
  inspector: inspectorParts,
  start: startParts,
  engine: engineParts,
} as const;
/** One part that hangs must not take the whole run with it. */
const PART_TIME_LIMIT = 240_000;
/** The whole run ends within ten minutes, on a busy machine with less measured. */
const TIME_LIMIT = 570_000;

// Ends by the way on which started processes are ended too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
process.exit(await main(process.argv.slice(2)));

async function main(args: readonly string[]): Promise<number> {
  let wanted: BenchArguments;
  try {
    wanted = readArguments(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${BENCH_USAGE}`);
    return 2;
  }
  const names = wanted.names.length === 0 ? Object.keys(benches) : wanted.names;
  let hasMeasured = false;
  for (const name of names) {
    if (!isBench(name)) {
      console.error(`There is no bench "${name}"; there are ${Object.keys(benches).join(', ')}.`);
      return 2;
    }
    const report = await runBench(name, wanted);
    console.log(wanted.isJson ? JSON.stringify(report) : formatTable(report));
    hasMeasured ||= report.results.some(({ measured }) => measured !== null);
  }
  return hasMeasured ? 0 : 1;
}

async function runBench(name: keyof typeof benches, wanted: BenchArguments): Promise<BenchReport> {
  const end = performance.now() + TIME_LIMIT;
  const results = [];
  for (const part of benches[name](wanted, tell)) {
    if (wanted.only.length > 0 && !wanted.only.some((piece) => part.name.includes(piece))) continue;
    const started = performance.now();
    const found = await runPart(part, Math.min(PART_TIME_LIMIT, Math.max(1_000, end - started)));
    results.push(...found);
    tell(`${part.name}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
    // Told at once: a run that is stopped has still said something.
    for (const { name, measured, unit, note } of found) {
      tell(`  ${name}: ${measured ?? note} ${measured === null ? '' : unit}`);
    }
  }
  return { bench: name, machine: describeMachine(), results };
}

function isBench(name: string): name is keyof typeof benches {
  return Object.hasOwn(benches, name);
}

/** stdout belongs to the report. */
function tell(line: string): void {
  console.error(line);
}
