import { randomBytes } from 'node:crypto';
import { intoHead, type PageFile } from './page-files.ts';
import { safetyHeaders } from './safety-headers.ts';

/** A whole answer with a file of the page. */
export interface PageAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * The answer that a shell gives with a file. A document gets a nonce of its own, in its policy and in
 * `<meta property="csp-nonce">`, where the page finds it for its editor.
 *
 * @param connect where the page may connect to besides its own origin.
 */
export function pageAnswer(file: PageFile, connect: readonly string[] = []): PageAnswer {
  const isDocument = file.type.startsWith('text/html');
  const styleNonce = isDocument ? randomBytes(16).toString('base64') : undefined;
  const body = isDocument
    ? intoHead(file.bytes, `<meta property="csp-nonce" nonce="${styleNonce}" />`)
    : file.bytes;
  return {
    headers: {
      ...safetyHeaders({ connect, styleNonce }),
      'content-type': file.type,
      'content-length': String(body.byteLength),
      'cache-control': file.isImmutable ? 'private, max-age=31536000, immutable' : 'no-store',
    },
    body,
  };
}
