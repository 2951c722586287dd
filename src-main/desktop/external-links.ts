import { BrowserWindow, dialog, shell, type WebContents } from 'electron';

const asked = new WeakSet<WebContents>();

/**
 * Opens a web address in the user's browser, after a question. The only way out of the page: http and https, one
 * question at a time; anything else does nothing.
 */
export async function offerExternalLink(contents: WebContents, address: string): Promise<void> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const window = BrowserWindow.fromWebContents(contents);
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) return;
  if (window === null || asked.has(contents)) return;
  asked.add(contents);
  try {
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: `Open a page of ${url.host} in your browser?`,
      detail: url.href.length > 300 ? `${url.href.slice(0, 300)}…` : url.href,
      buttons: ['Open', 'Cancel'],
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    });
    if (response === 0) await shell.openExternal(url.href);
  } catch (error) {
    console.error('The address could not be opened:', error);
  } finally {
    asked.delete(contents);
  }
}
