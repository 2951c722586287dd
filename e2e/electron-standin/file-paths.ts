import type { Protocol } from './chromium-protocol.ts';
import type { WebContents } from './web-contents.ts';

/**
 * Answers the preload's `webUtils.getPathForFile`, which stops at a `debugger` statement with the file at hand:
 * Chromium's debugger alone knows which path a dropped or chosen file has. Any other stop goes on at once.
 */
export async function answerDebugger(
  contents: WebContents,
  { callFrames }: Protocol.Debugger.pausedPayload,
): Promise<void> {
  try {
    const frame = callFrames[0]?.callFrameId;
    if (frame !== undefined) await answer(contents, frame);
  } catch (error) {
    console.error('[electron-standin] getPathForFile:', error);
  } finally {
    await contents._send('Debugger.resume').catch(() => {});
  }
}

async function answer(contents: WebContents, callFrameId: string): Promise<void> {
  const evaluate = (expression: string) =>
    contents._send('Debugger.evaluateOnCallFrame', { callFrameId, expression });
  const { result } = await evaluate('asked.electronStandinFile');
  if (result.objectId === undefined) return;
  // A file that a script has made has no path, and Chromium says so by an error or an empty one.
  const path = await contents._send('DOM.getFileInfo', { objectId: result.objectId }).then(
    (info) => info.path,
    () => '',
  );
  await evaluate(`asked.path = ${JSON.stringify(path)}`);
}
