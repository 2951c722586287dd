import { useEffect, useEffectEvent } from 'react';
import { isApple } from '../lib/split-keys.ts';
import { type Command, commandFor } from './commands.ts';
import { chordOf } from './key-chord.ts';

/**
 * Runs commands by their keys. What the focused region has used already (`preventDefault`) is left alone: the same
 * key may mean something nearer.
 */
export function useCommands(commands: readonly Command[], reserved: readonly string[]): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const command = commandFor(commands, chordOf(event, isApple), reserved);
    if (command === undefined) return;
    event.preventDefault();
    command.run();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}
