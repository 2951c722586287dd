import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The secrets of one run of the server. */
export interface Secrets {
  /** Stands in the fragment of the address: 256 bits, never sent in a URL. */
  readonly token: string;
  /** What the token is swapped for; a cookie, so that no script can read it. */
  readonly session: string;
}

export function createSecrets(): Secrets {
  return { token: randomBytes(32).toString('base64url'), session: randomBytes(32).toString('base64url') };
}

/** Compares in a time that tells nothing about where two texts differ. */
export function isSameSecret(given: string, wanted: string): boolean {
  return timingSafeEqual(digest(given), digest(wanted));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Why a request is refused; undefined when it comes from this server's own page or from the address bar. */
export function foreignness(request: IncomingMessage, port: number): string | undefined {
  const { host, origin } = request.headers;
  if (host !== `127.0.0.1:${port}`) return 'The Host header does not name this server.';
  if (origin !== undefined && origin !== `http://127.0.0.1:${port}`) return 'Another origin asks.';
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'Another site asks.';
  return undefined;
}

/** Like `foreignness`, for what changes something: its Origin must be there. */
export function foreignnessOfAction(request: IncomingMessage, port: number): string | undefined {
  if (request.headers.origin === undefined) return 'The Origin header is missing.';
  return foreignness(request, port);
}

/** Cookies are shared by all ports of a host: each server has a name of its own. */
export function cookieName(port: number): string {
  return `cairn-${port}`;
}

/** Whether the request carries the session of this run. */
export function hasSession(request: IncomingMessage, port: number, secrets: Secrets): boolean {
  const prefix = `${cookieName(port)}=`;
  const cookies = (request.headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
  return cookies.some(
    (cookie) => cookie.startsWith(prefix) && isSameSecret(cookie.slice(prefix.length), secrets.session),
  );
}
