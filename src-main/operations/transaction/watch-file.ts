import { openDriver } from '../../engine/index.ts';
import type { Driver, Operation } from '../../engine/types.ts';

/** Other connections to the same files, that see what anybody commits. */
const watchers = new WeakMap<Driver, Driver>();

/** Opens another connection to the file of this one, and gives the version of the data that it sees. */
export const watchFile: Operation = ({ driver }): unknown => {
  const [file] = driver.allSync("SELECT file FROM pragma_database_list WHERE name = 'main'").rows;
  const watcher = openDriver(driver.name, { filename: String(file?.[0]), readonly: true, mustExist: true });
  watchers.set(driver, watcher);
  return versionOf(watcher);
};

/** Gives the version that it sees now, and closes it. */
export const unwatchFile: Operation = ({ driver }): unknown => {
  const watcher = watchers.get(driver);
  watchers.delete(driver);
  try {
    return watcher === undefined ? null : versionOf(watcher);
  } finally {
    watcher?.closeSync();
  }
};

function versionOf(driver: Driver): unknown {
  driver.allSync('SELECT count(*) FROM main.sqlite_schema');
  return driver.allSync('PRAGMA main.data_version').rows[0]?.[0];
}
