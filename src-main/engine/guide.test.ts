import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as engine from './index.ts';
import { FieldCondition } from './queries/field-condition.ts';
import { isBun, testedDrivers } from './testing/each-driver.ts';
import { takeFailures } from './testing/guide-checks.ts';
import { type GuideProgram, guideCode, guidePrograms } from './testing/guide-programs.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';
import type { DriverName } from './types.ts';

const root = resolve(import.meta.dirname, '../..');
const guide = readFileSync(join(root, 'docs/engine.md'), 'utf8');

/** Two folders below the root, where the programs and what they import are. */
const places = {
  engine: './engine.ts',
  checks: '../../src-main/engine/testing/guide-checks.ts',
  fileOf: (name: string) => name,
};

function programsOf(markdown: string): GuideProgram[] {
  const folder = temporaryFolder();
  return guidePrograms(markdown, { ...places, fileOf: (name) => join(folder, name) });
}

/** The engine, where databases for which no driver is named get this one. */
function engineWith(driver: DriverName): string {
  const path = '../../src-main/engine/index.ts';
  return `
    import { createDB as create, type DBConfig } from '${path}';
    export * from '${path}';
    export const createDB = (config: DBConfig = {}) => create({ driver: '${driver}', ...config });`;
}

/** Runs a program and gives what was not as it says. */
async function run({ source }: GuideProgram, driver: DriverName): Promise<string[]> {
  const cache = join(root, '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'guide-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'engine.ts'), engineWith(driver));
  writeFileSync(join(folder, 'program.ts'), source);
  takeFailures();
  await import(join(folder, 'program.ts'));
  return takeFailures();
}

const titles = guidePrograms(guide, places)
  .map(({ title }) => title)
  .filter((title) => !isBun || title !== 'Drivers of Node');

describe.each(testedDrivers)('the guide, with %s', (driver) => {
  it.each(titles)('%s', async (title) => {
    const program = programsOf(guide).find((each) => each.title === title);
    expect(program && (await run(program, driver))).toEqual([]);
  });
});

describe('what the guide has examples of', () => {
  const code = guideCode(guide);
  const classes = {
    Database: engine.Database,
    Collection: engine.Collection,
    QueryBuilder: engine.QueryBuilder,
    GroupedQuery: engine.GroupedQuery,
    FieldCondition,
    Registry: engine.Registry,
    PluginManager: engine.PluginManager,
    ConnectionManager: engine.ConnectionManager,
  };

  it.each(Object.entries(classes))('every method of %s', (_, { prototype }) => {
    const names = methodsOf(prototype);
    expect(names.length).toBeGreaterThan(3);
    expect(names.filter((name) => !new RegExp(`\\.${name}\\b`).test(code))).toEqual([]);
  });

  it('everything that the engine exports', () => {
    const names = Object.keys(engine);
    expect(names.length).toBeGreaterThan(40);
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(code))).toEqual([]);
  });
});

/** Public ones: TypeScript's protected methods are found by their names. */
function methodsOf(prototype: object): string[] {
  const hidden = ['constructor', 'scope', 'present', 'withFilter'];
  const names = new Set<string>();
  for (let each = prototype; each !== Object.prototype; each = Object.getPrototypeOf(each)) {
    for (const name of Object.getOwnPropertyNames(each)) names.add(name);
  }
  return [...names].filter((name) => !hidden.includes(name));
}

describe('a guide that is wrong', () => {
  const head = ["import { createDB } from './src-main/engine/index.ts';", 'const db = createDB();'];
  const runLines = async (...lines: readonly string[]) => {
    const [program] = programsOf(
      ['# The guide', '## A section', '```ts', ...head, ...lines, '```'].join('\n'),
    );
    return await run(program as GuideProgram, testedDrivers[0] as DriverName);
  };

  it('is told by the line of each comment', async () => {
    const failures = await runLines(
      "await db.query('SELECT 1 AS n'); // → [{ n: 1 }]",
      "await db.query('SELECT 1 AS n'); // → [{ n: 2 }]",
      'const names = db.listCollections();',
      "// → ['users']",
      'db',
      "  .collection('users'); // → throws COLLECTION_EXISTS",
      'db.listCollections(); // → throws COLLECTION_EXISTS',
      "await db.query('SELEC'); // → []",
      "await db.query('SELEC'); // → throws SQL_ERROR",
      '({ a: 1, b: 2 }); // → { a: 1, ... }',
      '({ a: 1, b: 2 }); // → { a: 2, ... }',
    );
    expect(failures.map((failure) => Number(/^line (\d+): /.exec(failure)?.[1]))).toEqual([
      7, 9, 11, 12, 13, 16,
    ]);
  });

  it('fails where a block throws', async () => {
    await expect(runLines("await db.query('SELEC');")).rejects.toMatchObject({ code: 'SQL_ERROR' });
  });

  it('fails where an arrow cannot be checked', async () => {
    await expect(runLines('for (const one of [1]) {', '  one; // → 1', '}')).rejects.toThrow(
      'Line 7: an arrow',
    );
    await expect(runLines('const { n } = { n: 1 }; // → 1')).rejects.toThrow('Line 6: an arrow');
    await expect(runLines('await db.close() // → undefined')).rejects.toThrow('Line 6: an arrow');
  });

  it('fails where a block would not be run', () => {
    expect(() => programsOf('## A section\n```typescript\n```')).toThrow('Line 2: blocks of the guide');
    expect(() => programsOf('```ts\n```')).toThrow('Line 1: a block before');
  });

  it('gives each block its own lines', () => {
    const [program] = programsOf(['# The guide', '## A section', '', '```ts', 'one();', '```'].join('\n'));
    expect(program?.source.split('\n')[4]).toBe('one();');
  });
});
