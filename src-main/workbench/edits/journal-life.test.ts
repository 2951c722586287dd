import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { EditStep } from '../../../src-preload/contract/edits.ts';
import { startOtherProgram } from '../files/testing/other-program.ts';
import { context, type EditsUnderTest, openEdits } from './testing/open-edits.ts';

const TABLE = `CREATE TABLE t (id INTEGER PRIMARY KEY, a, doc TEXT);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100)
  INSERT INTO t SELECT i, 'a' || i, '{"text":"' || printf('%.3000000c', 'x') || '"}' FROM n LIMIT 2;
  WITH RECURSIVE n(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n LIMIT 98) INSERT INTO t SELECT i, 'a' || i, '{}' FROM n;`;

const set = (id: number, value: string): EditStep => ({
  kind: 'set',
  object: 't',
  row: { key: [id] },
  column: 'a',
  value,
});
const sizeOf = ({ journals }: EditsUnderTest) =>
  readdirSync(journals)
    .filter((name) => name.endsWith('.journal'))
    .reduce((sum, name) => sum + statSync(join(journals, name)).size, 0);
const again = (under: EditsUnderTest) =>
  openEdits({ path: under.path, dataFolder: under.services.dataFolder });

test('a journal does not grow for ever, and what it holds survives being written anew', async () => {
  const under = await openEdits(TABLE);
  await under.stage(set(7, 'kept'));
  await under.stage(set(5, 'long '.repeat(1000)));
  const { file } = under;
  const place = { object: 't', row: { key: [7] }, column: 'doc', base: null, problems: 0 };
  for (let round = 0; round < 30; round += 1) {
    // Another text in every place: of a few that differ, the journal has the difference alone.
    const draft = { ...place, text: `${round} `.padEnd(700_000, String.fromCharCode(97 + (round % 26))) };
    await under.handlers.draft({ file, draft }, context);
  }
  expect(sizeOf(under)).toBeLessThan(10 * 700_000);
  await under.handlers.undo({ file }, context);
  expect((await under.list()).map(({ row }) => row)).toEqual([{ key: [7] }]);
  await under.end();
  const next = await again(under);
  expect((await next.list()).map(({ row }) => row)).toEqual([{ key: [7] }]);
  expect(await next.handlers.redo({ file: next.file }, context)).toMatchObject({
    state: { counts: { updated: 2 }, drafts: 1 },
  });
  const drafts = await next.handlers.drafts({ file: next.file, object: 't' }, context);
  expect('drafts' in drafts && drafts.drafts[0]?.text.slice(0, 3)).toBe('29 ');
});

test('an edit of a large document costs the journal the span that changed', async () => {
  const under = await openEdits(TABLE);
  const field = (raw: string): EditStep => ({
    kind: 'field',
    object: 't',
    row: { key: [1] },
    column: 'doc',
    path: ['n'],
    raw,
  });
  await under.stage(field('0'));
  const size = sizeOf(under);
  expect(size).toBeGreaterThan(3_000_000);
  for (let n = 1; n <= 20; n += 1) await under.stage(field(String(n)));
  expect(sizeOf(under) - size).toBeLessThan(20_000);
  await under.end();
  const next = await again(under);
  const place = { file: next.file, object: 't', row: { key: [1] }, column: 'doc' };
  const document = await next.handlers.document(place, context);
  expect('json' in document && document.json.slice(-10)).toBe('x","n":20}');
});

test('a long draft costs the journal what was typed, and comes back as it was typed last', async () => {
  const under = await openEdits(TABLE);
  const half = 'x'.repeat(500_000);
  const type = (of: EditsUnderTest, text: string | null) => {
    const place = { object: 't', row: { key: [1] }, column: 'doc', base: null, problems: 1 };
    return of.handlers.draft({ file: of.file, draft: { ...place, text } }, context);
  };
  const typed = async (of: EditsUnderTest) => {
    const told = await of.handlers.drafts({ file: of.file, object: 't' }, context);
    return 'drafts' in told
      ? told.drafts.map(({ text, problems }) => [text.length, text.replaceAll('x', ''), problems])
      : [];
  };
  await type(under, half + half);
  const size = sizeOf(under);
  expect(size).toBeGreaterThan(1_000_000);
  for (let n = 1; n <= 50; n += 1) await type(under, `${half}typed ${n} é\ud800${half}`);
  expect(sizeOf(under) - size).toBeLessThan(50 * 300);
  // Far away from there: once as a whole, then what is typed again.
  for (let n = 1; n <= 20; n += 1) await type(under, `${n}${half}typed${half}`);
  expect(sizeOf(under) - size).toBeLessThan(1_100_000);
  await under.handlers.discard({ file: under.file, object: null }, context);
  expect(await typed(under)).toEqual([]);
  await under.handlers.undo({ file: under.file }, context);
  await type(under, `${half}again${half}`);
  await under.end();
  const next = await again(under);
  expect(await typed(next)).toEqual([[1_000_005, 'again', 1]]);
  const begun = sizeOf(next);
  await type(next, `${half}again, and on${half}`);
  expect(sizeOf(next) - begun).toBeLessThan(1_000);
  await type(next, null);
  await type(next, `${half}new`);
  await next.end();
  expect(await typed(await again(next))).toEqual([[500_003, 'new', 1]]);
});

test.each(['wal', 'delete'])('with 50 edits staged nobody waits for a lock (%s)', async (mode) => {
  const under = await openEdits(`PRAGMA journal_mode = ${mode}; ${TABLE}`);
  for (let id = 1; id <= 50; id += 1) await under.stage(set(id, 'x'));
  await using program = await startOtherProgram(under.path);
  await program.run('PRAGMA busy_timeout = 0');
  await program.run('PRAGMA synchronous = OFF');
  for (let write = 0; write < 1_000; write += 1) {
    await program.run(`UPDATE t SET a = 'w${write}' WHERE id = ${51 + (write % 40)}`);
  }
  expect(await under.list()).toHaveLength(50);
});

test.runIf(mayMount())(
  'on a full disk nothing is staged that is not kept, and it goes on when there is room',
  async () => {
    const under = await openEdits(TABLE);
    const folder = under.journals;
    execFileSync('mkdir', ['-p', folder]);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder]);
    onTestFinished(() => void execFileSync('umount', ['-l', folder]));
    await under.stage(set(1, 'x'));
    const large = set(2, 'y'.repeat(400_000));
    const outcomes = await Promise.allSettled([
      under.stage(set(3, 'z')),
      under.stage(large),
      under.stage(set(4, 'behind it')),
    ]);
    expect(outcomes.map(({ status }) => status).slice(1)).toContain('rejected');
    await expect(under.stage(large)).rejects.toMatchObject({
      code: 'JOURNAL_FAILED',
      message: expect.stringContaining('is full'),
    });
    const acknowledged = [
      'x',
      ...[outcomes[0], outcomes[2]].flatMap((one, at) =>
        one?.status === 'fulfilled' ? [at === 0 ? 'z' : 'behind it'] : [],
      ),
    ];
    const after = async (of: EditsUnderTest) => (await of.list()).map(({ cells }) => cells[0]?.after);
    expect(await after(under)).toEqual(acknowledged);
    await under.stage(set(5, 'small'));
    await under.end();
    const next = await again(under);
    expect(await after(next)).toEqual([...acknowledged, 'small']);
    await next.end();
  },
);

/** Whether this user may make a small disk. */
function mayMount(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0;
}
