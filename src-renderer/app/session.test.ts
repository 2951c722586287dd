import { expect, test } from 'vitest';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import { keepSession, readSession, sessionOf, tabsOf } from './session.ts';
import type { Tab } from './tab.ts';
import { noTabs, tabsReducer } from './tabs-state.ts';

function memory(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  } as Storage;
}
const file = (id: string, path: string) => ({ id, path, isSample: false }) as OpenFileInfo;
const table = { name: 'orders', kind: 'table', error: null } as const;
const tabs: readonly Tab[] = [
  {
    kind: 'object',
    id: 'tab-1',
    file: 'f1',
    object: table,
    mode: 'rows',
    initial: { key: [2n ** 60n, new Uint8Array([1, 255])] },
    isPreview: false,
  },
  { kind: 'overview', id: 'tab-2', file: 'f2', name: 'b.db', isPreview: true },
  { kind: 'file', id: 'tab-3', path: '/c.db', name: 'c.db', failure: null },
];
const failure = { code: 'FILE_EMPTY', message: '', hint: null, details: null };

test('brings tabs back with whatever ids their files have now, keys of rows to the bit', () => {
  const store = memory();
  const state = { ...noTabs, tabs, active: 'tab-2', lastId: 3 };
  keepSession(store, sessionOf(['/a.db'], [file('f1', '/a.db'), file('f2', '/b.db')], state));
  const session = readSession(store);
  if (session === null) throw new Error('Nothing was kept.');
  const known = [file('f9', '/b.db'), file('f1', '/a.db')];
  const restored = tabsReducer(noTabs, {
    kind: 'restore',
    tabs: tabsOf(session, known),
    active: session.active,
  });
  expect(restored.tabs).toEqual([tabs[0], { ...tabs[1], file: 'f9' }]);
  expect(restored.active).toBe('tab-2');
});

test('leaves out the tabs of files that are not open any more, and names those that failed', () => {
  const state = {
    ...noTabs,
    tabs: [...tabs.slice(0, 2), { kind: 'file', id: 'tab-3', path: '/c.db', name: 'c.db', failure } as Tab],
  };
  const session = sessionOf([], [file('f1', '/a.db'), file('f2', '/b.db')], state);
  expect(session.failed).toEqual(['/c.db']);
  expect(tabsOf(session, [file('f1', '/b.db')]).map(({ kind, file: id }) => [kind, id])).toEqual([
    ['overview', 'f1'],
  ]);
});

test('begins afresh when what was kept cannot be read', () => {
  const store = memory();
  expect(readSession(store)).toBeNull();
  store.setItem('cairn.session.1', 'not base64 %');
  expect(readSession(store)).toBeNull();
});

test('files of a new run keep their tabs under new ids; those that are gone lose them', () => {
  const before = { ...noTabs, tabs, active: 'tab-1' };
  const after = tabsReducer(before, { kind: 'renumber', ids: new Map([['f2', 'f1']]) });
  expect(after.tabs.map((tab) => tab.id)).toEqual(['tab-2', 'tab-3']);
  expect(after.tabs[0]).toMatchObject({ file: 'f1' });
  expect(after.active).toBe('tab-2');
  expect(after.turn).toBe(1);
});
