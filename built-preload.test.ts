import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'electron-vite';
import { expect, onTestFinished, test } from 'vitest';

/** Builds the preload script as the app's own build does, and nothing else, into a folder of its own. */
async function buildPreload(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-preload-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const configFile = join(folder, 'preload.config.mjs');
  const ownConfig = pathToFileURL(join(import.meta.dirname, 'electron.vite.config.ts')).href;
  writeFileSync(
    configFile,
    `import config from ${JSON.stringify(ownConfig)}; export default { preload: config.preload };`,
  );
  await build({
    configFile,
    root: import.meta.dirname,
    logLevel: 'silent',
    build: { outDir: join(folder, 'out') },
  });
  return join(folder, 'out', 'preload');
}

// A sandboxed preload has a `require` that knows `electron` and little else; a second file could not be loaded.
test('the preload script is one small file that requires electron and nothing else', async () => {
  const folder = await buildPreload();
  expect(readdirSync(folder)).toEqual(['preload.cjs']);
  const code = readFileSync(join(folder, 'preload.cjs'), 'utf8');
  const required = [...code.matchAll(/\brequire\(\s*["'`]([^"'`]*)["'`]\s*\)/g)].map(([, name]) => name);
  expect(required).toEqual(['electron']);
  expect(code.match(/\brequire\b/g)).toHaveLength(1);
  expect(code).not.toMatch(/\bimport\s*\(|\bprocess\.|ZodType/);
  expect(code.length).toBeLessThan(10_000);
});
