import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CommandId, commandSpec, commandSpecs } from './command-specs.ts';
import { type KeyMapOptions, keyMap, withKeys } from './key-map.ts';
import { refusedChord } from './refused-chord.ts';

const RESERVED = ['Ctrl+T', 'Ctrl+N', 'Ctrl+W', 'Ctrl+Tab', 'Ctrl+Shift+Tab'];
const map = (options: Partial<KeyMapOptions> = {}) =>
  keyMap(commandSpecs, { isApple: false, reserved: [], changes: {}, ...options });

describe('the commands', () => {
  test('have ids of their own', () => {
    expect(new Set(commandSpecs.map(({ id }) => id)).size).toBe(commandSpecs.length);
  });

  test('do not ask for the same key in one region, whatever the map', () => {
    for (const isApple of [false, true]) {
      for (const reserved of [[], RESERVED]) {
        const keys = map({ isApple, reserved });
        for (const { id } of commandSpecs) expect(keys.lostBy(id), id).toEqual([]);
      }
    }
  });

  test('have keys by default that could be given to them by hand', () => {
    for (const spec of commandSpecs) {
      if (spec.isFixed === true) continue;
      for (const chord of map().keysOf(spec.id)) {
        const reason = refusedChord(chord, spec, { reserved: [], isApple: false, specs: commandSpecs });
        expect(reason, `${spec.id} ${chord}`).toBeNull();
      }
    }
  });
});

describe('the keys in force', () => {
  test('are others where the shell keeps some for itself', () => {
    expect(map().keysOf('tab.close')).toEqual(['Ctrl+W']);
    expect(map({ reserved: RESERVED }).keysOf('tab.close')).toEqual(['Alt+W']);
    expect(map({ reserved: RESERVED }).at('everywhere', 'Ctrl+W')).toBeUndefined();
  });

  test('are those that were chosen; who had them has lost them', () => {
    const keys = map({ changes: { 'grid.copyJson': ['Ctrl+C'] } });
    expect(keys.keysOf('grid.copyJson')).toEqual(['Ctrl+C']);
    expect(keys.keysOf('grid.copy')).toEqual([]);
    expect(keys.lostBy('grid.copy')).toEqual([{ chord: 'Ctrl+C', to: 'grid.copyJson' }]);
    expect(keys.at('grid', 'Ctrl+Shift+C')).toBeUndefined();
  });

  test('belong to a region: the same key may mean something else elsewhere', () => {
    const keys = map({ changes: { palette: ['Ctrl+C'] } });
    expect(keys.at('everywhere', 'Ctrl+C')).toBe('palette');
    expect(keys.at('grid', 'Ctrl+C')).toBe('grid.copy');
  });

  test('go to the change that was made last', () => {
    const first = withKeys({}, 'settings', ['Ctrl+M']);
    const second = withKeys(first, 'keys', ['Ctrl+M']);
    expect(map({ changes: second }).at('everywhere', 'Ctrl+M')).toBe('keys');
    expect(map({ changes: withKeys(second, 'settings', ['Ctrl+M']) }).at('everywhere', 'Ctrl+M')).toBe(
      'settings',
    );
    expect(map({ changes: withKeys(second, 'keys', null) }).keysOf('keys')).toEqual(['Ctrl+/']);
  });

  test('cannot be taken from a widget, and a command may have none', () => {
    const keys = map({ changes: { 'grid.copy': ['Up'], palette: [] } });
    expect(keys.at('grid', 'Up')).toBe('grid.move');
    expect(keys.lostBy('grid.copy')).toEqual([{ chord: 'Up', to: 'grid.move' }]);
    expect(keys.keysOf('palette')).toEqual([]);
  });

  test('of any changes mean one command in each region, and the last change has what it asks for', () => {
    const ids = commandSpecs.filter((spec) => spec.isFixed !== true).map(({ id }) => id);
    const chords = fc.constantFrom('Ctrl+C', 'Ctrl+K', 'Alt+F', 'F3', 'F6', 'Ctrl+M', 'Ctrl+W', 'Space');
    const wishes = fc.array(fc.tuple(fc.constantFrom(...ids), fc.array(chords, { maxLength: 3 })), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(wishes, fc.boolean(), (list, isBrowser) => {
        const reserved = isBrowser ? RESERVED : [];
        const changes = list.reduce((all, [id, keys]) => withKeys(all, id, keys), {});
        const keys = map({ changes, reserved });
        const seen = new Set<string>();
        for (const { id, where } of commandSpecs) {
          for (const chord of keys.keysOf(id)) {
            expect(reserved).not.toContain(chord);
            expect(seen.has(`${where} ${chord}`)).toBe(false);
            seen.add(`${where} ${chord}`);
            expect(keys.at(where, chord)).toBe(id);
          }
          for (const { chord, to } of keys.lostBy(id)) expect(keys.at(where, chord)).toBe(to);
        }
        const [last, wanted] = list.at(-1) as [CommandId, string[]];
        const region = commandSpec(last).where;
        const isFixed = (chord: string) =>
          commandSpecs.some((spec) => spec.isFixed && spec.where === region && spec.keys?.includes(chord));
        const allowed = [...new Set(wanted)].filter((chord) => !reserved.includes(chord) && !isFixed(chord));
        expect(keys.keysOf(last)).toEqual(allowed);
      }),
    );
  });
});

test.each([
  ['settings', 'Ctrl+T', 'browser keeps'],
  ['settings', 'A', 'types a character'],
  ['settings', 'Enter', 'types or moves'],
  ['settings', 'Ctrl+C', 'Text fields'],
  ['settings', 'Ctrl+Plus', 'zoom'],
  ['settings', 'Ctrl+Alt+E', 'AltGr'],
  ['settings', 'Tab', 'always moves'],
  ['grid.copy', 'Shift+Down', 'Move'],
  ['grid.copy', 'Ctrl+Up', 'edge'],
  ['settings', 'Ctrl+M', null],
  ['settings', 'F9', null],
  ['grid.open', 'Delete', null],
  ['grid.copy', 'Ctrl+C', null],
] as const)('%s may have %s, or not: %s', (id, chord, reason) => {
  const said = refusedChord(chord, commandSpec(id), {
    reserved: RESERVED,
    isApple: false,
    specs: commandSpecs,
  });
  if (reason === null) expect(said).toBeNull();
  else expect(said).toContain(reason);
});
