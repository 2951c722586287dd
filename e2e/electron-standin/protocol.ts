import type { CustomScheme } from 'electron';
import { app } from './app.ts';
import { notEnforced, notImplemented, strict } from './strict.ts';

type Handler = (request: Request) => Response | Promise<Response>;

const standard = new Set<string>();
const handlers = new Map<string, Handler>();

/**
 * Chromium's tools cannot answer for schemes of an app's own, so `scheme://host/path` is fetched as
 * `http://host.scheme.localhost/path`: a secure context with an origin of its own, as the scheme would be.
 */
export function toChromium(address: string): string {
  const [, scheme = '', host = '', rest = ''] =
    /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(address) ?? [];
  return standard.has(scheme) ? `http://${host}.${scheme}.localhost${rest === '' ? '/' : rest}` : address;
}

/** The other way: the address as the app knows it. */
export function toApp(address: string): string {
  if (address.startsWith('blob:')) return `blob:${toApp(address.slice('blob:'.length))}`;
  const [, host = '', scheme = '', rest = ''] =
    /^http:\/\/([^/]*)\.([^./:]+)\.localhost(?::\d+)?(.*)$/.exec(address) ?? [];
  return standard.has(scheme) ? `${scheme}://${host}${rest}` : address;
}

/** The origin of an address as Electron's frames have it. */
export function originOf(address: string): string {
  const [, own] = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)/i.exec(address) ?? [];
  return own ?? 'null';
}

/** Patterns of the addresses that the app's own schemes stand behind. */
export function schemePatterns(): readonly string[] {
  return [...standard].map((scheme) => `http://*.${scheme}.localhost/*`);
}

/** Answers a request for an app's scheme; undefined for every other address. */
export function answerRequest(request: Request, address: string): Promise<Response> | undefined {
  const scheme = address.slice(0, address.indexOf(':'));
  if (!standard.has(scheme)) return undefined;
  const handler = handlers.get(scheme);
  if (handler === undefined) return Promise.reject(new Error(`Nobody handles ${scheme}.`));
  return Promise.resolve(handler(request));
}

/** Electron's `protocol`, of which only standard schemes and `handle` are there. */
export const protocol = strict('protocol', {
  registerSchemesAsPrivileged(schemes: readonly CustomScheme[]) {
    if (app.isReady()) {
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    }
    for (const { scheme, privileges } of schemes) {
      if (privileges?.standard !== true) throw notImplemented(`the scheme ${scheme} without \`standard\``);
      if (privileges.secure !== true) notEnforced(`the scheme ${scheme} without \`secure\`: it is secure`);
      standard.add(scheme);
    }
  },
  handle(scheme: string, handler: Handler) {
    if (handlers.has(scheme)) throw new Error(`The scheme ${scheme} is handled already.`);
    if (!standard.has(scheme)) throw notImplemented(`protocol.handle('${scheme}') without registering it`);
    handlers.set(scheme, handler);
  },
  unhandle: (scheme: string) => void handlers.delete(scheme),
  isProtocolHandled: (scheme: string) => handlers.has(scheme),
});
