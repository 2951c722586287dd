import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFile } from '../testing/temporary-folder.ts';
import { ConnectionManager } from './connection-manager.ts';
import { createLocalConnector } from './local-connector.ts';

const code = (expected: string) => expect.objectContaining({ code: expected });

function open() {
  const manager = new ConnectionManager({ connector: createLocalConnector() });
  onTestFinished(() => manager.closeAll());
  return manager;
}

describe('connections without a database', () => {
  test('shared ones are one connection, which ends with the last that is given back', async () => {
    const manager = open();
    const filename = temporaryFile();
    const one = await manager.getConnection({ filename }, true);
    const two = await manager.getConnection({ filename }, true);
    expect(one.id).not.toBe(two.id);
    await one.driver.exec('CREATE TABLE t (a)');
    await two.driver.transaction(async () => {
      await two.driver.exec('INSERT INTO t VALUES (?)', [1]);
    });
    await expect(
      one.driver.transaction(async () => {
        await one.driver.exec('INSERT INTO t VALUES (?)', [2]);
        throw new Error('undo');
      }),
    ).rejects.toThrow('undo');
    expect(await one.driver.query('SELECT a FROM t')).toEqual([{ a: 1 }]);
    expect(manager.getStats()).toMatchObject({ open: 1, dedicated: 0 });
    await manager.releaseConnection(one.id);
    await manager.releaseConnection(one.id);
    await expect(one.driver.query('SELECT 1')).rejects.toThrow(code('DB_CLOSED'));
    expect(await two.driver.query('SELECT a FROM t')).toEqual([{ a: 1 }]);
    await manager.releaseConnection(two.id);
    expect(manager.getStats()).toMatchObject({ open: 0 });
  });

  test('one of the caller alone is listed until it is given back', async () => {
    const manager = open();
    const connection = await manager.getConnection({ filename: temporaryFile() });
    expect(manager.getStats()).toMatchObject({ open: 0, dedicated: 1 });
    await manager.releaseConnection(connection.id);
    expect(manager.getStats()).toMatchObject({ dedicated: 0 });
    await expect(connection.driver.exec('SELECT 1')).rejects.toThrow(code('DB_CLOSED'));
  });

  test('what cannot be opened is told, and holds nothing', async () => {
    const manager = open();
    const filename = temporaryFile();
    await expect(manager.getConnection({ filename, mode: 'rw' }, true)).rejects.toThrow(code('CANTOPEN'));
    await expect(manager.getConnection({ filename, mode: 'rw' })).rejects.toThrow(code('CANTOPEN'));
    await expect(manager.getConnection({ file: filename } as object)).rejects.toThrow(code('CONFIG_INVALID'));
    await manager.releaseConnection('never there');
    expect(manager.getStats()).toMatchObject({ open: 0, dedicated: 0 });
  });
});
