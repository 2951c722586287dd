import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cairn-controls-'));
  mkdirSync(join(root, 'ui'));
  writeFileSync(join(root, 'ui', 'button.tsx'), 'export const Button = () => <button type="button" />;\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function check(view: string) {
  writeFileSync(join(root, 'view.tsx'), view);
  return spawnSync(process.execPath, [join(import.meta.dirname, 'check-controls.mjs'), root], {
    encoding: 'utf8',
  });
}

test('a view that uses what lies in ui passes', () => {
  expect(check('export const View = () => <Button />;\n').status).toBe(0);
});

test.each([
  '<button>',
  '<button\n  type="button">',
  '<input/>',
  '<select >',
  '<textarea\n/>',
  '<dialog open>',
])('a raw control fails, with its line: %j', (control) => {
  const { status, stderr } = check(`export const View = () => (\n  ${control}\n);\n`);
  expect(status).toBe(1);
  expect(stderr).toContain('view.tsx:2: a raw <');
});
