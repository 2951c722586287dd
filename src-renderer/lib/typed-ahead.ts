/** Milliseconds after which a field that has not come is given up. */
const MOST = 3_000;

/** What was typed before the field for it was there. */
export interface TypedAhead {
  readonly text: string;
  /** Enter was pressed after the text. */
  readonly isEntered: boolean;
}

let stop: (() => TypedAhead) | undefined;

/**
 * Keeps what is typed from now on, until `takeTypedAhead`: between the key that opens a field and the moment when the
 * field has the focus, quick hands are ahead, and their keys would do something else.
 */
export function keepTypedAhead(): void {
  takeTypedAhead();
  let text = '';
  let isEntered = false;
  const hear = (event: KeyboardEvent) => {
    const { key, ctrlKey, metaKey, altKey } = event;
    const isCharacter = [...key].length === 1;
    if (event.isComposing || ctrlKey || metaKey || altKey) return;
    if (!isCharacter && key !== 'Enter' && key !== 'Backspace') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isEntered) return;
    if (key === 'Enter') isEntered = true;
    else text = isCharacter ? text + key : text.slice(0, -1);
  };
  const timer = setTimeout(takeTypedAhead, MOST);
  window.addEventListener('keydown', hear, { capture: true });
  stop = () => {
    clearTimeout(timer);
    window.removeEventListener('keydown', hear, { capture: true });
    return { text, isEntered };
  };
}

/** Ends what `keepTypedAhead` began, and gives what was typed meanwhile. */
export function takeTypedAhead(): TypedAhead {
  const typed = stop?.() ?? { text: '', isEntered: false };
  stop = undefined;
  return typed;
}
