import { expect, test } from 'vitest';
import { collect } from '../testing/collect.ts';
import { anyDriver, openForTest } from '../testing/each-driver.ts';
import { LocalConnection } from './local-connection.ts';
import { testOperations } from './testing/test-operations.ts';

const code = (expected: string) => expect.objectContaining({ code: expected });

function open() {
  const driver = openForTest(anyDriver);
  driver.execSync('CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)');
  return new LocalConnection(driver, 'writer', testOperations);
}

test('answers like a connection in another process', async () => {
  const connection = open();
  expect(connection.pid).toBe(process.pid);
  expect(await connection.query('SELECT ? AS a', [1])).toEqual({ columns: ['a'], rows: [[1]] });
  expect(await connection.call('countRows', 't')).toBe(3);
  expect(await collect(connection.callStream('numbers', 3))).toEqual([1, 2, 3]);
  expect(await collect(connection.callStream('asynchronous', null))).toEqual([1, 2]);
  expect(await collect(connection.stream('SELECT a FROM t', [], { chunkRows: 2 }))).toEqual([
    { columns: ['a'], rows: [[1], [2]] },
    { columns: ['a'], rows: [[3]] },
  ]);
  await expect(connection.call('refuse', null)).rejects.toThrow(code('TEST_REFUSED'));
  await expect(connection.call('toString', null)).rejects.toThrow(code('OPERATION_UNKNOWN'));
});

test('an abort is heard before a call and between the steps of a stream', async () => {
  const connection = open();
  const signal = AbortSignal.abort();
  await expect(connection.exec('DELETE FROM t', [], { signal })).rejects.toThrow(code('CANCELLED'));
  const stop = new AbortController();
  setImmediate(() => stop.abort());
  await expect(collect(connection.callStream('breathe', null, { signal: stop.signal }))).rejects.toThrow(
    code('CANCELLED'),
  );
  expect(await connection.call('countRows', 't')).toBe(3);
});

test('leaving the loop ends the statement', async () => {
  const connection = open();
  for await (const _chunk of connection.stream('SELECT a FROM t', [], { chunkRows: 1 })) break;
  await connection.exec('DROP TABLE t');
});
