import { once } from 'node:events';
import { OperationError } from '../engine/index.ts';
import { BridgeError } from '../workbench/bridge-error.ts';
import { parseQueryArguments } from './query-arguments.ts';
import { queryFile } from './query-file.ts';

const USAGE = `Usage: cairn query FILE SQL [--csv|--json|--ndjson|--markdown|--sql] [--param NAME=VALUE] [--write]

  Runs one statement and prints its rows, by default with tabs between the values.

  --csv --json --ndjson --markdown --sql   print them in this form
  --no-header                              print no line with the names of the columns
  --param NAME=VALUE                       the value of a parameter, such as :name or ?1; may be given several times.
                                           Numbers, null and x'00ff' are what they look like; 'quotes' make text.
  --write                                  let the statement write: it is committed when it has worked as a whole
`;

/**
 * Runs `cairn query` with the arguments after that word. Gives the exit code: 0 if the statement ran, 1 if the file or the
 * statement does not allow it, 2 for arguments that cannot be understood.
 */
export async function runQuery(args: readonly string[]): Promise<number> {
  const parsed = parseQueryArguments(args);
  if (typeof parsed === 'string') {
    process.stderr.write(`${parsed}\n\n${USAGE}`);
    return 2;
  }
  if (parsed === null) {
    process.stdout.write(USAGE);
    return 0;
  }
  const isGone = { value: false };
  process.stdout.on('error', () => {
    isGone.value = true;
  });
  try {
    const changes = await queryFile(parsed, (text) => print(text, isGone));
    if (changes !== null) process.stderr.write(`${changes} ${changes === 1 ? 'row' : 'rows'} changed.\n`);
    return 0;
  } catch (error) {
    // Such as `| head`: who reads has had enough.
    if (isGone.value) return 0;
    process.stderr.write(`${messageOf(error, parsed.sql)}\n`);
    return 1;
  }
}

async function print(text: string, isGone: { readonly value: boolean }): Promise<void> {
  // `once` rejects as soon as there is an error, which is told below.
  if (!process.stdout.write(text)) await once(process.stdout, 'drain').catch(() => {});
  if (isGone.value) throw new Error('The output is closed.');
}

/** The message with the place in the statement, the name that may be meant, and what to do. */
function messageOf(error: unknown, sql: string): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof BridgeError) return [message, error.hint].filter(Boolean).join(' ');
  if (!(error instanceof OperationError)) return message;
  const { offset, nearest } = (error.details ?? {}) as { offset?: number | null; nearest?: string | null };
  const lines = typeof offset === 'number' ? sql.slice(0, offset).split('\n') : [];
  const place =
    lines.length === 0 ? '' : ` (line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1})`;
  return `${message}${place}${typeof nearest === 'string' ? `. Did you mean ${nearest}?` : ''}`;
}
