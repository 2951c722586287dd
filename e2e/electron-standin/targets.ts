import { whenChromiumRuns } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import type { CdpEvent } from './cdp-pipe.ts';
import type { Protocol } from './chromium-protocol.ts';
import { tellDownload } from './session.ts';
import { contentsOf } from './web-contents.ts';

/** Follows Chromium's pages: windows that pages open, pages that end, downloads. */
export function followTargets(): void {
  whenChromiumRuns(async (chromium) => {
    chromium.listen('browser', (event) => {
      try {
        hear(event);
      } catch (error) {
        console.error(error);
      }
    });
    await chromium.send('Browser.setDownloadBehavior', { behavior: 'default', eventsEnabled: true });
  });

  function hear({ method, params }: CdpEvent): void {
    switch (method) {
      case 'Target.targetCreated':
        closeOpened((params as Protocol.Target.targetCreatedPayload).targetInfo);
        break;
      case 'Target.targetDestroyed': {
        const contents = contentsOf((params as Protocol.Target.targetDestroyedPayload).targetId);
        if (contents !== undefined) BrowserWindow.fromWebContents(contents)?.destroy();
        break;
      }
      case 'Browser.downloadWillBegin':
        tellDownload(params as Protocol.Browser.downloadWillBeginPayload);
        break;
    }
  }
}

/** A link with a target opens a page past `window.open`: it is closed at once. */
function closeOpened({ targetId, openerId, url }: Protocol.Target.TargetInfo): void {
  const opener = openerId === undefined ? undefined : contentsOf(openerId);
  if (opener === undefined) return;
  opener._closeOpened(targetId);
  opener._askToOpen(url);
}
