import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { preflight } from './preflight.ts';
import { nobodyIsMissing, runAsNobody } from './testing/as-nobody.ts';
import {
  makeCopiedWal,
  makeDatabase,
  makeFile,
  makeHotJournal,
  makeQuietWal,
  SMALL_TABLE,
} from './testing/make-file.ts';
import { startOtherProgram } from './testing/other-program.ts';
import { makeTemporaryFolder, pictureOf, type TemporaryFolder } from './testing/temporary-folder.ts';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

/** Looks at a file, and fails the test if the look changed anything in its folder. */
async function look(path: string) {
  const before = await pictureOf(folder.path).catch(() => null);
  const answer = await preflight(path);
  expect(await pictureOf(folder.path).catch(() => null)).toEqual(before);
  return answer;
}

async function codeOf(path: string): Promise<string | undefined> {
  return (await look(path)).error?.code;
}

describe('databases', () => {
  test('a plain file can be opened, with what its header says', async () => {
    const path = makeDatabase(
      folder.at('plain.db'),
      `PRAGMA page_size = 1024; PRAGMA encoding = 'UTF-16be'; PRAGMA application_id = 0x47504B47; ${SMALL_TABLE}`,
    );
    expect(await look(path)).toMatchObject({
      verdict: 'ok',
      summary: 'GeoPackage',
      error: null,
      size: 2048,
      isSqlite: true,
      application: 'GeoPackage',
      journalMode: 'rollback',
      pageSize: 1024,
      pageCount: 2,
      encoding: 'UTF-16be',
      readMode: 'normal',
      hasHotJournal: false,
      walBytes: 0,
    });
  });

  test.each([512, 1024, 4096, 8192, 16_384, 32_768, 65_536])('page size %i is read', async (pageSize) => {
    const path = makeDatabase(folder.at('sized.db'), `PRAGMA page_size = ${pageSize}; ${SMALL_TABLE}`);
    expect(await look(path)).toMatchObject({ pageSize, pageCount: 2, verdict: 'ok' });
  });

  test('a quiet WAL file is read by an immutable handle', async () => {
    expect(await look(makeQuietWal(folder.at('wal.db')))).toMatchObject({
      verdict: 'ok',
      summary: 'SQLite, WAL',
      journalMode: 'wal',
      readMode: 'immutable',
      hasSharedMemory: false,
    });
  });

  test('a WAL file that another program has open is read the normal way, and the program is named', async () => {
    const path = folder.at('live.db');
    await using program = await startOtherProgram(path);
    await program.run('PRAGMA journal_mode = WAL');
    await program.run(SMALL_TABLE);
    const answer = await preflight(path);
    expect(answer).toMatchObject({ verdict: 'ok', readMode: 'normal', hasSharedMemory: true });
    expect(answer.walBytes).toBeGreaterThan(0);
    if (process.platform === 'linux') expect(answer.usedBy).toEqual([program.pid]);
  });

  test('a WAL set that was copied or crashed is read from a private copy', async () => {
    expect(await look(await makeCopiedWal(folder.at('copied.db')))).toMatchObject({
      verdict: 'warning',
      readMode: 'private-copy',
      summary: 'changes left in its -wal file',
    });
  });

  test('a hot journal is told and read from a private copy', async () => {
    expect(await look(await makeHotJournal(folder.at('hot.db')))).toMatchObject({
      verdict: 'warning',
      readMode: 'private-copy',
      hasHotJournal: true,
      summary: 'left in the middle of a write',
    });
  });

  test('a journal whose program lives is not hot', async () => {
    const path = folder.at('writing.db');
    await using program = await startOtherProgram(path);
    await program.run(SMALL_TABLE);
    await program.run(`BEGIN IMMEDIATE; UPDATE t SET v = 'x'`);
    const answer = await preflight(path);
    expect(answer).toMatchObject({ verdict: 'ok', hasHotJournal: false, readMode: 'normal' });
    if (process.platform === 'linux') expect(answer.usedBy).toEqual([program.pid]);
  });

  test('a file that was cut off is opened with a warning', async () => {
    const path = makeDatabase(folder.at('cut.db'), `${SMALL_TABLE} CREATE TABLE u (x); CREATE TABLE w (x);`);
    await truncate(path, 8192);
    expect(await look(path)).toMatchObject({ verdict: 'warning', summary: 'cut off: 2 pages are missing' });
  });
});

