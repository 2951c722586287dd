import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const SCRIPT = `
  const { keepCompiledCode } = await import(${JSON.stringify(new URL('./compiled-code.ts', import.meta.url).href)});
  keepCompiledCode();
  await import(${JSON.stringify(new URL('./ports/node-spawner.ts', import.meta.url).href)});
  process.stdout.write(String(process.env.NODE_COMPILE_CACHE));`;

function run(env: NodeJS.ProcessEnv): string {
  const { NODE_COMPILE_CACHE: _, ...rest } = process.env;
  return execFileSync(process.execPath, ['--input-type=module', '-e', SCRIPT], {
    env: { ...rest, ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-code-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((e) => e.isFile());

test('compiled code is kept in the own cache folder, and child processes know where', () => {
  const folder = createFolder();
  expect(run({ CAIRN_CACHE_DIR: folder })).toBe(join(folder, 'code'));
  expect(filesIn(join(folder, 'code')).length).toBeGreaterThan(0);
});

test('a folder that was chosen is left as it is, and one that cannot be made is done without', () => {
  const [chosen, own] = [createFolder(), createFolder()];
  expect(run({ CAIRN_CACHE_DIR: own, NODE_COMPILE_CACHE: chosen })).toBe(chosen);
  expect(filesIn(own)).toEqual([]);
  expect(run({ CAIRN_CACHE_DIR: join(process.execPath, 'none') })).toBe('undefined');
});
