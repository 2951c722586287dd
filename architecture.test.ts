import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyForCruise } from './scripts/cruise-copy.ts';

const here = import.meta.dirname;
let copy = '';

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'cairn-architecture-'));
  copyForCruise(here, copy);
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

interface Cruise {
  readonly code: number;
  readonly modules: number;
  /** Broken rules as `rule file`. */
  readonly broken: readonly string[];
}

/** Runs dependency-cruiser over the copy and tells which rules it found broken. */
function cruise(): Promise<Cruise> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [
        join(here, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
        ...[
          '--config',
          'dependency-cruiser.config.mjs',
          '--output-type',
          'json',
          'src-main',
          'src-preload',
          'src-renderer',
        ],
      ],
      { cwd: copy, maxBuffer: 1 << 28 },
      (error, stdout) => {
        if (stdout === '') return reject(error);
        const report = JSON.parse(stdout) as {
          summary: {
            violations: { from: string; rule: { name: string } }[];
            totalCruised: number;
            error: number;
          };
        };
        resolve({
          code: report.summary.error,
          modules: report.summary.totalCruised,
          broken: report.summary.violations.map((violation) => `${violation.rule.name} ${violation.from}`),
        });
      },
    );
  });
}

const planted: readonly (readonly [rule: string, file: string, code: string])[] = [
  [
    'engine-knows-no-app',
    'src-main/engine/planted.ts',
    "import { encode } from '../../src-preload/contract/codec.ts';\nencode(1);\n",
  ],
  [
    'engine-knows-no-app',
    'src-main/engine/planted.ts',
    "import { WebSocket } from 'ws';\nnew WebSocket('');\n",
  ],
  [
    'shells-know-no-engine',
    'src-main/host/planted.ts',
    "import * as engine from '../engine/index.ts';\nvoid engine;\n",
  ],
  [
    'shells-load-no-sqlite',
    'src-main/loopback/planted.ts',
    "import { DatabaseSync } from 'node:sqlite';\nnew DatabaseSync('');\n",
  ],
  [
    'shells-load-no-sqlite',
    'src-main/workbench/planted.ts',
    "import Database from 'better-sqlite3';\nnew Database('');\n",
  ],
  [
    'workbench-knows-no-shell',
    'src-main/workbench/planted.ts',
    "import * as host from '../host/engine-host.ts';\nvoid host;\n",
  ],
  [
    'ports-stand-alone',
    'src-main/ports/planted.ts',
    "import { encode } from '../../src-preload/contract/codec.ts';\nencode(1);\n",
  ],
  [
    'contract-stands-alone',
    'src-preload/contract/planted.ts',
    "import { createClient } from '../client.ts';\nvoid createClient;\n",
  ],
  [
    'renderer-knows-only-the-client',
    'src-renderer/lib/planted.ts',
    "import * as engine from '../../src-main/engine/index.ts';\nvoid engine;\n",
  ],
  [
    'renderer-knows-only-the-client',
    'src-renderer/lib/planted.ts',
    "import { readFileSync } from 'node:fs';\nreadFileSync('');\n",
  ],
  [
    'features-are-apart',
    'src-renderer/features/files/planted.ts',
    "import * as rows from '../rows/rows-view.tsx';\nvoid rows;\n",
  ],
  [
    'features-know-no-app',
    'src-renderer/features/files/planted.ts',
    "import * as main from '../../main.tsx';\nvoid main;\n",
  ],
  [
    'ui-is-plain',
    'src-renderer/ui/planted.ts',
    "import { decode } from '../../src-preload/contract/index.ts';\ndecode(new Uint8Array());\n",
  ],
  ['shells-are-apart', 'src-main/desktop/planted.ts', "import '../loopback/server.ts';\n"],
  ['electron-has-its-rooms', 'src-main/host/planted.ts', "import { app } from 'electron';\napp.quit();\n"],
  ['no-unresolved', 'src-main/ports/planted.ts', "import './nowhere.ts';\n"],
];

/** One file for each planted breach, so that one run of the tool shows them all. */
function plant(): readonly { rule: string; file: string }[] {
  return planted.map(([rule, file, code], index) => {
    const name = file.replace('planted.ts', `planted-${index}.ts`);
    const path = join(copy, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, code);
    return { rule, file: name };
  });
}

test('the directions between the rooms hold in the tree, and every planted breach is caught', {
  timeout: 120_000,
}, async () => {
  // Once for both: the tool reads the whole tree.
  const breaches = plant();
  const { broken, code, modules } = await cruise();
  const isPlanted = (line: string) => breaches.some(({ file }) => line.endsWith(` ${file}`));
  expect(broken.filter((line) => !isPlanted(line))).toEqual([]);
  expect(breaches.filter(({ rule, file }) => !broken.includes(`${rule} ${file}`))).toEqual([]);
  expect(code).toBeGreaterThan(0);
  expect(modules).toBeGreaterThan(40 + breaches.length);
});