describe('files that cannot be opened', () => {
  test('missing, a broken link, a folder, a LevelDB folder, a named pipe', async () => {
    expect(await codeOf(folder.at('nothing.db'))).toBe('FILE_MISSING');
    expect(await codeOf(folder.at('plain.db/inside.db'))).toBe('FILE_MISSING');
    await symlink(folder.at('gone.db'), folder.at('link.db'));
    expect((await preflight(folder.at('link.db'))).error).toMatchObject({
      code: 'FILE_MISSING',
      message: expect.stringContaining('is a link to'),
    });
    await mkdir(folder.at('sub'));
    expect((await preflight(folder.at('sub'))).error).toMatchObject({
      code: 'FILE_IS_FOLDER',
      message: 'sub is a folder, not a file.',
    });
    await makeFile(folder.at('sub/CURRENT'), 'MANIFEST-000001\n');
    await makeFile(folder.at('sub/LOCK'), '');
    expect((await preflight(folder.at('sub'))).error?.message).toContain('LevelDB');
    execFileSync('mkfifo', [folder.at('pipe.db')]);
    expect((await preflight(folder.at('pipe.db'))).error?.message).toBe(
      'pipe.db is a named pipe, not a file.',
    );
  });

  test('zero bytes', async () => {
    expect(await look(await makeFile(folder.at('empty.db'), ''))).toMatchObject({
      verdict: 'empty',
      summary: 'no bytes',
      error: { code: 'FILE_EMPTY' },
    });
  });

  test('zero bytes with files of an earlier database beside it say so', async () => {
    await makeFile(folder.at('empty.db'), '');
    await makeFile(folder.at('empty.db-wal'), 'x');
    expect((await look(folder.at('empty.db'))).error?.hint).toContain('beside it');
  });

  const others: readonly (readonly [name: string, content: string | Uint8Array, what: string])[] = [
    ['a.pdf', '%PDF-1.7\n%âãÏÓ\n', 'a PDF document'],
    ['b.zip', Buffer.from('504b0304140000000800', 'hex'), 'a ZIP archive'],
    ['c.png', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), 'a PNG image'],
    ['d.jpg', Buffer.from('ffd8ffe000104a464946', 'hex'), 'a JPEG image'],
    ['e.gz', Buffer.from('1f8b0800000000000003', 'hex'), 'a gzip archive'],
    ['f.txt', 'Just a note to myself.\nNothing else.\n', 'a text file'],
    ['g.csv', 'id,name\n1,Ada\n2,"Bo, the second"\n', 'a CSV file'],
    ['h.json', '{"rows": [1, 2, 3]}', 'a JSON document'],
    ['i.jsonl', '{"a":1}\n{"a":2}\n', 'a file of JSON lines'],
    ['j.sql', 'BEGIN TRANSACTION;\nCREATE TABLE t(a);\n', 'an SQL script'],
    ['k.html', '<!DOCTYPE html><html></html>', 'an HTML page'],
    ['l.mdb', Buffer.from('\x00\x01\x00\x00Standard Jet DB\x00', 'latin1'), 'a Microsoft Access database'],
    ['m.duckdb', Buffer.from('\x00\x00\x00\x00\x00\x00\x00\x00DUCK\x40', 'latin1'), 'a DuckDB database'],
    ['n.realm', Buffer.from(`${'\x00'.repeat(16)}T-DB\x09\x09`, 'latin1'), 'a Realm database'],
    ['o.db', '** This file contains an SQLite 2.1 database **\0', 'a SQLite 2 database'],
    [
      'p.db',
      Buffer.from('\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x62\x31\x05\x00', 'latin1'),
      'a Berkeley DB b-tree file',
    ],
    ['q.db', Buffer.from('ce9a571300100000', 'hex'), 'a GDBM database'],
    ['r.dbf', dbase(), 'a dBase table'],
    ['s.tsv', 'id\tname\n1\tAda\n', 'a file of tab-separated values'],
    ['t.db', Buffer.from('\ufeffSchnitzel', 'utf16le'), 'a UTF-16 text file'],
    [
      'u.db',
      'version https://git-lfs.github.com/spec/v1\noid sha256:00\n',
      'a Git LFS pointer; the file itself was not downloaded',
    ],
  ];

  test.each(others)('%s is told for what it is', async (name, content, what) => {
    const answer = await look(await makeFile(folder.at(name), content));
    expect(answer).toMatchObject({ verdict: 'error', isSqlite: false, summary: what });
    expect(answer.error?.code).toBe('FILE_NOT_A_DATABASE');
    expect(answer.error?.message).toContain(what);
    expect(answer.error?.hint).toBeTruthy();
  });

  test('the side files of a database are told for what they are', async () => {
    const path = await makeCopiedWal(folder.at('data.db'));
    expect((await look(`${path}-wal`)).error?.message).toContain('the write-ahead log of a SQLite database');
    const hot = await makeHotJournal(folder.at('hot.db'));
    expect((await look(`${hot}-journal`)).error?.message).toContain(
      'the rollback journal of a SQLite database',
    );
  });

  test('what a PDF starts with is shown as evidence', async () => {
    expect((await look(await makeFile(folder.at('notes.sqlite'), '%PDF-1.7\nx'))).error?.message).toBe(
      'notes.sqlite is not a SQLite database. It starts with %PDF-1.7, so it is a PDF document.',
    );
  });

  test('noise is encrypted, zeros are lost content, other bytes are unknown', async () => {
    expect(await codeOf(await makeFile(folder.at('noise.db'), randomBytes(8192)))).toBe('FILE_ENCRYPTED');
    expect(
      (await look(await makeFile(folder.at('zeros.db'), new Uint8Array(4096)))).error?.message,
    ).toContain('only zero bytes');
    const odd = Buffer.from('\x01\x02\x03 odd bytes \x00\x00\x00\x07'.repeat(40), 'latin1');
    expect((await look(await makeFile(folder.at('odd.db'), odd))).error?.message).toContain(
      'not those of any format',
    );
  });

  test('a plain header before noise is encrypted', async () => {
    const path = makeDatabase(folder.at('half.db'), SMALL_TABLE);
    const bytes = await readFile(path);
    bytes.set(randomBytes(bytes.length - 100), 100);
    bytes[100] = 0x77;
    await writeFile(path, bytes);
    expect((await look(path)).error).toMatchObject({
      code: 'FILE_ENCRYPTED',
      message: expect.stringContaining('after its plain header'),
    });
  });

  test.each([
    ['page size', 16, [0, 3], 'its page size is 3'],
    ['format version', 19, [9], 'its format version is 9'],
    ['text encoding', 56, [0, 0, 0, 7], 'its text encoding is 7'],
    ['payload fractions', 21, [1], 'payload fractions'],
  ])('a damaged %s in the header is named', async (_, offset, values, fault) => {
    const path = makeDatabase(folder.at('damaged.db'), SMALL_TABLE);
    const bytes = await readFile(path);
    bytes.set(values, offset);
    await writeFile(path, bytes);
    const answer = await look(path);
    expect(answer).toMatchObject({ isSqlite: true, error: { code: 'FILE_DAMAGED' } });
    expect(answer.error?.message).toContain(fault);
  });

  test('a header alone is damaged', async () => {
    expect(await codeOf(await makeFile(folder.at('stub.db'), 'SQLite format 3\0'))).toBe('FILE_DAMAGED');
  });
});

