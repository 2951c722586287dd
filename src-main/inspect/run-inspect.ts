import { parseArgs } from 'node:util';
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
  const parsed = parse(args);
  if (typeof parsed === 'string') {
    process.stderr.write(`${parsed}\n\n${USAGE}`);
    return 2;
  }
  if (parsed === null) {
    process.stdout.write(USAGE);
    return 0;
  }
  const report = await inspectFile(parsed.path, { counts: parsed.counts });
  if (parsed.json) await print(process.stdout, `${JSON.stringify(report, null, 2)}\n`);
  else await print(report.ok ? process.stdout : process.stderr, inspectText(report));
  return report.ok ? 0 : 1;
}

interface Parsed {
  readonly path: string;
  readonly json: boolean;
  readonly counts: boolean;
}

/** The arguments, what is wrong with them, or null where help is asked for. */
function parse(args: readonly string[]): Parsed | string | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        counts: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return null;
    const [path, ...more] = positionals;
    if (path === undefined || path === '') return 'No file is named.';
    if (more.length > 0) return 'Only one file can be inspected at a time.';
    return { path, json: values.json, counts: values.counts };
  } catch (error) {
    return error instanceof Error ? error.message : 'The arguments cannot be understood.';
  }
}

/** Resolves when the text has left, so that the process may end at once. */
function print(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    stream.write(text, () => resolve());
  });
}
