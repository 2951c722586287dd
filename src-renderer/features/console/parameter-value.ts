import { CellTag } from '../../../src-preload/contract/cell-tag.ts';
import type { EditValue } from '../../../src-preload/contract/edits.ts';
import { numberText } from '../../lib/cells/cell-view.ts';
import { toHex } from '../../lib/cells/hex-dump.ts';

const INTEGER = /^[+-]?\d{1,19}$/;
const REAL = /^[+-]?(?:\d+\.\d*|\.\d+|\d+(?=e))(?:e[+-]?\d+)?$/i;
const BLOB = /^x'((?:[0-9a-f]{2})*)'$/i;
const QUOTED = /^'((?:[^']|'')*)'$/s;
const MOST = 2n ** 63n;

/** What was typed for a parameter: a number, `x'00ff'`, a text in quotes or without; nothing is NULL. */
export function parameterValue(text: string): EditValue {
  if (text === '') return null;
  if (INTEGER.test(text)) {
    const value = BigInt(text.replace(/^\+/, ''));
    if (value < MOST && value >= -MOST) return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }
  if (REAL.test(text)) {
    const value = Number(text);
    return Number.isInteger(value) ? [CellTag.real, value] : value;
  }
  const blob = BLOB.exec(text);
  if (blob !== null) return Uint8Array.from(blob[1]?.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  const quoted = QUOTED.exec(text);
  return quoted === null ? text : (quoted[1] ?? '').replaceAll("''", "'");
}

/** The text that stands for a value in the field of a parameter, from which the same value is read. */
export function parameterText(value: EditValue): string {
  if (value === null) return '';
  if (typeof value === 'string') {
    const isPlain = value !== '' && parameterValue(value) === value;
    return isPlain ? value : `'${value.replaceAll("'", "''")}'`;
  }
  if (typeof value === 'number' || typeof value === 'bigint') return numberText(value);
  if (value instanceof Uint8Array) return `x'${toHex(value)}'`;
  const [tag, inner] = value;
  if (tag !== CellTag.real || typeof inner !== 'number') return '';
  return Number.isInteger(inner) ? inner.toFixed(1) : numberText(inner);
}
