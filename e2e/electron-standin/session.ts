import { browser } from './app.ts';
import type { Protocol } from './chromium-protocol.ts';
import { originOf, toApp } from './protocol.ts';
import { createEvent, notEnforced, StrictEmitter, strict } from './strict.ts';
import type { WebContents } from './web-contents.ts';

type Check = (contents: WebContents | null, permission: string, origin: string, details: object) => boolean;
type Ask = (
  contents: WebContents,
  permission: string,
  answer: (isGranted: boolean) => void,
  details: { readonly isMainFrame: boolean; readonly requestingUrl: string },
) => void;

/** Electron's names of permissions and Chromium's. */
const PERMISSIONS: Readonly<Record<string, Protocol.Browser.PermissionDescriptor>> = {
  'clipboard-sanitized-write': { name: 'clipboard-write' },
  'clipboard-read': { name: 'clipboard-read' },
  geolocation: { name: 'geolocation' },
  notifications: { name: 'notifications' },
  media: { name: 'camera' },
  midi: { name: 'midi' },
  'idle-detection': { name: 'idle-detection' },
  'window-management': { name: 'window-management' },
};

class Session extends StrictEmitter {
  #check: Check | null = null;
  #ask: Ask | null = null;

  setPermissionCheckHandler(check: Check | null): void {
    this.#check = check;
  }
  setPermissionRequestHandler(ask: Ask | null): void {
    this.#ask = ask;
  }
  setDevicePermissionHandler(_handler: (() => boolean) | null): void {
    notEnforced('session.setDevicePermissionHandler');
  }
  setSpellCheckerEnabled(_isEnabled: boolean): void {}

  /** Whether both handlers allow it now. Without handlers Electron allows everything. */
  async _allows(contents: WebContents, permission: string): Promise<boolean> {
    const requestingUrl = contents.getURL();
    const details = { isMainFrame: true, requestingUrl };
    const origin = originOf(requestingUrl);
    if (this.#check !== null && !this.#check(contents, permission, origin, details)) return false;
    const ask = this.#ask;
    if (ask === null) return true;
    return new Promise((resolve) => ask(contents, permission, resolve, details));
  }
}

/** Electron's `session`, of which there is one. */
export const session = strict('session', { defaultSession: new Session() });

/**
 * Asks the app's handlers about every permission that Chromium's tools can set, and has Chromium hold to the answers
 * for the page's origin. Electron asks when a page wants something; here it is when a page is loaded.
 */
export async function applyPermissions(contents: WebContents, address: string): Promise<void> {
  const origin = URL.canParse(address) ? new URL(address).origin : 'null';
  if (origin === 'null' || toApp(address) === address) return;
  for (const [name, permission] of Object.entries(PERMISSIONS)) {
    const setting = (await session.defaultSession._allows(contents, name)) ? 'granted' : 'denied';
    await browser()
      .send('Browser.setPermission', { permission, setting, origin })
      .catch((error: Error) => {
        if (error.name !== 'CdpGone') notEnforced(`the permission ${name} (${error.message})`);
      });
  }
}

/** A download that a page has begun: the app may prevent it. */
export function tellDownload({
  url,
  guid,
  suggestedFilename,
}: Protocol.Browser.downloadWillBeginPayload): void {
  const event = createEvent();
  const item = strict('DownloadItem', { getURL: () => toApp(url), getFilename: () => suggestedFilename });
  session.defaultSession.emit('will-download', event, item);
  if (event.defaultPrevented)
    browser()
      .send('Browser.cancelDownload', { guid })
      .catch(() => {});
}
