/** Checks the types of the blocks of docs/engine.md, each section as one program; lines are those of the guide. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { guidePrograms } from '../src-main/engine/testing/guide-programs.ts';

const root = resolve(import.meta.dirname, '..');
const cache = join(root, '.cache');
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, 'guide-types-'));

const options = { composite: false, types: ['node'], noUnusedLocals: false, skipLibCheck: true };
const config = { extends: '../../tsconfig.base.json', compilerOptions: options, include: ['*.ts'] };

try {
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const programs = guidePrograms(readFileSync(join(root, 'docs/engine.md'), 'utf8'), {
    engine: '../../src-main/engine/index.ts',
    checks: '../../src-main/engine/testing/guide-checks.ts',
    fileOf: (name) => name,
  });
  for (const { title, source } of programs) writeFileSync(join(folder, `${title}.ts`), source);
  const tsc = [join(root, 'node_modules/typescript/bin/tsc'), '--pretty', 'false', '-p', folder];
  const { status, stdout, stderr } = spawnSync(process.execPath, tsc, { cwd: root, encoding: 'utf8' });
  process.stdout.write(stdout.replaceAll(`${relative(root, folder)}/`, 'docs/engine.md, '));
  process.stderr.write(stderr);
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
