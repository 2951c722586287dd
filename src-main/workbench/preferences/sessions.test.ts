import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Session } from '../../../src-preload/contract/index.ts';
import { session as sessionSchema } from '../../../src-preload/contract/session.ts';
import { createClients } from '../clients.ts';
import { createSessions } from './sessions.ts';

function createPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-session-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'session.json');
}

/** The store as a fresh engine has it. */
function open(path: string) {
  const clients = createClients();
  return { sessions: createSessions(path, clients), leave: (client: number) => clients.leave(client) };
}

const empty: Session = { files: [], tabs: [], active: null };
const full: Session = {
  files: [{ path: '/a.db', isSample: false, isReadOnly: true }],
  tabs: [
    {
      kind: 'object',
      file: 0,
      object: { name: '__proto__', kind: 'table' },
      mode: 'rows',
      isPreview: false,
      initial: { key: [2n ** 60n] },
      place: {
        sort: [{ column: 'int', direction: 'down' }],
        filter: [{ column: 'bytes', text: '> 5' }],
        isFilterOpen: true,
        first: {
          key: [new Uint8Array([0, 255]), [1, Number.NEGATIVE_INFINITY], null, 'x', 7],
          row: 9_000_000,
        },
        left: 120.5,
        cursor: { key: null, row: 3 },
        column: 'real',
        inspector: 'tree',
      },
    },
    { kind: 'overview', file: 0, isPreview: true },
    { kind: 'file', file: 0 },
  ],
  active: 1,
};

test('gives what was kept to the first window of the next start, keys of rows to the bit', async () => {
  const path = createPath();
  await open(path).sessions.keep(1, full);
  expect(sessionSchema.parse(full)).toEqual(full);
  expect(await open(path).sessions.take(1)).toEqual(full);
  expect(readdirSync(join(path, '..'))).toEqual(['session.json']);
});

test('a window beside another one begins with nothing; one that comes after the last gets what that one kept', async () => {
  const path = createPath();
  const { sessions, leave } = open(path);
  expect(await sessions.take(1)).toBeNull();
  await sessions.keep(1, full);
  expect(await sessions.take(2)).toBeNull();
  await sessions.keep(2, empty);
  leave(2);
  await sessions.keep(1, full);
  expect(await sessions.take(3)).toBeNull();
  for (const client of [1, 3]) leave(client);
  expect(await sessions.take(4)).toEqual(full);
});

test.each([
  ['no JSON', '{"files": ['],
  ['of another shape', '{"files":[],"tabs":[{"kind":"spy"}],"active":null}'],
  ['with an integer that is none', '{"files":[],"tabs":[],"active":{"int":"x"}}'],
])('a session that is damaged (%s) is set aside and said, and the start goes on', async (_name, text) => {
  const path = createPath();
  writeFileSync(path, text);
  const { sessions } = open(path);
  expect(await sessions.take(1)).toBeNull();
  expect(sessions.damage()).toContain('was damaged');
  const kept = readdirSync(join(path, '..')).map((name) => readFileSync(join(path, '..', name), 'utf8'));
  expect(kept).toEqual([text]);
  await sessions.keep(1, full);
  expect(await open(path).sessions.take(1)).toEqual(full);
});

test('a session is refused where it is larger than the contract allows', () => {
  const path = 'x'.repeat(4000);
  const files = Array.from({ length: 100 }, () => ({ path, isSample: false, isReadOnly: false }));
  expect(sessionSchema.safeParse({ files, tabs: [], active: null }).success).toBe(true);
  expect(sessionSchema.safeParse({ files: [...files, files[0]], tabs: [], active: null }).success).toBe(
    false,
  );
  const name = 'n'.repeat(600_000);
  const tab = { kind: 'object', file: 0, object: { name, kind: 'table' }, mode: 'rows', isPreview: false };
  const tabs = [tab, tab].map((each) => ({ ...each, initial: {}, place: null }));
  expect(sessionSchema.safeParse({ files: [], tabs: tabs.slice(1), active: null }).success).toBe(true);
  expect(sessionSchema.safeParse({ files: [], tabs, active: null }).success).toBe(false);
});
