import { type RefObject, useLayoutEffect } from 'react';

/** Gives a field the focus before the next key comes: everything selected, or the caret behind what was typed. */
export function useCaretAtEnd(
  field: RefObject<HTMLInputElement | HTMLTextAreaElement | null>,
  selectsAll: boolean,
): void {
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.focus({ preventScroll: true });
    const { length } = element.value;
    element.setSelectionRange(selectsAll ? 0 : length, length);
  }, [field, selectsAll]);
}
