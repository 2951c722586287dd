import { isBlank, QUOTE, skipBlanks, skipString } from './scan.ts';

/**
 * 53 bits of a text, in base 36: tells whether two sides hold the same text. Quick, the same everywhere, and no
 * proof against somebody who looks for two texts of one hash (cyrb53 by bryc, public domain).
 */
export function textHash(text: string): string {
  let low = SEED_LOW;
  let high = SEED_HIGH;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, PRIME_LOW);
    high = Math.imul(high ^ code, PRIME_HIGH);
  }
  return finish(low, high).toString(36);
}

/** The same of one JSON value as a safe integer, without the blanks between its tokens. */
export function valueHash(text: string, from: number, to: number): number {
  let low = SEED_LOW;
  let high = SEED_HIGH;
  let at = from;
  while (at < to) {
    const first = text.charCodeAt(at);
    if (isBlank(first)) {
      at = skipBlanks(text, at);
      continue;
    }
    const end = first === QUOTE ? skipString(text, at) : at + 1;
    for (; at < end; at += 1) {
      const code = text.charCodeAt(at);
      low = Math.imul(low ^ code, PRIME_LOW);
      high = Math.imul(high ^ code, PRIME_HIGH);
    }
  }
  return finish(low, high);
}

/** The hash of a list from that of the list without its last member and that of the member. */
export function chainHash(list: number, member: number): number {
  const low = Math.imul(list ^ SEED_LOW, PRIME_LOW) ^ member;
  const high = Math.imul(upper(list) ^ SEED_HIGH, PRIME_HIGH) ^ upper(member);
  return finish(Math.imul(low, PRIME_HIGH), Math.imul(high, PRIME_LOW));
}

const SEED_LOW = 0xdeadbeef;
const SEED_HIGH = 0x41c6ce57;
const PRIME_LOW = 2654435761;
const PRIME_HIGH = 1597334677;

/** Spreads two times 32 bits over one safe integer. */
function finish(low: number, high: number): number {
  const one = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  const other = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return 4294967296 * (2097151 & other) + (one >>> 0);
}

/** The bits of a safe integer above its lower 32. */
function upper(hash: number): number {
  return Math.floor(hash / 4294967296);
}
