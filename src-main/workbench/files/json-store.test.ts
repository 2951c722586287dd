import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createJsonStore } from './json-store.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './testing/temporary-folder.ts';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const schema = z.object({ names: z.array(z.string()) });
const makeStore = () => createJsonStore({ path: folder.at('sub/names.json'), schema, empty: { names: [] } });
const add = (name: string) => (value: { names: string[] }) => ({ names: [...value.names, name] });

test('a store without a file has the empty value, and keeps what is put in for the next one', async () => {
  const store = makeStore();
  expect(await store.read()).toEqual({ names: [] });
  await store.update(add('one'));
  expect(await makeStore().read()).toEqual({ names: ['one'] });
  expect(store.damage()).toBeNull();
});

test('changes asked for at the same time are all made, by two stores too', async () => {
  const [a, b] = [makeStore(), makeStore()];
  await Promise.all(['1', '2', '3', '4'].map((name) => a.update(add(name))));
  await b.update(add('5'));
  await a.update(add('6'));
  expect((await makeStore().read()).names).toEqual(['1', '2', '3', '4', '5', '6']);
});

test('only the file itself is left in the folder', async () => {
  await makeStore().update(add('one'));
  expect(await readdir(folder.at('sub'))).toEqual(['names.json']);
});

test.each([
  ['cut off', '{"names": ["on'],
  ['of another form', '{"names": "one"}'],
  ['empty', ''],
])('a file that is %s is set aside and told, and the store goes on', async (_, text) => {
  await mkdir(folder.at('sub'));
  await writeFile(folder.at('sub/names.json'), text);
  const store = makeStore();
  expect(await store.read()).toEqual({ names: [] });
  expect(store.damage()).toContain('was set aside as');
  await store.update(add('new'));
  const names = await readdir(folder.at('sub'));
  expect(names).toHaveLength(2);
  const aside = names.find((name) => name.includes('.damaged-')) ?? '';
  expect(await readFile(folder.at(`sub/${aside}`), 'utf8')).toBe(text);
  expect(await makeStore().read()).toEqual({ names: ['new'] });
});

test('a failing change rejects, and the next one works', async () => {
  const store = makeStore();
  await expect(
    store.update(() => {
      throw new RangeError('no');
    }),
  ).rejects.toThrow('no');
  expect(await store.update(add('one'))).toEqual({ names: ['one'] });
});

test('a file that cannot be written rejects and keeps the old content', async () => {
  const store = makeStore();
  await store.update(add('one'));
  await chmod(folder.at('sub'), 0o555);
  if (process.getuid?.() === 0) {
    // Permissions do not bind root: a folder in the place of the temporary file does.
    await chmod(folder.at('sub'), 0o755);
    await mkdir(folder.at(`sub/names.json.${process.pid}.tmp`));
  }
  await expect(store.update(add('two'))).rejects.toThrow();
  expect(JSON.parse(await readFile(folder.at('sub/names.json'), 'utf8'))).toEqual({ names: ['one'] });
  await chmod(folder.at('sub'), 0o755);
});
