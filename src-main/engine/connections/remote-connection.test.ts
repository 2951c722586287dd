import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { collect } from '../testing/collect.ts';
import { testedDrivers } from '../testing/each-driver.ts';
import { RUNAWAY, sampleFile } from '../testing/sample-file.ts';
import { connectProcesses, isRunning, targetOf } from './testing/test-processes.ts';

const code = (expected: string) => expect.objectContaining({ code: expected });

async function open(role: 'reader' | 'writer' = 'reader', killAfter?: number) {
  const { connector, processes } = connectProcesses(killAfter === undefined ? {} : { killAfter });
  const result = await connector.connect(targetOf(sampleFile()), role);
  const [process] = processes;
  if (process === undefined) throw new Error('No process was forked.');
  return { result, process, connection: result.connection };
}

describe('a connection in a process of its own', () => {
  test.each(testedDrivers)('gives values as they are, by %s', async (driver) => {
    const { connector } = connectProcesses();
    const { connection } = await connector.connect(targetOf(sampleFile(), driver), 'reader');
    const values = [
      1,
      1.5,
      -0,
      2n ** 63n - 1n,
      'a\0b',
      null,
      Number.POSITIVE_INFINITY,
      new Uint8Array([0, 255]),
    ];
    const sql = `SELECT ${values.map(() => '?').join(', ')}, 5 AS "__proto__", 6 AS "__proto__"`;
    const { columns, rows } = await connection.query(sql, values);
    expect(columns.slice(-2)).toEqual(['__proto__', '__proto__']);
    expect(rows).toEqual([[...values, 5, 6]]);
    expect(Object.getPrototypeOf(rows[0]?.[7])).toBe(Uint8Array.prototype);
  });

  test('runs in another process, which ends in order', async () => {
    const { connection, process: child, result } = await open();
    expect(connection.pid).toBe(child.pid);
    expect(connection.pid).not.toBe(process.pid);
    await result.close();
    await result.closed;
    expect(isRunning(child.pid)).toBe(false);
    await expect(connection.query('SELECT 1')).rejects.toThrow(code('CONNECTION_GONE'));
  });

  test('readers cannot write, the writer can', async () => {
    const reader = await open('reader');
    await expect(reader.connection.exec('DELETE FROM t')).rejects.toThrow(code('READONLY'));
    const writer = await open('writer');
    await writer.connection.exec('DELETE FROM t WHERE a = ?', [1]);
    expect((await writer.connection.query('SELECT COUNT(*) FROM t')).rows).toEqual([[2]]);
  });

  test('readers map the file into memory, the writer does not', async () => {
    const mapped = async (role: 'reader' | 'writer') =>
      Number((await (await open(role)).connection.query('PRAGMA mmap_size')).rows[0]?.[0]);
    expect(await mapped('reader')).toBeGreaterThan(0);
    expect(await mapped('writer')).toBe(0);
  });

  test('errors keep their codes', async () => {
    const { connection } = await open();
    await expect(connection.query('SELECT * FROM missing')).rejects.toThrow(
      expect.objectContaining({ name: 'DatabaseError', code: 'SQL_ERROR', sqliteCode: 'SQLITE_ERROR' }),
    );
    await expect(connection.call('refuse', null)).rejects.toThrow(
      expect.objectContaining({ name: 'OperationError', code: 'TEST_REFUSED', details: { reason: 1 } }),
    );
    await expect(connection.call('fail', null)).rejects.toThrow(
      expect.objectContaining({ code: 'OPERATION_FAILED', message: 'An operation with a fault.' }),
    );
    for (const name of ['missing', 'toString', '__proto__']) {
      await expect(connection.call(name, null)).rejects.toThrow(code('OPERATION_UNKNOWN'));
    }
    await expect(connection.call('numbers', 3)).rejects.toThrow(code('OPERATION_FAILED'));
    await expect(connection.callStream('echo', 3)[Symbol.asyncIterator]().next()).rejects.toThrow(
      code('OPERATION_FAILED'),
    );
  });

  test('a file that cannot be opened is told, and its process ends', async () => {
    const { connector, processes } = connectProcesses();
    await expect(connector.connect(targetOf('/nowhere/at all.db'), 'reader')).rejects.toThrow(
      code('CANTOPEN'),
    );
    await processes[0]?.exited;
  });

  test('operations run beside the file', async () => {
    const { connection } = await open();
    expect(await connection.call('echo', { a: [1n, new Uint8Array([1])] })).toEqual({
      a: [1n, new Uint8Array([1])],
    });
    expect(await connection.call('countRows', 't')).toBe(3);
  });

  test('calls are answered in order', async () => {
    const { connection } = await open('writer');
    await Promise.all([
      connection.exec('DELETE FROM t'),
      connection.exec('INSERT INTO t VALUES (?)', [7]),
      expect(connection.query('SELECT a FROM t')).resolves.toEqual({ columns: ['a'], rows: [[7]] }),
    ]);
  });
});

