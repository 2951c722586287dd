import { randomBytes } from 'node:crypto';
import { DatabaseError } from '../../engine/index.ts';
import type { Driver } from '../../engine/types.ts';
import type { SqlPart } from '../sql/sql-part.ts';
import type { CommitTable } from './commit-input.ts';
import type { Resolved } from './resolve.ts';
import { keyCondition, updateSql } from './row-sql.ts';

/** An update that waits for a value that another waiting one still has. */
export interface ParkedUpdate {
  readonly table: CommitTable;
  readonly resolved: Extract<Resolved, { kind: 'update' }>;
}

/**
 * Gives unique columns of rows that want each other's values others for the moment, so that they can be written one after
 * the other. False: a constraint is against it, and nothing was changed.
 */
export function parkValues(driver: Driver, updates: readonly ParkedUpdate[]): boolean {
  driver.execSync('SAVEPOINT cairn_park');
  try {
    for (const { table, resolved } of updates) {
      const keys = new Set(table.keys.map(({ name }) => name));
      const unique = new Set(table.uniqueKeys.flat());
      const sets = resolved.columns
        .filter(({ name, document }) => unique.has(name) && !keys.has(name) && document === null)
        .map(({ name, value }) => ({ column: name, value: placeholder(value) }));
      if (sets.length === 0) continue;
      const { sql, params } = updateSql(table, sets, keyCondition(table, resolved.row.key));
      driver.runSync(sql, params);
    }
    driver.execSync('RELEASE cairn_park');
    return true;
  } catch (error) {
    if (!(error instanceof DatabaseError) || !error.code.startsWith('CONSTRAINT')) throw error;
    if (driver.hasTransaction) driver.execSync('ROLLBACK TO cairn_park; RELEASE cairn_park');
    return false;
  }
}

/** A value of the same type that no row has. */
function placeholder(value: unknown): SqlPart {
  const random = randomBytes(8);
  if (typeof value === 'bigint') return { sql: '?', params: [-(random.readBigUInt64BE() >> 2n)] };
  if (typeof value === 'string') return { sql: '?', params: [`cairn-${random.toString('hex')}`] };
  return { sql: '?', params: [random] };
}
