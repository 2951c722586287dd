import { type FileSignature, fileSignatures } from './file-signatures.ts';
import { looksRandom } from './randomness.ts';
import { textKind } from './text-kinds.ts';

/** What a file that is no SQLite database seems to be. */
export type Looks =
  | { readonly kind: 'known'; readonly what: string; readonly startsWith: string | null }
  | { readonly kind: 'random' }
  | { readonly kind: 'zeros' }
  | { readonly kind: 'unknown' };

/** Tells by the head of a file (some kB) what it is. `size` is that of the whole file in bytes. */
export function looksLike(head: Uint8Array, size: number): Looks {
  const signature = fileSignatures.find((candidate) => matches(candidate, head));
  if (signature !== undefined) {
    return { kind: 'known', what: signature.what, startsWith: printableStart(signature, head) };
  }
  if (head.every((byte) => byte === 0)) return { kind: 'zeros' };
  if (isDbase(head, size)) return { kind: 'known', what: 'a dBase table', startsWith: null };
  const text = textKind(head, head.byteLength === size);
  if (text !== undefined) return { kind: 'known', what: text, startsWith: firstWords(head) };
  return looksRandom(head) ? { kind: 'random' } : { kind: 'unknown' };
}

function matches({ offset, bytes }: FileSignature, head: Uint8Array): boolean {
  if (head.byteLength < offset + bytes.length) return false;
  for (let at = 0; at < bytes.length; at += 1) {
    if (head[offset + at] !== bytes.charCodeAt(at)) return false;
  }
  return true;
}

/** Shown as evidence where a user can read it: "%PDF-1.7", not "\xff\xd8". */
function printableStart(signature: FileSignature, head: Uint8Array): string | null {
  return signature.offset === 0 && /^[\x20-\x7e]{3}/u.test(signature.bytes) ? firstWords(head) : null;
}

function firstWords(head: Uint8Array): string | null {
  const line = new TextDecoder().decode(head.subarray(0, 80)).split(/[\r\n\0]/u, 1)[0] ?? '';
  const words = line.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '').trim();
  return words === '' ? null : words.length > 24 ? `${words.slice(0, 24)}…` : words;
}

/** dBase has no magic: version, a plausible date, and header and record lengths that give the file's size. */
function isDbase(head: Uint8Array, size: number): boolean {
  if (head.byteLength < 32 || ![0x02, 0x03, 0x30, 0x31, 0x83, 0x8b, 0xf5].includes(head[0] ?? 0))
    return false;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const [month, day] = [view.getUint8(2), view.getUint8(3)];
  const bytes = view.getUint16(8, true) + view.getUint32(4, true) * view.getUint16(10, true);
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 && Math.abs(size - bytes) <= 1;
}
