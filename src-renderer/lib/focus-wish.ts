const wished = new Set<string>();

/** Who opens something to type into it wants the focus there as soon as it is drawn. */
export function wishFocus(key: string): void {
  wished.add(key);
}

/** Whether the focus was wished for; true once. */
export function takeFocusWish(key: string): boolean {
  return wished.delete(key);
}
