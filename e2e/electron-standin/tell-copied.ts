/**
 * Tells the preload's world of text that the page puts on the clipboard, since main cannot look into Chromium's at
 * once. Runs in the page's world as text, before the page.
 */
export function tellCopied(eventName: string): void {
  const { CustomEvent, Clipboard } = globalThis as Partial<Pick<typeof globalThis, 'Clipboard'>> &
    Pick<typeof globalThis, 'CustomEvent'>;
  // An empty page has no clipboard.
  if (Clipboard === undefined) return;
  const dispatch = window.dispatchEvent.bind(window);
  const { writeText } = Clipboard.prototype;
  Clipboard.prototype.writeText = async function (this: Clipboard, text: string) {
    await writeText.call(this, text);
    dispatch(new CustomEvent(eventName, { detail: text }));
  };
}
