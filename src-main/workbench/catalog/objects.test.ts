import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectProcesses } from '../../engine/connections/testing/test-processes.ts';
import { ConnectionManager } from '../../engine/index.ts';
import type { Connection } from '../../engine/types.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../files/testing/temporary-folder.ts';
import { listObjects } from './objects.ts';

let folder: TemporaryFolder;
let manager: ConnectionManager;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
  manager = new ConnectionManager({ connector: connectProcesses().connector });
});
afterEach(async () => {
  await manager.closeAll();
  await folder[Symbol.asyncDispose]();
});

/** A file as an extension such as SpatiaLite leaves it: virtual tables of modules that are not in this SQLite. */
function makeForeign(path: string, tables: readonly (readonly [name: string, module: string])[]): string {
  const db = new Database(path);
  try {
    db.exec(`
      CREATE TABLE spatial_ref_sys (srid INTEGER PRIMARY KEY, name TEXT);
      CREATE TABLE places (id INTEGER PRIMARY KEY, name TEXT, geometry BLOB);
      CREATE VIRTUAL TABLE idx_places_geometry USING rtree(pkid, xmin, xmax, ymin, ymax);
      CREATE VIEW named AS SELECT name FROM places;`);
    db.unsafeMode(true);
    db.pragma('writable_schema = ON');
    const add = db.prepare("INSERT INTO sqlite_schema VALUES ('table', ?, ?, 0, ?)");
    for (const [name, module] of tables) {
      add.run(name, name, `CREATE VIRTUAL TABLE ${name} USING ${module}()`);
    }
    db.pragma('writable_schema = OFF');
  } finally {
    db.close();
  }
  return path;
}

/** The names of what is marked, over a connection whose answers take `latency` milliseconds longer. */
async function unreadableOf(path: string, latency = 0): Promise<readonly string[]> {
  const target = {
    file: path,
    driver: 'better-sqlite3',
    options: { filename: path, readonly: true },
  } as const;
  using lease = await manager.lease(target, 'reader', { holder: 'objects.test' });
  const { connection } = lease;
  const far = new Proxy(connection, {
    get: (to, name) => {
      if (name !== 'query') return Reflect.get(to, name);
      return async (...call: Parameters<Connection['query']>) => {
        await delay(latency);
        return to.query(...call);
      };
    },
  });
  const { objects } = await listObjects(far);
  return objects.filter(({ error }) => error?.code === 'OBJECT_UNREADABLE').map(({ name }) => name);
}

test('every virtual table of a missing module is marked, and nothing else', async () => {
  const path = makeForeign(folder.at('places.sqlite'), [
    ['SpatialIndex', 'VirtualSpatialIndex'],
    ['ElementaryGeometries', 'VirtualElementary'],
    ['KNN2', 'VirtualKNN2'],
    ['data_one', 'VirtualShape'],
    ['data_two', 'VirtualShape'],
  ]);
  const unreadable = ['data_one', 'data_two', 'ElementaryGeometries', 'KNN2', 'SpatialIndex'];
  expect(await unreadableOf(path)).toEqual(unreadable);
});

test('on a busy machine many unreadable tables are all marked', async () => {
  const names = Array.from({ length: 30 }, (_, index) => `far_${index}`);
  const path = makeForeign(
    folder.at('far.sqlite'),
    names.map((name) => [name, 'VirtualShape']),
  );
  expect(await unreadableOf(path, 20)).toEqual(names);
});
