import { isField, isLarge, type ReadValue } from '../read-value.ts';
import { isRawText } from '../stored-value.ts';
import { realText } from './real-text.ts';

/** A value as text, with what a format may have to tell apart. */
export interface PlainValue {
  /** `nothing`: NULL, or no value at the path of a document. */
  readonly kind: 'nothing' | 'text' | 'other';
  readonly text: string;
}

const NOTHING: PlainValue = { kind: 'nothing', text: '' };

/** A complete value as plain text: BLOBs as `x'00ff'` (as filters take them), JSONB as JSON, objects and arrays of documents as JSON. */
export function plainValue(value: ReadValue, jsonOf: (bytes: Uint8Array) => string | null): PlainValue {
  if (value === null) return NOTHING;
  switch (typeof value) {
    case 'string':
      return { kind: 'text', text: value };
    case 'bigint':
      return other(String(value));
    case 'number':
      return other(realText(value));
    default:
  }
  if (isRawText(value)) return { kind: 'text', text: repairedText(value.rawText) };
  if (isField(value)) {
    if (value.json === null) return NOTHING;
    // A string literal of valid JSON.
    return value.json.startsWith('"')
      ? { kind: 'text', text: JSON.parse(value.json) as string }
      : other(value.json);
  }
  if (isLarge(value)) throw new TypeError('A value is to be written of which only the start was read.');
  const json = jsonOf(value);
  return json === null ? other(`x'${hexOf(value)}'`) : { kind: 'text', text: json };
}

/** Bytes that are no text, with U+FFFD where they are none: the nearest that these formats can hold. */
export function repairedText(bytes: Uint8Array): string {
  return bufferOf(bytes).toString('utf8');
}

export function hexOf(bytes: Uint8Array): string {
  return bufferOf(bytes).toString('hex');
}

export function base64Of(bytes: Uint8Array): string {
  return bufferOf(bytes).toString('base64');
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function other(text: string): PlainValue {
  return { kind: 'other', text };
}
