import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import config from './electron-builder.config.mjs';
import { DATABASE_EXTENSIONS } from './src-main/database-extensions.ts';

const root = import.meta.dirname;
const icons = join(root, 'resources', 'icons');

/** Pixels of a PNG, from its header. */
function sizeOfPng(bytes: Buffer): { width: number; height: number } {
  expect(bytes.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

test('the endings that are registered are those of the file dialog', () => {
  const registered = config.fileAssociations.flatMap(({ ext }) => ext);
  expect(registered).toEqual([...DATABASE_EXTENSIONS]);
  expect(config.fileAssociations.every(({ mimeType, rank }) => mimeType !== '' && rank === 'Alternate')).toBe(
    true,
  );
});

test('there are packages for three systems', () => {
  expect(config.linux.target).toContain('AppImage');
  expect(config.mac.target.map(({ target }) => target)).toContain('dmg');
  expect(config.win.target.map(({ target }) => target)).toContain('nsis');
});

test('fuses close what could be turned against the user', () => {
  expect(config.electronFuses).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  });
  expect(config.asar).toBe(true);
  expect(config.npmRebuild).toBe(false);
});

test('what is packed is there: the entry, the folders of the build, and what the system must read itself', () => {
  const { main, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    main: string;
    dependencies: Record<string, string>;
  };
  expect(main).toBe('out/main/electron.js');
  expect(config.files).toEqual(expect.arrayContaining(['out/main/**', 'out/preload/**', 'out/renderer/**']));
  expect(dependencies).toHaveProperty('better-sqlite3');
  expect(existsSync(join(root, 'node_modules/better-sqlite3/prebuilds/linux-x64.node'))).toBe(true);
  const resources = config.files.filter((pattern) => pattern.startsWith('resources/'));
  expect(resources).toEqual(['resources/music-store.sqlite', 'resources/icons/512x512.png']);
  expect(resources.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  expect(config.asarUnpack).toEqual(['node_modules/**/*.node', 'resources/**']);
});

test.each([16, 24, 32, 48, 64, 128, 256, 512, 1024])('the icon of %i pixels has them', (size) => {
  const png = readFileSync(join(icons, `${size}x${size}.png`));
  expect(sizeOfPng(png)).toEqual({ width: size, height: size });
});

test('the icon of Windows has every size up to 256, each where its entry says', () => {
  const ico = readFileSync(join(root, config.win.icon));
  expect([ico.readUInt16LE(0), ico.readUInt16LE(2)]).toEqual([0, 1]);
  const sizes = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
    const at = 6 + 16 * index;
    const size = ico.readUInt8(at) || 256;
    const [length, offset] = [ico.readUInt32LE(at + 8), ico.readUInt32LE(at + 12)];
    expect(sizeOfPng(ico.subarray(offset, offset + length))).toEqual({ width: size, height: size });
    return size;
  });
  expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256]);
});

test('the icon of macOS has every size, also for screens of double density', () => {
  const icns = readFileSync(join(root, config.mac.icon));
  expect(icns.toString('latin1', 0, 4)).toBe('icns');
  expect(icns.readUInt32BE(4)).toBe(icns.byteLength);
  const sizes: Record<string, number> = {};
  for (let at = 8; at < icns.byteLength; at += icns.readUInt32BE(at + 4)) {
    const png = icns.subarray(at + 8, at + icns.readUInt32BE(at + 4));
    const { width, height } = sizeOfPng(png);
    expect(height).toBe(width);
    sizes[icns.toString('latin1', at, at + 4)] = width;
  }
  expect(sizes).toEqual({
    icp4: 16,
    icp5: 32,
    ic11: 32,
    ic12: 64,
    ic07: 128,
    ic08: 256,
    ic13: 256,
    ic09: 512,
    ic14: 512,
    ic10: 1024,
  });
});