describe.skipIf(nobodyIsMissing !== null)(`permissions ${nobodyIsMissing ?? ''}`, () => {
  const module = new URL('./preflight.ts', import.meta.url);

  test('a file that may not be read says whose it is', async () => {
    await chmod(folder.path, 0o755);
    const path = makeDatabase(folder.at('private.db'), SMALL_TABLE);
    await chmod(path, 0o000);
    expect(await runAsNobody(module, 'preflight', [path])).toMatchObject({
      verdict: 'error',
      summary: 'may not be read',
      error: { code: 'FILE_UNREADABLE', message: expect.stringContaining('with mode 000') },
    });
  });

  test('a read-only file and a read-only folder are not writable', async () => {
    await chmod(folder.path, 0o755);
    const path = makeDatabase(folder.at('shared.db'), SMALL_TABLE);
    await chmod(path, 0o444);
    expect(await runAsNobody(module, 'preflight', [path])).toMatchObject({ verdict: 'ok', canWrite: false });
    await chmod(folder.path, 0o777);
    await chmod(path, 0o666);
    expect(await runAsNobody(module, 'preflight', [path])).toMatchObject({ canWrite: true });
    await chmod(folder.path, 0o555);
    expect(await runAsNobody(module, 'preflight', [path])).toMatchObject({ canWrite: false });
  });
});

test('an exclusive lock is seen with its holder', { skip: process.platform !== 'linux' }, async () => {
  const path = folder.at('locked.db');
  await using program = await startOtherProgram(path);
  await program.run(SMALL_TABLE);
  await program.run('BEGIN EXCLUSIVE');
  expect((await preflight(path)).usedBy).toEqual([program.pid]);
});

function dbase(): Buffer {
  const head = Buffer.alloc(65);
  head.set([0x03, 124, 5, 17]);
  head.writeUInt32LE(2, 4);
  head.writeUInt16LE(65, 8);
  head.writeUInt16LE(11, 10);
  head[64] = 0x0d;
  return Buffer.concat([
    head,
    Buffer.from(' Ada       ').subarray(0, 11),
    Buffer.from(' Bo        ').subarray(0, 11),
  ]);
}
