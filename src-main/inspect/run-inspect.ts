import { oneFileArguments } from '../one-file-arguments.ts';
import { printText } from '../print-text.ts';
import { inspectFile } from './inspect-file.ts';
import { inspectText } from './inspect-text.ts';

const USAGE = `Usage: cairn inspect FILE [--json] [--counts]

  --json     print the report as one JSON object
  --counts   count the rows of each table and view, which may read the whole file
`;

/**
 * Runs `cairn inspect` with the arguments after that word. Gives the exit code: 0 if the file was opened, 1 if not (the
 * report is printed all the same), 2 for arguments that cannot be understood.
 */
export async function runInspect(args: readonly string[]): Promise<number> {
  const parsed = oneFileArguments(args, ['json', 'counts'], 'inspected');
  if (typeof parsed === 'string') {
    process.stderr.write(`${parsed}\n\n${USAGE}`);
    return 2;
  }
  if (parsed === null) {
    process.stdout.write(USAGE);
    return 0;
  }
  const report = await inspectFile(parsed.path, { counts: parsed.flags.has('counts') });
  if (parsed.flags.has('json')) await printText(process.stdout, `${JSON.stringify(report, null, 2)}\n`);
  else await printText(report.ok ? process.stdout : process.stderr, inspectText(report));
  return report.ok ? 0 : 1;
}
