import { app, type Session, type WebContents } from 'electron';
import { offerExternalLink } from './external-links.ts';
import { isPageAddress, PAGE_ADDRESS } from './page-address.ts';

/**
 * Keeps every web contents of the app, whoever made it, on the page: no navigation, no redirect, no new window, no
 * webview. Before the first window.
 */
export function guardContents(): void {
  app.on('web-contents-created', (_event, contents) => {
    // The page may load itself anew, as after an error that it could not get over.
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame || !isPageAddress(event.url)) event.preventDefault();
    });
    contents.on('will-navigate', (event) => {
      if (!isPageAddress(event.url)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      void offerExternalLink(contents, url);
      return { action: 'deny' };
    });
  });
}

/**
 * Denies every permission but one: the page may put text on the clipboard, which Chromium allows only upon a click
 * or a key. Downloads are what the page itself has made.
 */
export function guardSession(session: Session): void {
  session.setPermissionCheckHandler(
    (contents, permission, origin) => isCopying(permission) && isOwnOrigin(origin) && isOnPage(contents),
  );
  session.setPermissionRequestHandler((contents, permission, answer, { isMainFrame }) =>
    answer(isCopying(permission) && isMainFrame && isOnPage(contents)),
  );
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${PAGE_ADDRESS}`)) event.preventDefault();
  });
}

function isCopying(permission: string): boolean {
  return permission === 'clipboard-sanitized-write';
}

/** Electron gives origins with a slash at their end here, and without one there. */
function isOwnOrigin(origin: string): boolean {
  return `${origin}/`.startsWith(PAGE_ADDRESS);
}

function isOnPage(contents: WebContents | null): boolean {
  return contents !== null && isPageAddress(contents.getURL());
}
