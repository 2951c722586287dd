import { expect, test } from 'vitest';
import { cacheFolder, dataFolder, installedFolders } from './places.ts';

test.runIf(process.platform !== 'win32')('folders of an installation are found from its entry', () => {
  expect(installedFolders('file:///home/me/cairn/out/main/serve.js')).toEqual({
    resources: '/home/me/cairn/resources',
    page: '/home/me/cairn/out/renderer',
    preload: '/home/me/cairn/out/preload',
    packageFile: '/home/me/cairn/package.json',
  });
  expect(installedFolders('file:///home/me/cairn/src-main/serve.ts').page).toBe(
    '/home/me/cairn/out/renderer',
  );
});

test.runIf(process.platform !== 'win32')(
  'what the system reads itself lies beside the archive of a package',
  () => {
    const folders = installedFolders('file:///opt/Cairn/resources/app.asar/out/main/electron.js');
    expect(folders.resources).toBe('/opt/Cairn/resources/app.asar.unpacked/resources');
    expect(folders.page).toBe('/opt/Cairn/resources/app.asar/out/renderer');
  },
);

test('the environment names the folders for data and for the cache', () => {
  expect(dataFolder({ CAIRN_DATA_DIR: '/data' })).toBe('/data');
  expect(cacheFolder({ CAIRN_CACHE_DIR: '/cache' })).toBe('/cache');
});
