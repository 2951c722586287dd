import { appendFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { StoredValue } from '../../operations/stored-value.ts';
import { Journal, parseJournal, replaceJournal } from './journal.ts';
import { replay, snapshotRecord, stepRecord } from './records.ts';
import { rowKeyOf } from './row-key.ts';
import type { StagedColumn, StagedEntry } from './staged-entry.ts';
import { StagedSet, type Step } from './staged-set.ts';

function folderOfTest(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-journal-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Half surrogate pairs and NUL among the texts, and long ones of which a span changes. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 })
    .map((units) => String.fromCharCode(...units)),
  fc.string({ maxLength: 5 }).map((middle) => `${'a'.repeat(400)}${middle}${'é'.repeat(400)}`),
);
const bytes = fc.uint8Array({ maxLength: 20 });
const value: fc.Arbitrary<StoredValue> = fc.oneof(
  fc.constant(null),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.double({ noNaN: true }),
  fc.constantFrom(-0, 0, Number.POSITIVE_INFINITY, 5e-324),
  text,
  bytes,
  // A view of larger memory, as drivers give them.
  bytes.map((all) => all.subarray(1)),
  bytes.map((rawText) => ({ rawText })),
);
const column: fc.Arbitrary<StagedColumn> = fc.record({
  before: fc.option(value, { nil: undefined }),
  after: fc.option(value, { nil: undefined }),
  document: fc.constantFrom(null, { encoding: 'jsonb' as const }),
});
const name = fc.oneof(fc.constantFrom('a', 'b', '__proto__', 'constructor', ''), text);
const entry: fc.Arbitrary<StagedEntry> = fc.record({
  object: fc.constantFrom('t', '__proto__'),
  row: fc.oneof(
    fc.record({ key: fc.tuple(fc.integer({ min: 0, max: 3 })) }),
    fc.record({ inserted: fc.constantFrom('n1', 'n2') }),
  ),
  kind: fc.constantFrom('insert', 'update', 'delete'),
  columns: fc.array(fc.tuple(name, column), { maxLength: 4 }).map((columns) => new Map(columns)),
  image: fc.option(fc.array(fc.tuple(name, value), { maxLength: 3 }).map((columns) => new Map(columns))),
  stagedAt: fc.nat(),
  sequence: fc.nat(),
});
/** Each step changes rows to other states, or drops them. */
const steps = fc.array(fc.array(fc.tuple(entry, fc.boolean()), { maxLength: 4 }), { maxLength: 12 });

function addStep(set: StagedSet, changes: readonly (readonly [StagedEntry, boolean])[]): Uint8Array {
  const rows = new Map(
    changes.map(([after, isDropped]) => {
      const key = rowKeyOf(after.object, after.row);
      return [key, { before: set.entry(key), after: isDropped ? undefined : after }] as const;
    }),
  );
  const step: Step = { id: set.nextStep, label: 's', owner: 1, isUndone: false, rows, drafts: new Map() };
  set.addStep(step, []);
  return stepRecord(step, []);
}

/** Compares values as they are: `toEqual` holds typed arrays and -0 apart, and lone surrogates too. */
function expectSame(read: StagedSet, made: StagedSet): void {
  expect(read.entries()).toEqual(made.entries());
  expect(read.objects().toSorted()).toEqual(made.objects().toSorted());
  for (const object of made.objects()) expect(read.countsOf(object)).toEqual(made.countsOf(object));
  expect(read.steps.map(({ rows }) => rows)).toEqual(made.steps.map(({ rows }) => rows));
}

test('whatever can be staged comes back from records and snapshots exactly', () => {
  fc.assert(
    fc.property(steps, fc.nat(), (all, snapshotAt) => {
      const made = new StagedSet();
      let read = new StagedSet();
      const mark = { path: '/x', dev: 1n, ino: 2n, birthtime: 3n, pageSize: 512, encoding: 'UTF-8' };
      all.forEach((changes, index) => {
        replay(read, addStep(made, changes));
        if (index !== snapshotAt % 12) return;
        const restored = new StagedSet();
        expect(replay(restored, snapshotRecord(read, mark))).toEqual(mark);
        read = restored;
      });
      expectSame(read, made);
      // What is undone on one side can be undone on the other: later edits are told from their own.
      for (let step = made.stepFor(1, false); step !== undefined; step = made.stepFor(1, false)) {
        const same = read.step(step.id);
        if (same === undefined) throw new Error('The step was lost.');
        made.applyReverting(step, made.reverting(step));
        read.applyReverting(same, read.reverting(same));
        expect(read.entries()).toEqual(made.entries());
      }
      expect(made.entries()).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('v8 keeps each kind of value apart', () => {
  const values = [-0, 0, 0n, 1n, '\ud800', '\ud800\udc00', new Uint8Array([1]), null, undefined];
  const read = deserialize(serialize(values)) as unknown[];
  expect(read.map((each, index) => Object.is(each, values[index]) || each instanceof Uint8Array)).toEqual(
    values.map(() => true),
  );
});

test('a journal that was cut anywhere gives the records before the cut, and goes on from there', async () => {
  const path = join(folderOfTest(), 'x.journal');
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 8 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      bytes,
      async (payloads, share, noise) => {
        await replaceJournal(path, payloads);
        const whole = readFileSync(path);
        const cut = Math.floor(share * whole.byteLength);
        truncateSync(path, cut);
        appendFileSync(path, noise);
        const { records, end } = parseJournal(readFileSync(path));
        // Noise may complete a record by chance only.
        const kept = payloads.slice(0, records.length);
        expect(records).toEqual(kept);
        expect(end).toBeLessThanOrEqual(cut);
        const journal = await Journal.open(path, end);
        const added = [new Uint8Array([7]), new Uint8Array([8, 9])];
        await Promise.all(added.map((payload) => journal.append(payload)));
        await journal.close();
        const again = parseJournal(readFileSync(path));
        expect(again.records).toEqual([...kept, ...added]);
        expect(again.torn).toBe(0);
      },
    ),
    { numRuns: 60 },
  );
});

test.runIf(process.platform === 'linux')('a failed write fails all that waits, and says why', async () => {
  const path = join(folderOfTest(), 'x.journal');
  // A disk that is full.
  symlinkSync('/dev/full', path);
  const journal = await Journal.open(path, 16);
  const failed = { code: 'JOURNAL_FAILED', message: expect.stringContaining('is full') };
  const both = [1, 2].map((byte) => journal.append(new Uint8Array([byte])));
  for (const one of both) await expect(one).rejects.toMatchObject(failed);
  await expect(journal.append(new Uint8Array([3]))).rejects.toMatchObject(failed);
  await journal.close();
});
