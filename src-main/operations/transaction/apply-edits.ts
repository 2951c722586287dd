import { DatabaseError } from '../../engine/index.ts';
import type { Driver, Operation, OperationContext } from '../../engine/types.ts';
import { commitEdits } from '../commit/commit-edits.ts';
import type { CommitCall } from '../commit/commit-input.ts';
import { unpackChanges } from '../commit/packed-changes.ts';
import { touchedTables } from '../commit/touched-tables.ts';
import { brokenReferences, childTables } from '../commit/without-triggers.ts';
import { captureOf } from './operations.ts';

/**
 * Like `commitEdits`, inside of the open transaction: what would be its own transaction is a savepoint, so that all of the
 * rows are written or none.
 */
export const applyEdits: Operation = ({ driver }: OperationContext, input) => {
  const { tables, changes } = input as CommitCall;
  const { names, hasVirtual } = touchedTables(driver, tables, unpackChanges(changes));
  const touched = new Map(names.map((name) => [name, null] as const));
  captureOf(driver).prepareTouched({ tables: touched, isSchema: false, hasPrograms: true, hasVirtual }, '');
  const own = tables.map(({ name }) => name);
  return commitEdits({ driver: nested(driver, childTables(driver, own)) }, input);
};

/** A driver that takes BEGIN, COMMIT and ROLLBACK for those of a savepoint. */
function nested(driver: Driver, referring: readonly string[]): Driver {
  let isOpen = false;
  const broken = brokenReferences(driver, referring);
  const [deferred] = driver.allSync('PRAGMA defer_foreign_keys').rows;
  const end = (sql: string) => {
    driver.execSync(sql);
    driver.execSync(`PRAGMA defer_foreign_keys = ${Number(deferred?.[0] ?? 0)}`);
    isOpen = false;
  };
  const execSync: Driver['execSync'] = (sql, params) => {
    switch (sql) {
      case 'BEGIN IMMEDIATE':
        driver.execSync('SAVEPOINT cairn_apply');
        isOpen = true;
        return;
      case 'COMMIT':
        if (brokenReferences(driver, referring) > broken)
          throw new DatabaseError('CONSTRAINT_FOREIGN_KEY', 'FOREIGN KEY constraint failed');
        return end('RELEASE cairn_apply');
      case 'ROLLBACK':
        return end('ROLLBACK TO cairn_apply; RELEASE cairn_apply');
      default:
        return driver.execSync(sql, params);
    }
  };
  return new Proxy(driver, {
    get(target, name) {
      if (name === 'execSync') return execSync;
      if (name === 'hasTransaction') return isOpen;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
