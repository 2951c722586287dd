import { readdir, readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makePrivateCopy } from './private-copy.ts';
import { makeCopiedWal, makeDatabase, makeHotJournal, SMALL_TABLE } from './testing/make-file.ts';
import { makeTemporaryFolder, pictureOf, type TemporaryFolder } from './testing/temporary-folder.ts';

let folder: TemporaryFolder;
let cache: TemporaryFolder;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
  cache = await makeTemporaryFolder();
});
afterEach(async () => {
  await folder[Symbol.asyncDispose]();
  await cache[Symbol.asyncDispose]();
});

test('the main file and its -wal or -journal are copied whole, and nothing else', async () => {
  for (const path of [await makeCopiedWal(folder.at('a.db')), await makeHotJournal(folder.at('b.db'))]) {
    const before = await pictureOf(folder.path);
    const copy = await makePrivateCopy(path, cache.at('copy'));
    const names = await readdir(cache.at('copy'));
    expect(names).toHaveLength(2);
    for (const name of names) {
      expect(await readFile(cache.at(`copy/${name}`))).toEqual(await readFile(folder.at(name)));
    }
    expect(copy).toBe(cache.at(`copy/${path.slice(folder.path.length + 1)}`));
    expect(await pictureOf(folder.path)).toEqual(before);
  }
});

test('a file above the limit is refused where blocks cannot be shared, and nothing is left', async () => {
  const path = makeDatabase(folder.at('big.db'), SMALL_TABLE);
  const copy = makePrivateCopy(path, cache.at('copy'), { limit: 1000 });
  // On btrfs and XFS a reflink succeeds at any size.
  const outcome = await copy.then(
    () => 'reflink',
    (error: unknown) => error,
  );
  if (outcome === 'reflink') return;
  expect(outcome).toMatchObject({ code: 'FILE_TOO_LARGE_TO_COPY' });
  expect(await readdir(cache.path)).toEqual([]);
});

test('an aborted copy stops and leaves nothing', async () => {
  const path = makeDatabase(folder.at('a.db'), SMALL_TABLE);
  await expect(
    makePrivateCopy(path, cache.at('copy'), { signal: AbortSignal.abort(new Error('stop')) }),
  ).rejects.toThrow('stop');
  expect(await readdir(cache.path)).toEqual([]);
});
