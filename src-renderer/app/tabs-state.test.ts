import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CatalogObject } from '../../src-preload/contract/catalog.ts';
import { tabName } from './tab.ts';
import { activeTab, noTabs, type TabsAction, type TabsState, tabsReducer } from './tabs-state.ts';

const table = (name: string): CatalogObject => ({ name, kind: 'table', error: null });
const failure = { code: 'FILE_MISSING', message: 'There is no file.', hint: null, details: null };

function run(...actions: readonly TabsAction[]): TabsState {
  return actions.reduce(tabsReducer, noTabs);
}
function open(name: string, isPreview = false, file = 'a'): TabsAction {
  return { kind: 'open', file, object: table(name), isPreview };
}
function names({ tabs }: TabsState): readonly string[] {
  return tabs.map(tabName);
}
function activeName(state: TabsState): string | undefined {
  const tab = activeTab(state);
  return tab && tabName(tab);
}

describe('tabs', () => {
  test('opens an object once, and shows its tab again', () => {
    const state = run(open('one'), open('two'), open('one'));
    expect(names(state)).toEqual(['one', 'two']);
    expect(activeName(state)).toBe('one');
  });

  test('a preview whose schema is looked at stays: other previews open beside it', () => {
    const state = run(open('one', true), { kind: 'mode', id: 'tab-1', mode: 'schema' }, open('two', true));
    expect(names(state)).toEqual(['one', 'two']);
    const other = run(open('one', true), { kind: 'mode', id: 'tab-1', mode: 'structure' }, open('two', true));
    expect(names(other)).toEqual(['two']);
  });

  test('tells objects of the same name in two files apart', () => {
    expect(names(run(open('one'), open('one', false, 'b')))).toEqual(['one', 'one']);
  });

  test('what is shown of a file that was opened does not take the place of what was chosen meanwhile', () => {
    const overview: TabsAction = { kind: 'overview', file: 'a', name: 'a.db', isPreview: true };
    const landing: TabsAction = { kind: 'landing', file: 'a' };
    const landed: TabsAction = { kind: 'landed', file: 'a', show: overview };
    expect(names(run(landing, landed))).toEqual(['a.db']);
    expect(names(run(landing, open('one', true), landed))).toEqual(['one']);
    const settings = run(landing, { kind: 'settings', page: null }, landed);
    expect(names(settings)).toEqual(['Settings']);
    // Another file was opened since: that one comes to the front.
    expect(names(run(landing, { kind: 'landing', file: 'b' }, landed))).toEqual([]);
  });

  test('what is staged of a file, and its commits, have one tab each', () => {
    const page = (kind: 'changes' | 'history', file = 'a', commit?: string): TabsAction => ({
      kind: 'page',
      page: kind,
      file,
      commit,
    });
    const state = run(page('changes'), open('one'), page('history'), page('changes'), page('changes', 'b'));
    expect(names(state)).toEqual(['Changes', 'Changes', 'one', 'History']);
    const again = run(page('history', 'a', 'c1'), open('one'), page('history', 'a', 'c2'));
    expect(activeTab(again)).toMatchObject({ kind: 'history', wanted: { commit: 'c2' } });
    expect(names(tabsReducer(state, { kind: 'closeFile', file: 'a' }))).toEqual(['Changes']);
  });

  test('a file that failed besides others stands last and takes nothing away', () => {
    const failed = (path: string): TabsAction => ({ kind: 'failed', path, failure, isBehind: true });
    const state = run(open('one'), failed('/x/a.db'), failed('/x/b.db'));
    expect(names(state)).toEqual(['one', 'a.db', 'b.db']);
    expect(activeName(state)).toBe('one');
    expect(activeName(run(failed('/x/a.db')))).toBe('a.db');
  });

  test('a preview takes the place of an overview, which can be gone back to', () => {
    const overview: TabsAction = { kind: 'overview', file: 'a', name: 'a.db', isPreview: true };
    const state = run(overview, open('one', true));
    expect(names(state)).toEqual(['one']);
    expect(activeName(tabsReducer(state, { kind: 'back' }))).toBe('a.db');
    expect(names(run(overview, open('one', true), { kind: 'closeFile', file: 'a' }))).toEqual([]);
  });

  test('gives the place of a preview to the next one, until it is kept', () => {
    const previewed = run(open('one', true), open('two', true));
    expect(names(previewed)).toEqual(['two']);
    const kept = tabsReducer(previewed, { kind: 'keep', id: previewed.active ?? '' });
    expect(names(tabsReducer(kept, open('three', true)))).toEqual(['two', 'three']);
  });

  test('keeps a preview that is opened again without being one', () => {
    expect(activeTab(run(open('one', true), open('one')))).toMatchObject({ isPreview: false });
  });

  test('opens filtered rows beside a tab of the same table', () => {
    const filter = [{ column: 'id', text: '=1' }];
    const state = run(open('one'), {
      kind: 'open',
      file: 'a',
      object: table('one'),
      isPreview: true,
      initial: { filter },
    });
    expect(names(state)).toEqual(['one', 'one']);
    expect(activeTab(state)).toMatchObject({ initial: { filter } });
  });

  test('shows the right neighbour of a closed tab, else the left one', () => {
    const three = run(open('one'), open('two'), open('three'));
    const last = tabsReducer(three, { kind: 'close', id: three.active ?? '' });
    expect(activeName(last)).toBe('two');
    const middle = tabsReducer(three, { kind: 'step', step: -1 });
    expect(activeName(tabsReducer(middle, { kind: 'close', id: middle.active ?? '' }))).toBe('three');
    const first = run(open('one'), open('two'), { kind: 'step', step: -1 });
    expect(activeName(tabsReducer(first, { kind: 'close', id: first.active ?? '' }))).toBe('two');
  });

  test('goes back to a preview that was replaced, and forward again', () => {
    const followed = run(open('one', true), open('two', true));
    const back = tabsReducer(followed, { kind: 'back' });
    expect(activeName(back)).toBe('one');
    expect(activeName(tabsReducer(back, { kind: 'forward' }))).toBe('two');
  });

  test('closes the tabs of a closed file and forgets its history', () => {
    const state = run(open('one'), open('two', false, 'b'), open('three'), { kind: 'closeFile', file: 'a' });
    expect(names(state)).toEqual(['two']);
    expect(state.past.every((tab) => tab.file === 'b')).toBe(true);
  });

  test('shows why a file does not open, in one tab however often it is tried', () => {
    const path = '/data/gone.sqlite';
    const state = run(
      { kind: 'opening', path },
      { kind: 'failed', path, failure },
      { kind: 'failed', path, failure },
    );
    expect(names(state)).toEqual(['gone.sqlite']);
    expect(names(tabsReducer(state, { kind: 'opened', path, file: 'f1' }))).toEqual([]);
  });

  test('whatever is done, ids are unique, at most one tab is a preview, and the active tab is there', () => {
    const id = fc.integer({ min: 1, max: 12 }).map((number) => `tab-${number}`);
    const name = fc.constantFrom('one', 'two', 'three', 'four');
    const file = fc.constantFrom('a', 'b');
    const action: fc.Arbitrary<TabsAction> = fc.oneof(
      fc.record({
        kind: fc.constant('open' as const),
        file,
        object: name.map(table),
        isPreview: fc.boolean(),
      }),
      fc.record({ kind: fc.constant('close' as const), id }),
      fc.record({ kind: fc.constant('closeOthers' as const), id }),
      fc.record({ kind: fc.constant('activate' as const), id }),
      fc.record({ kind: fc.constant('keep' as const), id }),
      fc.record({ kind: fc.constant('move' as const), id, to: fc.integer({ min: -2, max: 9 }) }),
      fc.record({ kind: fc.constant('closeFile' as const), file }),
      fc.record({ kind: fc.constant('step' as const), step: fc.constantFrom(1 as const, -1 as const) }),
      fc.record({ kind: fc.constant('failed' as const), path: name, failure: fc.constant(failure) }),
      fc.constant<TabsAction>({ kind: 'back' }),
      fc.constant<TabsAction>({ kind: 'forward' }),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        const state = run(...actions);
        const ids = state.tabs.map((tab) => tab.id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(state.tabs.filter((tab) => tab.kind === 'object' && tab.isPreview).length).toBeLessThan(2);
        if (state.tabs.length === 0) expect(state.active).toBeNull();
        else expect(ids).toContain(state.active);
      }),
    );
  });
});
