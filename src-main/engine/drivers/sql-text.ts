import { DatabaseError } from '../errors.ts';
import type { StatementParameter } from '../types.ts';

/** The parameters of a statement, numbered as SQLite does it. */
export interface SqlParameters {
  readonly count: number;
  /** Places that are written with their number, as `?2`. */
  readonly numbered: ReadonlySet<number>;
  /** Names with their sign, by their place. */
  readonly named: ReadonlyMap<number, string>;
}

const NO_PARAMETERS: SqlParameters = { count: 0, numbered: new Set(), named: new Map() };

/** Comments, strings, quoted names, plain names, numbers, and parameters: what may hide or be a parameter. */
const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'[^']*(?:''[^']*)*'|"[^"]*(?:""[^"]*)*"|`[^`]*(?:``[^`]*)*`|\[[^\]]*\]|[\w$\u0080-\uffff]+|\?\d*|[:@#][\w$\u0080-\uffff]+/g;

const TOKEN_OR_END = new RegExp(`;|${TOKEN.source}`, 'g');

/**
 * Finds the parameters of a statement. Throws BIND_COUNT for a parameter with a name: values are given by place.
 * (No native module tells them all, and node:sqlite takes NULL for values that are missing.)
 */
export function parametersOf(sql: string): SqlParameters {
  if (!/[?:@$#]/.test(sql)) return NO_PARAMETERS;
  let count = 0;
  const numbered = new Set<number>();
  for (const [token] of sql.matchAll(TOKEN)) {
    if (/^[:@$#]/.test(token)) {
      throw new DatabaseError(
        'BIND_COUNT',
        `The parameter ${token} has a name; write ? or ?1 instead. Nothing was run.`,
      );
    }
    if (!token.startsWith('?')) continue;
    const place = token === '?' ? count + 1 : Number(token.slice(1));
    if (token !== '?') numbered.add(place);
    count = Math.max(count, place);
  }
  return { count, numbered, named: NO_PARAMETERS.named };
}

/** The same of a statement whose parameters were found already. */
export function knownParameters(parameters: readonly StatementParameter[]): SqlParameters {
  const hasName = ({ name }: StatementParameter) => !name.startsWith('?');
  return {
    count: Math.max(0, ...parameters.map(({ number }) => number)),
    numbered: new Set(
      parameters.filter((one) => !hasName(one) && one.name !== '?').map(({ number }) => number),
    ),
    named: new Map(parameters.filter(hasName).map(({ number, name }) => [number, name])),
  };
}

/** Throws BIND_COUNT unless there is one value for each parameter. */
export function assertValueCount({ count }: SqlParameters, values: number): void {
  if (count === values) return;
  throw new DatabaseError(
    'BIND_COUNT',
    `The statement has ${count} parameters and got ${values} values. Nothing was run.`,
  );
}

/** Whether a text has anything but white space, comments and semicolons. */
export function hasStatement(text: string): boolean {
  return /[^\s;]/.test(withoutComments(text));
}

/** The word that a statement begins with, in lower case. */
export function firstWordOf(sql: string): string | undefined {
  return /\w+/.exec(withoutComments(sql))?.[0].toLowerCase();
}

function withoutComments(text: string): string {
  return text.replace(/--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, ' ');
}

/** What stands behind the first statement of a text that is no trigger. */
export function restOfText(sql: string): string {
  for (const { 0: token, index } of sql.matchAll(TOKEN_OR_END)) {
    if (token === ';' && hasStatement(sql.slice(0, index))) return sql.slice(index + 1);
  }
  return '';
}

/** SQL_ERROR for a text without a statement, SEVERAL_STATEMENTS for one with more than one. */
export function assertOneStatement(first: string, rest: string): void {
  if (!hasStatement(first)) {
    throw new DatabaseError('SQL_ERROR', 'The text has no statement. Nothing was run.');
  }
  if (!hasStatement(rest)) return;
  throw new DatabaseError(
    'SEVERAL_STATEMENTS',
    'The text has several statements where one was expected. Nothing was run: run them one by one, or as a script without parameters.',
  );
}
