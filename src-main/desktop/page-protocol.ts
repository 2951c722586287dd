import { protocol } from 'electron';
import { pageAnswer } from '../page/page-answer.ts';
import type { PageFiles } from '../page/page-files.ts';
import { safetyHeaders } from '../page/safety-headers.ts';
import { PAGE_ADDRESS, PAGE_SCHEME } from './page-address.ts';

/**
 * Makes the scheme one with an origin, a secure context and `fetch`. Before the app is ready, or never.
 *
 * Source: https://www.electronjs.org/docs/latest/api/protocol#protocolregisterschemesasprivilegedcustomschemes
 */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: PAGE_SCHEME,
      // Only the schemes of the web keep compiled code unless told.
      privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, codeCache: true },
    },
  ]);
}

/** Answers every request of the scheme from these files: what is not among them is not there. */
export function servePage(files: PageFiles): void {
  protocol.handle(PAGE_SCHEME, ({ method, url }) => {
    if (method !== 'GET' && method !== 'HEAD') return refusal(405, 'Only GET.');
    const { href, pathname } = new URL(url);
    const file = href.startsWith(PAGE_ADDRESS) ? files.get(pathname) : undefined;
    if (file === undefined) return refusal(404, 'There is nothing here.');
    const { headers, body } = pageAnswer(file);
    return new Response(method === 'HEAD' ? null : new Uint8Array(body), { headers });
  });
}

function refusal(status: number, text: string): Response {
  return new Response(`${text}\n`, {
    status,
    headers: { ...safetyHeaders(), 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });
}