describe('streams', () => {
  test('rows come in chunks, each pulled', async () => {
    const { connection } = await open();
    const chunks = await collect(connection.stream('SELECT a FROM t', [], { chunkRows: 2 }));
    expect(chunks).toEqual([
      { columns: ['a'], rows: [[1], [2]] },
      { columns: ['a'], rows: [[3]] },
    ]);
    expect(await collect(connection.stream('SELECT a FROM t WHERE 0'))).toEqual([
      { columns: ['a'], rows: [] },
    ]);
  });

  test('operations may yield values, by generators of both kinds', async () => {
    const { connection } = await open();
    expect(await collect(connection.callStream('numbers', 3))).toEqual([1, 2, 3]);
    expect(await collect(connection.callStream('asynchronous', null))).toEqual([1, 2]);
  });

  test('other calls have their turn while a stream is open, and while it runs', async () => {
    const { connection } = await open();
    const stop = new AbortController();
    const running = collect(connection.callStream('breathe', null, { signal: stop.signal }));
    for await (const { rows } of connection.stream('SELECT a FROM t', [], { chunkRows: 1 })) {
      expect((await connection.query('SELECT ?', [Number(rows[0]?.[0])])).rows).toEqual(rows);
    }
    stop.abort();
    await expect(running).rejects.toThrow(code('CANCELLED'));
  });

  test('leaving the loop ends the statement, so that the table can be dropped', async () => {
    const { connection } = await open('writer');
    for await (const _chunk of connection.stream('SELECT a FROM t', [], { chunkRows: 1 })) break;
    await connection.exec('DROP TABLE t');
  });

  test('a cancelled stream that listens ends without harm to its process', async () => {
    const { connection, result, process: child } = await open();
    const stop = new AbortController();
    const values: unknown[] = [];
    const running = (async () => {
      for await (const value of connection.callStream('breathe', null, { signal: stop.signal })) {
        values.push(value);
        setImmediate(() => stop.abort());
      }
    })();
    await expect(running).rejects.toThrow(code('CANCELLED'));
    expect(values).toEqual(['begun']);
    await result.settled();
    expect(await connection.call('echo', 1)).toBe(1);
    expect(isRunning(child.pid)).toBe(true);
  });

  test('a cancelled stream that does not listen is killed', async () => {
    const { connection, result } = await open();
    const stop = new AbortController();
    const running = (async () => {
      for await (const _value of connection.callStream('hang', null, { signal: stop.signal })) {
        setTimeout(() => stop.abort(), 20);
      }
    })();
    await expect(running).rejects.toThrow(code('CANCELLED'));
    await result.closed;
  });

  test('an aborted signal starts nothing', async () => {
    const { connection } = await open();
    const signal = AbortSignal.abort();
    await expect(connection.query('SELECT 1', [], { signal })).rejects.toThrow(code('CANCELLED'));
    await expect(collect(connection.callStream('numbers', 1, { signal }))).rejects.toThrow(code('CANCELLED'));
    expect(await connection.call('echo', 1)).toBe(1);
  });
});

describe('cancelling', () => {
  test('a runaway statement: the caller is answered within 100 ms, the process gone within 1 s', async () => {
    const { connection, process: child } = await open();
    const stop = new AbortController();
    const running = connection.query(RUNAWAY, [], { signal: stop.signal });
    const behind = connection.query('SELECT 1');
    await expect(Promise.race([running, wait(200, 'still running')])).resolves.toBe('still running');
    const start = performance.now();
    stop.abort();
    await expect(running).rejects.toThrow(code('CANCELLED'));
    expect(performance.now() - start).toBeLessThan(100);
    await expect(behind).rejects.toThrow(code('CONNECTION_GONE'));
    await child.exited;
    expect(performance.now() - start).toBeLessThan(1_000);
    expect(isRunning(child.pid)).toBe(false);
  });

  test('a call that ends soon after its cancel keeps the connection alive', async () => {
    const { connection, result } = await open('reader', 5_000);
    const stop = new AbortController();
    const sql = `${RUNAWAY.replace('FROM c)', 'FROM c LIMIT 300000)')}`;
    const running = connection.query(sql, [], { signal: stop.signal });
    setImmediate(() => stop.abort());
    await expect(running).rejects.toThrow(code('CANCELLED'));
    await result.settled();
    expect(result.isGone).toBe(false);
    expect((await connection.query('SELECT 1')).rows).toEqual([[1]]);
  });

  test('a cancelled call that has not begun never runs, and the one before it goes on', async () => {
    const { connection } = await open('writer', 30);
    const slow = connection.query(`${RUNAWAY.replace('FROM c)', 'FROM c LIMIT 2000000)')}`);
    const stop = new AbortController();
    const queued = connection.exec('DELETE FROM t', [], { signal: stop.signal });
    stop.abort();
    await expect(queued).rejects.toThrow(code('CANCELLED'));
    expect((await slow).rows).toEqual([[2_000_000]]);
    expect((await connection.query('SELECT COUNT(*) FROM t')).rows).toEqual([[3]]);
  });

  test('a killed process is told to everybody who waits', async () => {
    const { connection, result } = await open();
    const calls = [
      connection.query(RUNAWAY),
      connection.call('echo', 1),
      collect(connection.callStream('numbers', 2)),
    ];
    result.kill();
    for (const call of calls) await expect(call).rejects.toThrow(code('CONNECTION_GONE'));
    await result.closed;
    await result.settled();
  });

  test('a process ends when its channel closes', async () => {
    const { process: child } = await open();
    child.port.close();
    await child.exited;
    expect(isRunning(child.pid)).toBe(false);
  });
});
