import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { openWindowState } from './window-state.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cairn-window-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  path = join(folder, 'below', 'window.json');
});

const STATE = {
  bounds: { x: 1, y: 2, width: 1000, height: 700 },
  isMaximized: true,
  theme: 'dark',
  titleBar: { background: '#141619', symbols: '#b6bdc7' },
} as const;

test('what is remembered is there at the next start, in one whole file', async () => {
  const file = await openWindowState(path);
  expect(file.state).toEqual({});
  file.remember({ bounds: STATE.bounds, isMaximized: false });
  for (let x = 0; x < 50; x += 1) file.remember({ bounds: { ...STATE.bounds, x } });
  file.remember(STATE);
  await file.written();
  expect(readdirSync(join(folder, 'below'))).toEqual(['window.json']);
  expect((await openWindowState(path)).state).toEqual(STATE);
});

test.each([
  ['no JSON', '{"bounds":'],
  ['another shape', '{"bounds":{"x":"left"}}'],
  ['a window without a size', '{"bounds":{"x":0,"y":0,"width":0,"height":10}}'],
  ['an empty file', ''],
])('%s is set aside and said, and the start goes on', async (_name, text) => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  onTestFinished(() => said.mockRestore());
  path = join(folder, 'window.json');
  writeFileSync(path, text);
  expect((await openWindowState(path)).state).toEqual({});
  const [aside, ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  expect(aside).toMatch(/^window\.json\.damaged-\d+$/);
  expect(readFileSync(join(folder, aside ?? ''), 'utf8')).toBe(text);
  expect(said).toHaveBeenCalledOnce();
});

test('a folder that cannot be written is said, and nothing else happens', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  onTestFinished(() => said.mockRestore());
  writeFileSync(join(folder, 'below'), 'a file where the folder should be');
  const file = await openWindowState(path);
  file.remember(STATE);
  await file.written();
  expect(file.state).toEqual(STATE);
  expect(said).toHaveBeenCalled();
});
