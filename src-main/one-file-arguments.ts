import { parseArgs } from 'node:util';

/** What a command about one file was asked for. */
export interface OneFileArguments<F extends string> {
  readonly path: string;
  readonly flags: ReadonlySet<F>;
}

/**
 * Reads the arguments of a command about one file, such as `FILE --json`: what is wrong with them as a sentence, or null
 * where help is asked for. `done` is what happens to the file, such as "inspected".
 */
export function oneFileArguments<F extends string>(
  args: readonly string[],
  flags: readonly F[],
  done: string,
): OneFileArguments<F> | string | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...Object.fromEntries(flags.map((flag) => [flag, { type: 'boolean', default: false } as const])),
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help === true) return null;
    const [path, ...more] = positionals;
    if (path === undefined || path === '') return 'No file is named.';
    if (more.length > 0) return `Only one file can be ${done} at a time.`;
    return { path, flags: new Set(flags.filter((flag) => values[flag as keyof typeof values] === true)) };
  } catch (error) {
    return error instanceof Error ? error.message : 'The arguments cannot be understood.';
  }
}
