import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DatabaseError } from '../../engine/index.ts';
import { createFiles } from '../files/index.ts';
import { makeDatabase } from '../files/testing/make-file.ts';
import { makeOpenBase } from '../files/testing/open-base.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../files/testing/temporary-folder.ts';
import { createStats } from './index.ts';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

/** More with CAIRN_PROPERTY_RUNS=10000. */
const OPERATIONS = Number(process.env.CAIRN_PROPERTY_RUNS ?? 100);
/** So many operations are under way at once: more than a file has connections. */
const AT_ONCE = 8;
/** What somebody gets whose connection is taken away, or who gave up. */
const EXPECTED = new Set(['CONNECTION_GONE', 'CANCELLED', 'LEASE_RELEASED']);

const operation = fc.oneof(
  { weight: 700, arbitrary: fc.constant('read' as const) },
  { weight: 120, arbitrary: fc.constant('scan' as const) },
  { weight: 120, arbitrary: fc.constant('write' as const) },
  { weight: 40, arbitrary: fc.constant('give up' as const) },
  { weight: 8, arbitrary: fc.constant('check' as const) },
  { weight: 5, arbitrary: fc.constant('close idle' as const) },
  { weight: 5, arbitrary: fc.constant('recycle' as const) },
  { weight: 2, arbitrary: fc.constant('kill' as const) },
);
const step = fc.record({ operation, choice: fc.nat(1000) });
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function setUp() {
  const opened = await makeOpenBase(folder.at('run'));
  const services = { ...opened.base, openFiles: opened.openFiles };
  const context = { client: 1, signal: new AbortController().signal };
  await createFiles(services).open({ path: makeDatabase(folder.at('a.db'), 'CREATE TABLE t (a)') }, context);
  const [file] = opened.openFiles.all();
  if (file === undefined) throw new Error('It was not opened.');
  const stats = createStats(services);
  const { manager } = services;

  /** Both are looked at before anything else can run. */
  async function sample(): Promise<void> {
    const engine = manager.getStats(file?.info.path);
    const told = await stats.pool({ file: file?.info.id }, context);
    if (!('connections' in told)) throw new Error('It was encoded.');
    const {
      connections: _connections,
      dedicated: _dedicated,
      healthy: _healthy,
      shared: _shared,
      ...pool
    } = engine;
    expect(told).toMatchObject(pool);
    expect(told.connections.map(({ id }) => id)).toEqual(engine.connections.map(({ id }) => id));
    for (const [at, { file: of, memoryBytes: _, takenIn, ...shown }] of told.connections.entries()) {
      expect(of).toBe(file?.info.id);
      expect(engine.connections[at]).toMatchObject(shown);
      const lines = engine.connections[at]?.takenIn.map(({ line }) => line) ?? [];
      expect(lines).toEqual(expect.arrayContaining(takenIn.map(({ line }) => line)));
    }
  }

  async function run({ operation: name, choice }: Step): Promise<void> {
    if (file === undefined) return;
    const { connections } = manager.getStats(file.info.path);
    const connection = connections[choice % Math.max(1, connections.length)]?.id ?? '';
    const giveUp = new AbortController();
    const options = { holder: `${name} ${choice}`, signal: giveUp.signal };
    const count = 'SELECT count(*) FROM t';
    switch (name) {
      case 'read':
        return void (await file.use('reader', options, (held) => held.query(count)));
      case 'scan':
        return void (await file.use('worker', options, (held) => held.query(count)));
      case 'write':
        return void (await file.write(options, (held) => held.query('INSERT INTO t VALUES (1)')));
      case 'give up': {
        const read = file.use('reader', options, (held) => held.query(count));
        if (choice % 2 === 0) await Promise.resolve();
        giveUp.abort();
        // Whatever it ends with, nobody waits for it any more.
        return void (await read.catch(() => undefined));
      }
      case 'check':
        return void (await stats.check({ connection }, context));
      case 'close idle':
        return void (await stats.closeIdle({ file: file.info.id }, context));
      case 'recycle':
        return void (await stats.recycle({ connection }, context));
      case 'kill':
        return void (await stats.kill({ connection }, context));
    }
  }
  return { opened, sample, run };
}

test('the figures are those of the engine at every sample of a random run', async () => {
  const steps = fc.array(step, { minLength: OPERATIONS, maxLength: OPERATIONS });
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const { opened, sample, run } = await setUp();
      await using _ = opened;
      const left = all.values();
      let samples = 0;
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          for (const each of left) {
            const running = run(each).catch((error: unknown) => {
              if (!(error instanceof DatabaseError && EXPECTED.has(error.code))) throw error;
            });
            await Promise.all([running, sample()]);
            samples += 1;
          }
        }),
      );
      expect(samples).toBe(OPERATIONS);
      await sample();
    }),
    { numRuns: 1, endOnFailure: true },
  );
}, 600_000);
