/** What a response lets its document do. */
export interface ContentPolicy {
  /** Where the page may connect to besides its own origin. */
  readonly connect?: readonly string[] | undefined;
  /** Of this response only: the editor writes a style element that carries it. Styles, never scripts. */
  readonly styleNonce?: string | undefined;
}

/**
 * The headers that keep a page to itself, for every response of both shells. No inline code, no foreign origin, no
 * HTML from text (Trusted Types without a single policy).
 */
export function safetyHeaders({
  connect = [],
  styleNonce,
}: ContentPolicy = {}): Readonly<Record<string, string>> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      ["style-src 'self'", ...(styleNonce === undefined ? [] : [`'nonce-${styleNonce}'`])].join(' '),
      "img-src 'self' blob:",
      "font-src 'self'",
      ["connect-src 'self'", ...connect].join(' '),
      "worker-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=()',
  };
}
