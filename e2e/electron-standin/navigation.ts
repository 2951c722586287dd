import type { Protocol } from './chromium-protocol.ts';
import { answerRequest, toApp, toChromium } from './protocol.ts';
import { createEvent } from './strict.ts';
import type { WebContents } from './web-contents.ts';

/** A request of a page that Chromium holds back: documents, and everything of the app's own schemes. */
type Paused = Protocol.Fetch.requestPausedPayload;

/** Asks the guards of the app, then has the request answered: by the app's handler or, elsewhere, by Chromium. */
export async function answerPaused(contents: WebContents, paused: Paused): Promise<void> {
  const { requestId, request } = paused;
  try {
    if (paused.resourceType === 'Document') {
      if (isPrevented(contents, paused)) {
        await contents._send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
        return;
      }
      const isMainFrame = paused.frameId === contents._targetId;
      contents._tellStart(request.url + (request.urlFragment ?? ''), isMainFrame, false);
    }
    const answer = answerRequest(requestOf(paused), toApp(request.url));
    if (answer === undefined) await contents._send('Fetch.continueRequest', { requestId });
    else await fulfil(contents, requestId, await answer);
  } catch (error) {
    if (contents.isDestroyed() || (error instanceof Error && error.name === 'CdpGone')) return;
    // Chromium has given the request up, as when another page is loaded meanwhile.
    if (error instanceof Error && error.message.includes('Invalid InterceptionId')) return;
    console.error('[electron-standin] a request failed:', error);
    contents._send('Fetch.failRequest', { requestId, errorReason: 'Failed' }).catch(() => {});
  }
}

function isPrevented(contents: WebContents, paused: Paused): boolean {
  const { request, frameId, redirectedRequestId } = paused;
  const isMainFrame = frameId === contents._targetId;
  const url = toApp(request.url + (request.urlFragment ?? ''));
  const ask = (name: string) => {
    const event = createEvent({ url, isMainFrame, isSameDocument: false, frame: contents.mainFrame });
    contents.emit(name, event, url);
    return event.defaultPrevented;
  };
  if (redirectedRequestId !== undefined) return ask('will-redirect');
  // What main itself loads is not asked about.
  if (isMainFrame && contents._isOwnNavigation) return false;
  return ask('will-frame-navigate') || (isMainFrame && ask('will-navigate'));
}

function requestOf({ request }: Paused): Request {
  const { method, headers, postData } = request;
  const address = toApp(request.url);
  return new Request(address, { method, headers, ...(postData === undefined ? {} : { body: postData }) });
}

async function fulfil(contents: WebContents, requestId: string, response: Response): Promise<void> {
  const responseHeaders = [...response.headers].map(([name, value]) => ({
    name,
    value: name === 'location' ? toChromium(value) : value,
  }));
  await contents._send('Fetch.fulfillRequest', {
    requestId,
    responseCode: response.status,
    responseHeaders,
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
  });
}
