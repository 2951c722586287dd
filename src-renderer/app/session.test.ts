import { expect, test } from 'vitest';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import { session as sessionSchema, type TablePlace } from '../../src-preload/contract/session.ts';
import { MAX_SESSION_WEIGHT, weightOf } from '../../src-preload/contract/session-weight.ts';
import { planRestore } from './restore-plan.ts';
import { sessionOf } from './session.ts';
import type { Tab } from './tab.ts';
import { noTabs, type TabsState, tabsReducer } from './tabs-state.ts';
import { keepWindowSession, readWindowSession } from './window-session.ts';

function memory(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  } as Storage;
}
const file = (id: string, path: string) => ({ id, path, isSample: false }) as OpenFileInfo;
const table = { name: 'orders', kind: 'table', error: null } as const;
const failure = { code: 'FILE_EMPTY', message: '', hint: null, details: null };
const place: TablePlace = {
  sort: [{ column: 'id', direction: 'down' }],
  filter: [],
  isFilterOpen: false,
  first: { key: [2n ** 60n], row: 7 },
  left: 0,
  cursor: { key: null, row: 9 },
  column: null,
  inspector: 'json',
};
const orders: Tab = {
  kind: 'object',
  id: 'tab-1',
  file: 'f1',
  object: table,
  mode: 'rows',
  initial: { key: [2n ** 60n, new Uint8Array([1, 255])] },
  isPreview: false,
};
const overview: Tab = { kind: 'overview', id: 'tab-2', file: 'f2', name: 'b.db', isPreview: true };
const broken: Tab = { kind: 'file', id: 'tab-3', path: '/c.db', name: 'c.db', failure };
const files = [file('f1', '/a.db'), file('f2', '/b.db')];
const state: TabsState = { ...noTabs, tabs: [orders, overview, broken], active: 'tab-2', lastId: 3 };

function keep(tabs: TabsState, open = files, readOnly: readonly string[] = []) {
  const placeOf = (id: string) => (id === 'tab-1' ? place : undefined);
  return sessionOf({ files: open, tabs, placeOf, readOnly: new Set(readOnly) });
}
function restore(session: ReturnType<typeof keep>, opened: readonly OpenFileInfo[] = []): TabsState {
  const { tabs, active } = planRestore(session, opened, []);
  return tabsReducer(noTabs, { kind: 'restore', tabs, active });
}

test('is what the contract takes, and comes back with whatever ids the files have now', () => {
  const session = keep(state, files, ['/b.db']);
  expect(sessionSchema.parse(session)).toEqual(session);
  expect(session.files.map(({ path, isReadOnly }) => [path, isReadOnly])).toEqual([
    ['/a.db', false],
    ['/b.db', true],
    ['/c.db', false],
  ]);
  const waiting = restore(session);
  const opened = tabsReducer(waiting, { kind: 'opened', path: '/a.db', file: 'f9' });
  expect(opened.tabs).toEqual([
    { ...orders, file: 'f9', place },
    { ...overview, file: '', awaited: { path: '/b.db', failure: null } },
    { ...broken, failure: null },
  ]);
  expect(opened.active).toBe('tab-2');
});

test('tabs of a file that cannot be opened say so, are kept for the next start, and come back when it can be', () => {
  const failed = tabsReducer(restore(keep(state)), {
    kind: 'failed',
    path: '/b.db',
    failure,
    isBehind: true,
  });
  expect(failed.tabs.map((tab) => 'awaited' in tab && tab.awaited?.failure)).toEqual([null, failure, false]);
  expect(keep(failed, [])).toMatchObject({ tabs: keep(state).tabs, active: 1 });
  const again = tabsReducer(failed, { kind: 'opening', path: '/b.db' });
  expect(again.tabs).toHaveLength(3);
  const opened = tabsReducer(again, { kind: 'opened', path: '/b.db', file: 'f2' });
  expect(opened.tabs[1]).toEqual(overview);
});

