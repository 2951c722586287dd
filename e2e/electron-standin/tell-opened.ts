/**
 * Has `window.open` ask the app instead of Chromium, which would make the window first: a page whose app says no gets
 * null at once, as in Electron. Runs in the page's world as text, before the page.
 */
export function tellOpened(eventName: string): void {
  const { CustomEvent, URL } = globalThis;
  const dispatch = window.dispatchEvent.bind(window);
  window.open = (address = '', frameName = '') => {
    const url = address === '' ? 'about:blank' : new URL(address, document.baseURI).href;
    dispatch(new CustomEvent(eventName, { detail: { url, frameName } }));
    return null;
  };
}
