import { parseArgs } from 'node:util';
import type { CopyFormat } from '../../src-preload/contract/index.ts';
import type { QueryParameter } from '../../src-preload/contract/queries.ts';
import { parametersOf } from '../../src-preload/contract/sql-text/index.ts';

/** What `cairn query` was asked for. */
export interface QueryArguments {
  readonly path: string;
  readonly sql: string;
  readonly format: CopyFormat;
  readonly withHeader: boolean;
  readonly mayWrite: boolean;
  readonly parameters: readonly QueryParameter[];
}

const FORMATS = ['csv', 'json', 'ndjson', 'markdown', 'sql'] as const;

/** The arguments, what is wrong with them, or null where help is asked for. */
export function parseQueryArguments(args: readonly string[]): QueryArguments | string | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        csv: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        ndjson: { type: 'boolean', default: false },
        markdown: { type: 'boolean', default: false },
        sql: { type: 'boolean', default: false },
        param: { type: 'string', multiple: true, default: [] },
        write: { type: 'boolean', default: false },
        'no-header': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return null;
    const [path, sql, ...more] = positionals;
    if (path === undefined || path === '') return 'No file is named.';
    if (sql === undefined) return 'No statement is given.';
    if (more.length > 0) return 'Only one statement is run at a time; put it into quotes.';
    const formats = FORMATS.filter((format) => values[format]);
    if (formats.length > 1)
      return `Only one of ${formats.map((format) => `--${format}`).join(', ')} can be meant.`;
    const parameters = namedValues(sql, values.param);
    if (typeof parameters === 'string') return parameters;
    return {
      path,
      sql,
      format: formats[0] ?? 'tsv',
      withHeader: !values['no-header'],
      mayWrite: values.write,
      parameters,
    };
  } catch (error) {
    return error instanceof Error ? error.message : 'The arguments cannot be understood.';
  }
}

/** `name=value` for parameters of a statement, with or without the sign of the name; or what is wrong with one. */
function namedValues(sql: string, given: readonly string[]): readonly QueryParameter[] | string {
  const known = parametersOf(sql).map(({ name }) => name);
  const parameters: QueryParameter[] = [];
  for (const text of given) {
    const at = text.indexOf('=');
    if (at <= 0) return `--param ${text} has no value; write --param name=value.`;
    const name = text.slice(0, at);
    const meant = known.filter((one) => one === name || one.slice(1) === name);
    if (meant.length === 0)
      return `The statement has no parameter ${name}${known.length > 0 ? `; it has ${known.join(', ')}` : ''}.`;
    const value = valueIn(text.slice(at + 1));
    for (const one of meant) parameters.push({ name: one, value });
  }
  return parameters;
}

/** Numbers, `null` and `x'00ff'` are what they look like; anything else, and what stands in single quotes, is text. */
function valueIn(text: string): QueryParameter['value'] {
  if (/^null$/i.test(text)) return null;
  if (/^-?(?:0|[1-9]\d*)$/.test(text)) return BigInt(text);
  if (/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) && /[.e]/i.test(text)) return [1, Number(text)];
  const bytes = /^x'((?:[0-9a-f]{2})*)'$/i.exec(text)?.[1];
  if (bytes !== undefined) return new Uint8Array(Buffer.from(bytes, 'hex'));
  return /^'[\s\S]*'$/.test(text) ? text.slice(1, -1).replaceAll("''", "'") : text;
}
