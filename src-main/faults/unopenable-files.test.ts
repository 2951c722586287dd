import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDatabase } from '../../e2e/fixtures/make-database.ts';
import type { RunningApp } from '../testing/start-app.ts';
import { pictureOf } from '../workbench/files/testing/temporary-folder.ts';
import { browse } from './testing/browse.ts';
import { enginePid, startCheckedApp } from './testing/checked-app.ts';
import { failureOf } from './testing/failures.ts';

let app: RunningApp;
beforeAll(async () => {
  app = await startCheckedApp();
});
afterAll(() => app.stop());

const bytes = (hex: string, fill = 600) => Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(fill, 0x7a)]);

/** A database whose header is whole and whose other bytes are random, as SQLCipher writes it when it keeps 16 of them. */
function scrambledAfterHeader(path: string): Buffer {
  const whole = Buffer.from(randomBytes(8192));
  Buffer.from('SQLite format 3\0').copy(whole);
  writeFileSync(path, whole);
  return whole;
}

type Make = (path: string) => void;
const write = (content: string | Uint8Array) => (path: string) => writeFileSync(path, content);

/** What stands in for a database, the code of its failure, and words that its message must have. */
const files: readonly (readonly [what: string, make: Make, code: string, words: RegExp])[] = [
  ['no file', () => {}, 'FILE_MISSING', /no file/],
  ['a folder', (path) => mkdirSync(path), 'FILE_IS_FOLDER', /is a folder/],
  ['zero bytes', write(''), 'FILE_EMPTY', /no bytes/],
  ['only zeros', write(Buffer.alloc(4096)), 'FILE_NOT_A_DATABASE', /only zero bytes/],
  ['text', write('Dear diary,\nnothing happened today.\n'), 'FILE_NOT_A_DATABASE', /text/],
  ['an SQL script', write('BEGIN;\nCREATE TABLE t (a);\nCOMMIT;\n'), 'FILE_NOT_A_DATABASE', /SQL/],
  ['a JSON document', write('{"a": [1, 2, 3]}'), 'FILE_NOT_A_DATABASE', /JSON/],
  ['a PDF document', write('%PDF-1.7\n%âãÏÓ\n1 0 obj\n'), 'FILE_NOT_A_DATABASE', /PDF/],
  ['a PNG picture', write(bytes('89504e470d0a1a0a')), 'FILE_NOT_A_DATABASE', /PNG/],
  ['a ZIP archive', write(bytes('504b0304')), 'FILE_NOT_A_DATABASE', /ZIP/],
  ['a gzip archive', write(bytes('1f8b0800')), 'FILE_NOT_A_DATABASE', /gzip/i],
  ['random bytes', write(randomBytes(65_536)), 'FILE_ENCRYPTED', /encrypted/],
  ['a plain header before random bytes', scrambledAfterHeader, 'FILE_ENCRYPTED', /encrypted/],
  ['half a header', write('SQLite format 3\0\x10\0'), 'FILE_DAMAGED', /header/],
  [
    'a SQLite 2 file',
    write(`** This file contains an SQLite 2.1 database **${'z'.repeat(900)}`),
    'FILE_NOT_A_DATABASE',
    /SQLite 2/,
  ],
];

test('every file that is no database has a message of its own that names it, and a remedy; nothing is changed', async () => {
  const messages = new Map<string, string>();
  for (const [index, [what, make, code, words]] of files.entries()) {
    const name = `file ${index}.db`;
    const path = join(app.folder, name);
    make(path);
    const before = await pictureOf(app.folder).catch(() => null);
    const failure = await failureOf(app.client.files.open({ path }));
    expect({ what, code: failure.code }).toEqual({ what, code });
    expect(failure.message).toMatch(words);
    expect(failure.message).toContain(name);
    expect(failure.hint ?? '').not.toBe('');
    const looked = await app.client.files.preflight({ path });
    expect({ what, code: looked.error?.code, message: looked.error?.message }).toEqual({
      what,
      code,
      message: failure.message,
    });
    expect(await pictureOf(app.folder).catch(() => null)).toEqual(before);
    messages.set(failure.message.replaceAll(name, 'FILE').replaceAll(app.folder, ''), what);
  }
  // The two kinds of encryption differ in their message, too.
  expect(messages.size).toBe(files.length);
});

test('after all of them the app goes on with the same engine', async () => {
  const engine = enginePid(app);
  const good = makeDatabase(join(app.folder, 'good.db'), (db) => {
    db.exec("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1, 'one')");
  });
  const { id } = await app.client.files.open({ path: good });
  await failureOf(app.client.files.open({ path: join(app.folder, 'nothing.db') }));
  expect((await browse(app.client, id, 't')).rows).toEqual([[1, 'one']]);
  expect((await app.client.files.opened({})).map((file) => file.id)).toEqual([id]);
  expect(enginePid(app)).toBe(engine);
});

test('an open file that becomes something else says so and comes back with its content', async () => {
  const path = join(app.folder, 'changing.db');
  const copy = join(app.folder, 'changing.copy');
  makeDatabase(path, (db) => db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (7)'));
  cpSync(path, copy);
  const { id } = await app.client.files.open({ path });
  expect((await browse(app.client, id, 't')).rows).toEqual([[7]]);
  writeFileSync(path, 'A program has overwritten this database with a text.\n');
  expect((await failureOf(browse(app.client, id, 't'))).code).toMatch(
    /^(FILE_NOT_A_DATABASE|FILE_DAMAGED|NOT_A_DATABASE|CORRUPT)$/,
  );
  cpSync(copy, path);
  expect((await browse(app.client, id, 't')).rows).toEqual([[7]]);
});
