import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { Database } from '../database.ts';
import { sampleFile } from '../testing/sample-file.ts';
import { temporaryFile } from '../testing/temporary-folder.ts';
import { ConnectionManager } from './connection-manager.ts';
import { framesOf } from './lease-site.ts';
import { createLocalConnector } from './local-connector.ts';
import { targetOf } from './testing/test-processes.ts';

/** Code of somebody who uses the engine: a file outside of its folder. */
const CARELESS = `
export async function leakOnPurpose(manager, target) {
  const lease = await manager.lease(target, 'reader', { holder: 'a report' });
  return lease.connection.id;
}

export async function holdForLong(db, until) {
  await db.transaction(async () => {
    await db.query('SELECT 1');
    await until();
  });
}
`;

interface Careless {
  leakOnPurpose(manager: ConnectionManager, target: ReturnType<typeof targetOf>): Promise<string>;
  holdForLong(db: Database, until: () => Promise<void>): Promise<void>;
}

async function careless(): Promise<{ readonly file: string; readonly code: Careless }> {
  const file = temporaryFile('careless.mjs');
  writeFileSync(file, CARELESS);
  return { file, code: (await import(pathToFileURL(file).href)) as Careless };
}

function manage(): ConnectionManager {
  const manager = new ConnectionManager({ connector: createLocalConnector() });
  onTestFinished(() => manager.closeAll());
  return manager;
}

test('a connection that is leaked is named with its holder and the line that took it', async () => {
  const manager = manage();
  const { file, code } = await careless();
  const target = targetOf(sampleFile());
  const id = await code.leakOnPurpose(manager, target);
  const [leaked] = manager.getStats(target.file).connections;
  expect(leaked).toMatchObject({ id, state: 'leased', holder: 'a report' });
  expect(leaked?.takenIn[0]).toEqual({
    caller: 'leakOnPurpose',
    file: expect.stringContaining(file),
    line: 3,
  });

  // Given back, it was taken by nobody.
  const lease = await manager.lease(target, 'writer', { holder: 'a writer' });
  lease.release();
  const writer = manager.getStats(target.file).connections.find(({ role }) => role === 'writer');
  expect(writer).toMatchObject({ takenIn: [], holder: null });
});

test('a transaction of a database is named with the code that began it, one call is not', async () => {
  const manager = manage();
  const { file, code } = await careless();
  const db = new Database(
    { filename: temporaryFile(), sharedConnection: true },
    { connectionManager: manager },
  );
  onTestFinished(() => db.close());
  let seen: unknown;
  await code.holdForLong(db, async () => {
    seen = manager.getStats().connections.find(({ state }) => state === 'leased')?.takenIn[0];
  });
  expect(seen).toMatchObject({ caller: 'holdForLong', file: expect.stringContaining(file), line: 8 });
});

test('frames are those of users, whatever their stack looks like', () => {
  const stack = [
    'Error',
    '    at ConnectionManager.lease (file:///app/engine/connections/connection-manager.ts:10:3)',
    '    at async Database.transaction (/app/engine/database.ts:40:11)',
    '    at new Report (file:///app/reports/report.ts:31:7)',
    '    at async file:///app/main.ts:2:1',
    '    at process.processTicksAndRejections (node:internal/process/task_queues:104:5)',
    '    at async Promise.all (index 0)',
  ].join('\n');
  const users = [
    { caller: 'new Report', file: 'file:///app/reports/report.ts', line: 31 },
    { caller: null, file: 'file:///app/main.ts', line: 2 },
  ];
  expect(framesOf(stack, 'file:///app/engine/')).toEqual(users);
  expect(framesOf(stack, null)).toHaveLength(4);
  expect(framesOf('', null)).toEqual([]);
});
