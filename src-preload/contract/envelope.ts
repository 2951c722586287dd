/**
 * The three envelopes of the bridge, put around values that are encoded already, without decoding them: msgpack
 * maps of two entries, written by hand. `decode` gives the same as if the whole had been encoded at once.
 *
 * Source: https://github.com/msgpack/msgpack/blob/master/spec.md
 */
const FIXMAP_OF_2 = 0x82;
const FIXSTR = 0xa0;
const STR8 = 0xd9;
const TRUE = 0xc3;

const textEncoder = new TextEncoder();
const textDecoder = new TextDecoder();

/** A short text as msgpack. At most 255 bytes of UTF-8: names of methods and events. */
function shortText(text: string): Uint8Array {
  const utf8 = textEncoder.encode(text);
  if (utf8.byteLength > 255) throw new RangeError('A name in an envelope has at most 255 bytes.');
  const head = utf8.byteLength < 32 ? [FIXSTR | utf8.byteLength] : [STR8, utf8.byteLength];
  return Uint8Array.from([...head, ...utf8]);
}

const OK_HEAD = Uint8Array.from([FIXMAP_OF_2, ...shortText('ok'), TRUE, ...shortText('value')]);
const METHOD_KEY = Uint8Array.from([FIXMAP_OF_2, ...shortText('method')]);
const INPUT_KEY = shortText('input');
const EVENT_KEY = Uint8Array.from([FIXMAP_OF_2, ...shortText('event')]);
const VALUE_KEY = shortText('value');

/** `{ok: true, value}` around an encoded value. */
export function okEnvelope(value: Uint8Array): Uint8Array<ArrayBuffer> {
  return join(OK_HEAD, value);
}

/** `{method, input}` around an encoded input. */
export function callEnvelope(method: string, input: Uint8Array): Uint8Array<ArrayBuffer> {
  return join(METHOD_KEY, shortText(method), INPUT_KEY, input);
}

/** `{event, value}` around an encoded value. */
export function eventEnvelope(event: string, value: Uint8Array): Uint8Array<ArrayBuffer> {
  return join(EVENT_KEY, shortText(event), VALUE_KEY, value);
}

/** Takes `eventEnvelope` apart without decoding the value; undefined when the bytes are something else. */
export function openEvent(
  envelope: Uint8Array,
): { readonly event: string; readonly value: Uint8Array } | undefined {
  if (!startsWith(envelope, EVENT_KEY, 0)) return undefined;
  let at = EVENT_KEY.byteLength;
  const head = envelope[at] ?? 0;
  let length = head & 0x1f;
  if (head === STR8) {
    at += 1;
    length = envelope[at] ?? 0;
  } else if ((head & 0xe0) !== FIXSTR) return undefined;
  const value = at + 1 + length + VALUE_KEY.byteLength;
  if (!startsWith(envelope, VALUE_KEY, at + 1 + length)) return undefined;
  return {
    event: textDecoder.decode(envelope.subarray(at + 1, at + 1 + length)),
    value: envelope.subarray(value),
  };
}

function startsWith(bytes: Uint8Array, part: Uint8Array, offset: number): boolean {
  return part.every((byte, index) => bytes[offset + index] === byte);
}

function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let length = 0;
  for (const part of parts) length += part.byteLength;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
