import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checkBundle, filesOf } from './check-bundle.ts';

const manifest = {
  'index.html': { file: 'assets/index.js', imports: ['_shared.js'], css: ['assets/index.css'] },
  '../src-preload/browser.ts': { file: 'assets/bridge.js' },
  '_shared.js': { file: 'assets/shared.js', imports: ['index.html'] },
  'features/rows/rows-view.tsx': { file: 'assets/rows.js', imports: ['_shared.js'] },
  'features/inspector/inspector.tsx': { file: 'assets/inspector.js' },
  'lazy.tsx': { file: 'assets/lazy.js' },
};

/** A build whose files have so many bytes that no compression makes fewer, or a text. */
function makeBuild(contents: Readonly<Record<string, number | string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-bundle-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ['.vite', 'assets']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, '.vite', 'manifest.json'), JSON.stringify(manifest));
  for (const { file, css = [] } of Object.values(manifest) as { file: string; css?: string[] }[]) {
    for (const name of [file, ...css]) {
      const content = contents[name] ?? 10;
      writeFileSync(join(folder, name), typeof content === 'string' ? content : randomBytes(content));
    }
  }
  return folder;
}

test('counts what is imported statically, each file once, and no lazy part', () => {
  expect([...filesOf(manifest, ['index.html', 'features/rows/rows-view.tsx'])]).toEqual([
    'assets/index.js',
    'assets/index.css',
    'assets/shared.js',
    'assets/rows.js',
  ]);
  expect(() => filesOf(manifest, ['gone.tsx'])).toThrow('gone.tsx');
});

test('lets a build within the limits pass, however large its lazy parts are', () => {
  expect(checkBundle(makeBuild({ 'assets/lazy.js': 900_000 })).problems).toEqual([]);
});

test.each([
  ['a shared chunk', 'assets/shared.js', 3],
  ['a style', 'assets/index.css', 3],
  ['the view of rows', 'assets/rows.js', 2],
])('refuses a build in which %s is too large', (_name, file, screens) => {
  expect(checkBundle(makeBuild({ [file]: 270_000 })).problems).toHaveLength(screens);
});

test('refuses zod anywhere in the page', () => {
  expect(checkBundle(makeBuild({ 'assets/lazy.js': 'class ZodError{}' })).problems).toEqual([
    'assets/lazy.js holds zod.',
  ]);
});