test('a file that was named at the start comes to the front, with the tabs that it had', () => {
  const otherwise = { kind: 'overview', file: 'f1', name: 'a.db', isPreview: true } as const;
  const waiting = restore(keep(state));
  const opened = tabsReducer(waiting, { kind: 'opened', path: '/a.db', file: 'f1' });
  expect(tabsReducer(opened, { kind: 'front', file: 'f1', otherwise }).active).toBe('tab-1');
  const other = tabsReducer(opened, { kind: 'front', file: 'f7', otherwise: { ...otherwise, file: 'f7' } });
  expect(other.tabs.find(({ id }) => id === other.active)).toMatchObject({ kind: 'overview', file: 'f7' });
  // What is restored late takes the front from nobody.
  const late = tabsReducer(other, { kind: 'restore', tabs: [orders], active: 'tab-1' });
  expect(late.active).toBe(other.active);
});

test('the file of the tab in front is opened first, open ones are not, and what another window closed stays closed', () => {
  const session = keep(state);
  expect(planRestore(session, [], ['/a.db', '/b.db']).missing.map(({ path }) => path)).toEqual([
    '/b.db',
    '/a.db',
    '/c.db',
  ]);
  const plan = planRestore(session, [file('f2', '/b.db')], ['/a.db', '/b.db']);
  expect(plan.missing.map(({ path }) => path)).toEqual(['/c.db']);
  expect(plan.tabs.map(({ kind }) => kind)).toEqual(['overview', 'file']);
});

test('keeps the tab in front and as many others as there is room for', () => {
  const tabs = Array.from({ length: 300 }, (_, at): Tab => {
    const object = { ...table, name: String(at).padEnd(at === 7 ? 200_000 : 9_000, 'x') };
    return { ...orders, id: `tab-${at}`, object };
  });
  const session = keep({ ...noTabs, tabs, active: 'tab-299' });
  expect(weightOf(session)).toBeLessThan(MAX_SESSION_WEIGHT);
  expect(sessionSchema.safeParse(session).success).toBe(true);
  expect(session.tabs.length).toBeGreaterThan(80);
  expect(session.tabs[session.active ?? -1]).toMatchObject({
    object: { name: expect.stringMatching(/^299x/) },
  });
});

test('is kept for the window to the bit, and begins afresh when what was kept cannot be read', () => {
  const store = memory();
  expect(readWindowSession(store)).toBeNull();
  const kept = { started: ['/a.db'], open: ['/a.db'], session: keep(state) };
  keepWindowSession(store, kept);
  expect(readWindowSession(store)).toEqual(kept);
  store.setItem('cairn.session.2', 'not base64 %');
  expect(readWindowSession(store)).toBeNull();
});

test('files of a new run keep their tabs under new ids; those that are gone lose them', () => {
  const before = { ...state, active: 'tab-1' };
  const after = tabsReducer(before, { kind: 'renumber', ids: new Map([['f2', 'f1']]) });
  expect(after.tabs.map((tab) => tab.id)).toEqual(['tab-2', 'tab-3']);
  expect(after.tabs[0]).toMatchObject({ file: 'f1' });
  expect(after.active).toBe('tab-2');
  expect(after.turn).toBe(1);
});

test('pages of what is staged and of commits come back', () => {
  const pages: readonly Tab[] = [
    { kind: 'changes', id: 'tab-1', file: 'f1', isPreview: false },
    { kind: 'history', id: 'tab-2', file: 'f2', isPreview: false, wanted: { commit: 'c1', serial: 3 } },
  ];
  const session = keep({ ...noTabs, tabs: pages, active: 'tab-2' });
  expect(sessionSchema.parse(session)).toEqual(session);
  const restored = restore(session);
  expect(restored.tabs).toMatchObject([
    { kind: 'changes', awaited: { path: '/a.db', failure: null } },
    { kind: 'history', awaited: { path: '/b.db', failure: null } },
  ]);
  const opened = tabsReducer(restored, { kind: 'opened', path: '/b.db', file: 'f9' });
  expect(opened.tabs[1]).toMatchObject({ kind: 'history', file: 'f9' });
});
