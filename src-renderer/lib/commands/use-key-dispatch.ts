import { useEffect, useEffectEvent } from 'react';
import { isApple } from '../split-keys.ts';
import type { Commands } from './command-context.tsx';
import type { CommandRegion } from './command-spec.ts';
import type { CommandId } from './command-specs.ts';
import { chordOf, isBareChord, isTextChord } from './key-chord.ts';

/** What floats over the window and keeps the keys for itself; a message does not, although it is a dialog by role. */
const MODAL =
  ':is([role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]):not([data-message])';
const TEXT = 'input:not([type="checkbox"], [type="radio"]), textarea, [contenteditable="true"]';

/**
 * Runs commands by their keys, for the whole window. What a widget has used already (`preventDefault`) is left
 * alone; then the regions around the focus are asked, the nearest first (`data-command-region`).
 */
export function useKeyDispatch(commands: Commands): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const chord = chordOf(
      {
        key: event.key,
        code: event.code,
        ctrlKey: event.ctrlKey,
        metaKey: event.metaKey,
        altKey: event.altKey,
        shiftKey: event.shiftKey,
        isAltGraph: event.getModifierState('AltGraph'),
      },
      isApple,
    );
    if (chord === null) return;
    const target = event.target instanceof Element ? event.target : document.body;
    const id = commandAt(commands, target, chord);
    if (id === undefined) return;
    event.preventDefault();
    // The toasts listen at the window too: with one of them shown, F6 would go to them each time and never on.
    event.stopImmediatePropagation();
    commands.center.run(id);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}

/** The command that a chord means where the focus is, if it can be done now. */
export function commandAt({ center, keys }: Commands, target: Element, chord: string): CommandId | undefined {
  if (target.closest(MODAL) !== null) return undefined;
  if (target.matches(TEXT) && isTextChord(chord, isApple)) return undefined;
  for (const { region, element } of regionsAround(target)) {
    // A key alone belongs to what has the focus itself: Space on a button presses it.
    if (isBareChord(chord) && element !== null && element !== target && region !== 'tree') continue;
    const id = keys.at(region, chord);
    const handler = id === undefined ? undefined : center.find(id);
    if (id !== undefined && handler !== undefined && handler.isOff !== true) return id;
  }
  return undefined;
}

function regionsAround(target: Element) {
  const regions: { readonly region: CommandRegion; readonly element: Element | null }[] = [];
  let element = target.closest('[data-command-region]');
  while (element !== null) {
    // The attribute is only written by this app's components.
    regions.push({ region: element.getAttribute('data-command-region') as CommandRegion, element });
    element = element.parentElement?.closest('[data-command-region]') ?? null;
  }
  return [...regions, { region: 'everywhere' as const, element: null }];
}
