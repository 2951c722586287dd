import { randomBytes } from 'node:crypto';
import { appendFileSync, readdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { EditStep, EditsChanged } from '../../../src-preload/contract/edits.ts';
import { context, type EditsUnderTest, openEdits } from './testing/open-edits.ts';

const TABLE = `CREATE TABLE t (id INTEGER PRIMARY KEY, a, b);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100) INSERT INTO t SELECT i, 'a' || i, 'b' || i FROM n;`;

const set = (id: number, value: string, column = 'a'): EditStep => ({
  kind: 'set',
  object: 't',
  row: { key: [id] },
  column,
  value,
});
const other = { client: 2, signal: context.signal };
const by = (under: EditsUnderTest, who: typeof context, ...steps: EditStep[]) =>
  under.handlers.stage({ file: under.file, steps }, who);
const undo = (under: EditsUnderTest, who = context) => under.handlers.undo({ file: under.file }, who);
const values = async (under: EditsUnderTest) =>
  (await under.list()).map(({ row, cells }) => [
    'key' in row ? row.key[0] : null,
    ...cells.map(({ column, after }) => `${column}=${String(after)}`),
  ]);
const again = (under: EditsUnderTest) =>
  openEdits({ path: under.path, dataFolder: under.services.dataFolder });
const journalOf = (under: EditsUnderTest) => {
  const name = readdirSync(under.journals).find((each) => each.endsWith('.journal'));
  return join(under.journals, name ?? 'none');
};

test('each client undoes its own steps, and never what another has edited since', async () => {
  const under = await openEdits(TABLE);
  await by(under, other, set(5, 'theirs'));
  await by(under, context, set(5, 'mine', 'b'), set(6, 'mine'));
  await by(under, other, set(6, 'theirs'));
  await expect(undo(under)).rejects.toMatchObject({
    code: 'UNDO_BLOCKED',
    message:
      '“2 edits” cannot be undone: t 6 was edited again since, by another window. Nothing was changed.',
  });
  await undo(under, other);
  await undo(under);
  // Another column of the same row stays.
  expect(await values(under)).toEqual([[5, 'a=theirs']]);
  const [mine, theirs] = [1, 2].map(
    (client) =>
      under.events.findLast((event) => event.name === 'edits.changed' && event.client === client)?.value,
  );
  expect(mine).toMatchObject({ state: { undo: null, redo: '2 edits' } });
  expect(theirs).toMatchObject({ state: { undo: 'a of t 5', redo: 'a of t 6' } });
  expect(await undo(under)).toBeNull();
  under.clients.leave(2);
  expect(await undo(under)).toMatchObject({ unstaged: [{ row: { key: [5] } }] });
});

test('a second Cairn on the file is told who holds the edits, and stages when the first has closed it', async () => {
  const first = await openEdits(TABLE);
  await first.stage(set(1, 'x'));
  const second = await again(first);
  const { file } = second;
  const state = await second.handlers.state({ file }, context);
  expect(state).toMatchObject({
    counts: { updated: 1 },
    heldBy: expect.stringMatching(/^process \d+, started \d\d:\d\d$/),
  });
  await expect(second.stage(set(2, 'y'))).rejects.toMatchObject({
    code: 'EDITS_HELD',
    message: expect.stringContaining(`process ${process.pid}, started`),
  });
  await first.stage(set(3, 'z'));
  // Half of a record that the first is about to write.
  appendFileSync(journalOf(first), 'half');
  expect(await second.handlers.state({ file }, context)).toMatchObject({
    counts: { updated: 2 },
    notice: null,
  });
  await first.end();
  expect((await second.stage(set(2, 'y'))).state).toMatchObject({ counts: { updated: 3 }, heldBy: null });
  expect(await values(second)).toEqual([
    [1, 'a=x'],
    [3, 'a=z'],
    [2, 'a=y'],
  ]);
});

test('the lock of a process that has ended is taken over', async () => {
  const under = await openEdits(TABLE);
  await under.stage(set(1, 'x'));
  await under.end();
  const lock = journalOf(under).replace('.journal', '.lock');
  const mine = {
    pid: process.pid,
    start: 'before',
    boot: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
    since: 0,
  };
  for (const owner of [{ ...mine, pid: 4_194_000 }, mine, { ...mine, boot: 'another' }]) {
    writeFileSync(lock, JSON.stringify(owner));
    const next = await again(under);
    expect(await next.handlers.state({ file: next.file }, context)).toMatchObject({ heldBy: null });
    await next.stage(set(2, 'y'));
    await next.end();
  }
  expect(readdirSync(under.journals)).toEqual([expect.stringMatching(/\.journal$/)]);
});

test('a torn end of the journal is cut and told; damage in its middle is kept beside it', async () => {
  const under = await openEdits(TABLE);
  await under.stage(set(1, 'x'));
  await under.stage(set(2, 'y'));
  await under.stage(set(3, 'z'));
  await under.end();
  const path = journalOf(under);
  const whole = readFileSync(path);
  appendFileSync(path, randomBytes(30));
  const torn = await again(under);
  const state = () => torn.handlers.state({ file: torn.file }, context);
  expect(await state()).toMatchObject({
    counts: { updated: 3 },
    notice: expect.stringContaining('30 bytes'),
  });
  await torn.stage(set(4, 'w'));
  await torn.end();
  truncateSync(path, readFileSync(path).byteLength - 3);
  const cut = await again(under);
  expect(await values(cut)).toHaveLength(3);
  await cut.end();
  const flipped = Buffer.from(whole);
  // Within the first of the three steps.
  const at = whole.indexOf('a of t 1');
  flipped[at] = (flipped[at] ?? 0) ^ 1;
  writeFileSync(path, flipped);
  const damaged = await again(under);
  expect(await damaged.handlers.state({ file: damaged.file }, context)).toMatchObject({
    counts: { updated: 0 },
    notice: expect.stringContaining('damaged'),
  });
  await damaged.stage(set(5, 'v'));
  const aside = readdirSync(under.journals).filter((name) => name.includes('.damaged-'));
  expect(readFileSync(join(under.journals, aside[0] ?? 'none'))).toEqual(flipped);
});

test('edits of a file that was replaced or deleted are kept, and it is said', async () => {
  const under = await openEdits(TABLE);
  await under.stage(set(1, 'x'));
  await under.end();
  const made = await openEdits(TABLE.replace("'a' || i", "'new' || i"));
  await made.end();
  renameSync(made.path, under.path);
  const next = await again(under);
  const state = () => next.handlers.state({ file: next.file }, context);
  expect(await state()).toMatchObject({
    counts: { updated: 1 },
    notice: expect.stringContaining('Another file stands at this place'),
  });
  renameSync(next.path, `${next.path}.moved`);
  expect((await state()).valueOf()).toMatchObject({ notice: expect.stringContaining('deleted or moved') });
  await undo(next);
  expect(await values(next)).toEqual([]);
});

test('clients are told when a file with staged edits is replaced', async () => {
  const under = await openEdits(TABLE);
  await under.stage(set(1, 'x'));
  const made = await openEdits(TABLE);
  await made.end();
  renameSync(made.path, under.path);
  const notices = () =>
    under.events.flatMap(({ name, value }) =>
      name === 'edits.changed' ? [(value as EditsChanged).state.notice] : [],
    );
  await expect.poll(notices, { timeout: 20_000 }).toContainEqual(expect.stringContaining('Another file'));
});

test('many at once share the write, and are answered in order', async () => {
  const under = await openEdits(TABLE);
  const answered: number[] = [];
  const staged = Array.from({ length: 60 }, (_, index) =>
    under.stage(set(index + 1, 'x')).then(({ state }) => {
      answered.push(index);
      return state.counts.updated;
    }),
  );
  expect(await Promise.all(staged)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
  expect(answered).toEqual(Array.from({ length: 60 }, (_, index) => index));
});

test('drafts are kept over restarts with their problems, and go with the new row that they are of', async () => {
  const under = await openEdits(TABLE);
  const { file } = under;
  const row = { inserted: 'n1' };
  await under.stage({ kind: 'insert', object: 't', id: 'n1', values: [{ column: 'a', value: 1 }] });
  const draft = { object: 't', row, column: 'b', text: '{"half', base: null, problems: 2 };
  expect(await under.handlers.draft({ file, draft }, context)).toMatchObject({ drafts: 1, blocking: 1 });
  await under.end();
  const next = await again(under);
  const drafts = () => next.handlers.drafts({ file: next.file, object: 't' }, context);
  expect(await drafts()).toEqual({ drafts: [draft] });
  await next.stage({ kind: 'delete', object: 't', row });
  expect(await drafts()).toEqual({ drafts: [] });
  expect(await undo(next)).toMatchObject({ state: { drafts: 1, blocking: 1, counts: { inserted: 1 } } });
  const discard = () => next.handlers.discard({ file: next.file, object: null }, context);
  expect(await discard()).toMatchObject({
    state: { drafts: 0, counts: { inserted: 0 }, undo: 'discarding 1 row' },
  });
  await undo(next);
  expect(await drafts()).toEqual({ drafts: [draft] });
  const forgotten = await next.handlers.draft({ file: next.file, draft: { ...draft, text: null } }, context);
  expect(forgotten).toMatchObject({ drafts: 0, blocking: 0 });
});

test('what is committed is staged no more, and a closed file leaves nothing behind', async () => {
  const under = await openEdits(TABLE);
  await under.stage(set(1, 'x'));
  await under.stage(set(2, 'y'));
  const problem = { code: 'CONSTRAINT_CHECK', message: 'No.', column: 'a', path: null };
  let isStaged = false;
  const late = await under.staged.whileHeld(under.file, async (held) => {
    held.setProblems([{ object: 't', row: { key: [2] }, problem }]);
    const waiting = under.stage(set(3, 'z')).then((changed) => {
      isStaged = true;
      return changed;
    });
    await held.applyCommitted(held.entries.slice(0, 1));
    expect(isStaged).toBe(false);
    return { waiting };
  });
  expect(await late.waiting).toMatchObject({
    state: { counts: { updated: 2 }, blocking: 1, undo: 'a of t 3' },
  });
  expect((await under.list()).map(({ problems }) => problems)).toEqual([[problem], []]);
  // An edit of the row takes the problem away.
  expect((await under.stage(set(2, 'q'))).state.blocking).toBe(0);
  await under.staged.whileHeld(under.file, (held) => held.applyCommitted(held.entries));
  await under.end();
  expect(readdirSync(under.journals)).toEqual([]);
});

test('rows that come from elsewhere are staged as one step, unless they are staged already', async () => {
  const under = await openEdits(TABLE);
  const entry = {
    object: 't',
    row: { key: [1] },
    kind: 'update' as const,
    columns: new Map([['a', { before: 'a1', after: 'z', document: null }]]),
    image: null,
  };
  const stageEntry = () => under.staged.stageEntries(under.file, 1, 'undo of a commit', [entry]);
  expect(await stageEntry()).toMatchObject({ state: { undo: 'undo of a commit' } });
  await expect(stageEntry()).rejects.toMatchObject({ code: 'EDIT_REFUSED' });
});
