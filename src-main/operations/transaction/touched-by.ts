import { sqlTokens } from '../../../src-preload/contract/sql-text/index.ts';
import type { Driver } from '../../engine/types.ts';
import { firstWord } from './control-words.ts';
import { isOwnTrigger } from './log.ts';

/** What a statement will write, by the program that SQLite makes of it. */
export interface Touched {
  /** Tables of the file by name, each with what writes it: null the statement itself, else a trigger or a foreign key. */
  readonly tables: ReadonlyMap<string, string | null>;
  /** It changes the schema of the file. */
  readonly isSchema: boolean;
  /** Triggers of the file or actions of foreign keys may run. */
  readonly hasPrograms: boolean;
  /** It writes into tables of modules, which do not stand in the program by name. */
  readonly hasVirtual: boolean;
}

export const NOTHING_TOUCHED: Touched = {
  tables: new Map(),
  isSchema: false,
  hasPrograms: false,
  hasVirtual: false,
};

/** Statements that can write into tables. Others must not be explained: a PRAGMA would be run by that. */
const WRITING = new Set([
  'INSERT',
  'REPLACE',
  'UPDATE',
  'DELETE',
  'WITH',
  'CREATE',
  'DROP',
  'ALTER',
  'REINDEX',
  'ANALYZE',
]);
/** The number of the file among the databases of its connection; 1 is that of temporary tables. */
const MAIN = 0;
const SCHEMA_ROOT = 1;
/** What foreign keys do has no name of its own. */
export const BY_FOREIGN_KEY = 'foreign key';

/** Asks SQLite how it would run a statement, without running it. Nothing is touched by what it cannot prepare. */
export function touchedBy(driver: Driver, sql: string): Touched {
  if (!WRITING.has(firstWord(sql))) return NOTHING_TOUCHED;
  let program: readonly (readonly unknown[])[];
  try {
    const { text, parameters } = withBareParameters(sql);
    program = driver.allSync(`EXPLAIN ${text}`, new Array(parameters).fill(null)).rows;
  } catch {
    // Running it gives the same error, to whoever asked for it.
    return NOTHING_TOUCHED;
  }
  const roots = new Map<number, string | null>();
  let [isSchema, hasPrograms, hasVirtual] = [false, false, false];
  let programs = 0;
  let by: string | null = null;
  // addr, opcode, p1, p2, p3, p4
  for (const [, opcode, p1, p2, p3, p4] of program) {
    if (opcode === 'Init') {
      // The first program is the statement, those behind it are its triggers and the actions of foreign keys.
      by = programs === 0 ? null : triggerOf(p4);
      if (by !== null && !isOwnTrigger(by)) hasPrograms = true;
      programs += 1;
    } else if (opcode === 'VUpdate') hasVirtual = true;
    else if (opcode === 'OpenWrite' && p3 === MAIN) note(Number(p2));
    else if (opcode === 'Clear' && p2 === MAIN) note(Number(p1));
    else if (opcode === 'Destroy' || opcode === 'ParseSchema' || opcode === 'DropTable') isSchema = true;
  }
  function note(root: number): void {
    if (root === SCHEMA_ROOT) isSchema = true;
    else if (!roots.has(root) || by === null) roots.set(root, by);
  }
  const tables = roots.size === 0 ? new Map() : namesOf(driver, roots);
  return { tables, isSchema, hasPrograms, hasVirtual };
}

/** Every parameter as a `?` of its own: which value it has does not matter here. */
function withBareParameters(sql: string): { readonly text: string; readonly parameters: number } {
  let [text, end, parameters] = ['', 0, 0];
  for (const { kind, from, to } of sqlTokens(sql)) {
    if (kind !== 'parameter') continue;
    text += `${sql.slice(end, from)}?`;
    end = to;
    parameters += 1;
  }
  return { text: text + sql.slice(end), parameters };
}

function namesOf(driver: Driver, roots: ReadonlyMap<number, string | null>): Map<string, string | null> {
  const names = new Map<string, string | null>();
  const { rows } = driver.allSync('SELECT rootpage, tbl_name FROM main.sqlite_schema WHERE rootpage > 0');
  for (const [root, table] of rows) {
    const by = roots.get(Number(root));
    if (by === undefined) continue;
    const name = String(table);
    if (!names.has(name) || by === null) names.set(name, by);
  }
  return names;
}

function triggerOf(comment: unknown): string {
  const name = /^-- TRIGGER (.*)$/su.exec(String(comment ?? ''))?.[1];
  return name === undefined || name === '' ? BY_FOREIGN_KEY : name;
}
