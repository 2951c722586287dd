import { type KeyboardEvent, useEffect, useRef } from 'react';
import { chordOf } from '../../lib/commands/key-chord.ts';
import { isApple } from '../../lib/split-keys.ts';
import { TextField } from '../../ui/text-field.tsx';

export interface KeyPressFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly error?: string | undefined;
  /** A combination was pressed. */
  readonly onChord: (chord: string) => void;
  /** Esc, or the focus went elsewhere. */
  readonly onLeave: (isEscape: boolean) => void;
  /** Backspace. */
  readonly onRemove?: () => void;
}

/** A field that takes the next combination instead of text. Nothing that is pressed in it does anything else. */
export function KeyPressField(props: KeyPressFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  function press(event: KeyboardEvent): void {
    if (event.key === 'Tab' && !event.ctrlKey && !event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const isAlone = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
    if (event.key === 'Escape' && isAlone) props.onLeave(true);
    else if (event.key === 'Backspace' && isAlone && props.onRemove !== undefined) props.onRemove();
    else {
      const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event;
      const isAltGraph = event.getModifierState('AltGraph');
      const chord = chordOf({ key, code, ctrlKey, metaKey, altKey, shiftKey, isAltGraph }, isApple);
      if (chord !== null) props.onChord(chord);
    }
  }
  return (
    <TextField
      ref={field}
      label={props.label}
      placeholder={props.placeholder}
      value=""
      onValueChange={() => undefined}
      onKeyDown={press}
      onBlur={() => props.onLeave(false)}
      error={props.error}
    />
  );
}
