import { sqlTokens } from './tokens.ts';

/** A parameter of a statement, where it stands first. */
export interface SqlParameter {
  /** With its sign: `:name`, `@a`, `$b::c`, `?3`; a bare `?` has the number that SQLite gives it. */
  readonly name: string;
  /** By which its value is bound. */
  readonly number: number;
  /** It has no name for SQLite: it is written as a bare `?` only. */
  readonly isBare: boolean;
  readonly from: number;
  readonly to: number;
}

/** The parameters of a statement by their number, each once (https://sqlite.org/lang_expr.html#varparam). */
export function parametersOf(sql: string): readonly SqlParameter[] {
  const byName = new Map<string, SqlParameter>();
  const byNumber = new Map<number, SqlParameter>();
  let last = 0;
  for (const { kind, from, to } of sqlTokens(sql)) {
    if (kind !== 'parameter') continue;
    const written = sql.slice(from, to);
    const isBare = written === '?';
    const name = isBare ? `?${last + 1}` : written.replace(/^\?0+(?=\d)/, '?');
    const number = name.startsWith('?') ? Number(name.slice(1)) : (byName.get(name)?.number ?? last + 1);
    const known = byNumber.get(number);
    const parameter = known ?? { name, number, isBare, from, to };
    byNumber.set(number, { ...parameter, isBare: parameter.isBare && isBare });
    if (known === undefined) byName.set(name, parameter);
    last = Math.max(last, number);
  }
  return [...byNumber.values()].sort((a, b) => a.number - b.number);
}
