import { quoteIdentifier } from '../../engine/index.ts';
import type { Driver } from '../../engine/types.ts';
import type { CommitChange, CommitTable } from './commit-input.ts';
import { tableSql } from './row-sql.ts';

/** The number of the file among the databases of its connection. */
const MAIN = 0;

/** Which tables the statements of a commit write, those of triggers and of actions of foreign keys included. */
export interface TouchedTables {
  /** A trigger or an action of a foreign key runs. */
  readonly hasPrograms: boolean;
  readonly names: readonly string[];
  /** Tables of modules, which tell nobody what they write. */
  readonly hasVirtual: boolean;
}

/** Asks SQLite how it would run the statements of these changes, without running them. */
export function touchedTables(
  driver: Driver,
  tables: readonly CommitTable[],
  changes: readonly CommitChange[],
): TouchedTables {
  const roots = new Set<number>();
  let [hasPrograms, hasVirtual] = [false, false];
  for (const sql of representatives(tables, changes)) {
    // addr, opcode, p1, p2, p3
    for (const [, opcode, p1, p2, p3] of driver.allSync(`EXPLAIN ${sql}`).rows) {
      if (opcode === 'Program') hasPrograms = true;
      else if (opcode === 'VUpdate') hasVirtual = true;
      else if (opcode === 'OpenWrite' && p3 === MAIN) roots.add(Number(p2));
      else if (opcode === 'Clear' && p2 === MAIN) roots.add(Number(p1));
    }
  }
  const { rows } = driver.allSync(
    'SELECT DISTINCT rootpage, tbl_name FROM main.sqlite_schema WHERE rootpage > 0',
  );
  const names = new Set(rows.filter(([root]) => roots.has(Number(root))).map(([, name]) => String(name)));
  names.delete('sqlite_sequence');
  return { hasPrograms, hasVirtual, names: [...names] };
}

/** One statement for each table and kind, with all columns that are edited. */
function representatives(tables: readonly CommitTable[], changes: readonly CommitChange[]): string[] {
  const edited = new Map<string, Set<string>>();
  for (const { table, kind, columns } of changes) {
    const id = `${kind} ${table}`;
    const names = edited.get(id) ?? new Set<string>();
    edited.set(id, names);
    for (const { name } of columns) names.add(name);
  }
  return [...edited].flatMap(([id, names]) => {
    const [kind, at] = id.split(' ');
    const table = tables[Number(at)];
    if (table === undefined) return [];
    const where = table.keys.map(({ sql }) => `${sql} = 1`).join(' AND ');
    if (kind === 'delete') return [`DELETE FROM ${tableSql(table)} WHERE ${where}`];
    if (kind === 'insert') return [`INSERT INTO ${tableSql(table)} DEFAULT VALUES`];
    const own = new Set([...names, ...followers(table)]);
    const sets = [...own].map((name) => `${quoteIdentifier(name)} = 1`).join(', ');
    return [`UPDATE ${tableSql(table)} SET ${sets} WHERE ${where}`];
  });
}

/** Any column of a collection may follow its document. */
function followers(table: CommitTable): readonly string[] {
  return table.collection === null ? [] : [...table.columns.keys()];
}
