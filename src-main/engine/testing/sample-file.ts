import { openDriver } from '../drivers/open-driver.ts';
import { anyDriver } from './each-driver.ts';
import { temporaryFile } from './temporary-folder.ts';

/** A database file with a table `t (a)` that has the numbers 1 to `rows`. */
export function sampleFile(rows = 3): string {
  const filename = temporaryFile();
  const driver = openDriver(anyDriver, { filename });
  driver.execSync('CREATE TABLE t (a)');
  driver.execSync(
    'WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) INSERT INTO t SELECT x FROM c LIMIT ?',
    [rows],
  );
  driver.closeSync();
  return filename;
}

/** A statement that never ends by itself. */
export const RUNAWAY =
  'WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT COUNT(*) FROM c';
