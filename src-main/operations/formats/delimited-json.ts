import type { Delimiters } from './delimited.ts';
import { realText } from './real-text.ts';

const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const COMMA = 0x2c;
const POINT = 0x2e;
const ZERO = 0x30;
const BACKSLASH = 0x5c;
const BRACKET = 0x5d;
const LETTER_E = 0x65;
const LETTER_N = 0x6e;
const LETTER_U = 0x75;
const TAB = 0x09;
const CARRIAGE_RETURN = 0x0d;
const BLANK = 0x20;
const LAST_ASCII = 0x7f;
/** What a byte in a string asks for: quotes around its field, to be doubled there, or a look at what it ends or begins. */
const QUOTED = 1;
const DOUBLED = 2;
const STOP = 4;
/** What a byte does in a number beside being a digit of it. */
const FRACTION = 1;
const POWER = 2;
/** What the letter behind a backslash stands for, but for `u`. */
const ESCAPES = new Map([...'"\\bfnrt'].map((letter) => [code(letter), code(JSON.parse(`"\\${letter}"`))]));
/** White space beyond ASCII: the bytes of its UTF-8 behind a 1 as one number. */
const WIDE_BLANKS = new Set(
  [
    0xa0,
    0x1680,
    0x2028,
    0x2029,
    0x202f,
    0x205f,
    0x3000,
    0xfeff,
    ...Array.from({ length: 11 }, (_, n) => 0x2000 + n),
  ].map((blank) =>
    [...Buffer.from(String.fromCharCode(blank))].reduce((bytes, byte) => bytes * 256 + byte, 1),
  ),
);
/** A REAL of so many characters has 15 digits at most, and no shorter number is the same one. */
const SHORT_REAL = 16;
/** By so many bytes a field is longer than its JSON at most. */
const MOST_GAIN = 32;

/** Bytes of a UTF-16 unit in UTF-8. */
const MOST_BYTES = 3;

export interface DelimitedJsonStyle extends Delimiters {
  /** What a text that begins with one of these characters gets an apostrophe for. */
  readonly defused: string;
}

/** Rows as delimited text. */
export interface DelimitedRows {
  readonly text: string;
  readonly rows: number;
  /** The column of a REAL of zero at which it ended, -1 if all rows are in it. */
  readonly zeroAt: number;
}

/**
 * Makes delimited text of rows that SQLite has written as arrays of JSON, the same as `delimitedFormatter` makes of their
 * values. It goes from bytes to bytes: no string is made for a value, which would take most of the time.
 */
export class DelimitedJson {
  readonly #delimiter: number;
  readonly #lineEnd: readonly number[];
  readonly #inString = new Uint8Array(256);
  readonly #inNumber = new Uint8Array(256);
  /** 1: a text that begins or ends with the byte is to be looked at. */
  readonly #atStart = new Uint8Array(256);
  readonly #atEnd = new Uint8Array(256);
  readonly #defused: ReadonlySet<number>;
  #bytes = Buffer.alloc(0);
  #out = Buffer.alloc(0);

  constructor({ delimiter, lineEnd, defused }: DelimitedJsonStyle) {
    this.#delimiter = code(delimiter);
    this.#lineEnd = [...lineEnd].map(code);
    this.#defused = new Set([...defused].map(code));
    for (const special of `\r\n${delimiter}`) this.#inString[code(special)] = QUOTED;
    for (const stop of [QUOTE, BACKSLASH]) this.#inString[stop] = STOP;
    this.#inNumber[POINT] = FRACTION;
    this.#inNumber[LETTER_E] = POWER;
    for (let byte = 0; byte < 256; byte += 1) {
      const mayBeBlank = byte <= BLANK || byte > LAST_ASCII ? 1 : 0;
      this.#atEnd[byte] = mayBeBlank;
      this.#atStart[byte] = this.#defused.has(byte) ? 1 : mayBeBlank;
    }
  }

  /**
   * The text of rows that follow each other as `[1,"a"][2,"b"]`, with `fields` fields in all. JSON of SQLite has no negative
   * zero: the text ends before the first row with a REAL of zero in a column that is not in `signed`.
   *
   * One long function with nothing but numbers in its hands: taken apart, it takes three times as long.
   */
  write(json: string, fields: number, signed: ReadonlySet<number>): DelimitedRows {
    const bytes: Uint8Array = this.#bytesOf(json);
    const out = this.#outOf(bytes.length + fields * MOST_GAIN);
    const inString = this.#inString;
    const inNumber = this.#inNumber;
    const atStart = this.#atStart;
    const atEnd = this.#atEnd;
    let at = 0;
    let length = 0;
    let rows = 0;
    while (at < bytes.length) {
      const rowStart = length;
      for (let column = 0; ; column += 1) {
        // Behind the bracket or comma.
        at += 1;
        const start = length;
        let byte = bytes[at] as number;
        if (byte === QUOTE) {
          let needs = 0;
          for (at += 1; ; at += 1) {
            byte = bytes[at] as number;
            const kind = inString[byte] as number;
            if (kind === STOP) {
              if (byte === QUOTE) break;
              at += 1;
              byte = escapedAt(bytes, at);
              if (bytes[at] === LETTER_U) at += 4;
              if (byte === QUOTE) needs |= DOUBLED;
              else if (byte !== BACKSLASH) needs |= inString[byte] as number;
            } else if (kind !== 0) needs |= QUOTED;
            out[length] = byte;
            length += 1;
          }
          at += 1;
          if (
            needs !== 0 ||
            length === start ||
            atStart[out[start] as number] === 1 ||
            atEnd[out[length - 1] as number] === 1
          )
            length = this.#quoted(start, length, needs);
        } else if (byte === LETTER_N) {
          at += 'null'.length;
        } else {
          let kinds = 0;
          for (; byte !== COMMA && byte !== BRACKET; byte = bytes[at] as number) {
            kinds |= inNumber[byte] as number;
            out[length] = byte;
            length += 1;
            at += 1;
          }
          if (kinds !== 0) {
            if (isZero(out, start, length) && !signed.has(column))
              return { text: this.#textTo(rowStart), rows, zeroAt: column };
            if (kinds >= POWER || length - start > SHORT_REAL) length = this.#real(start, length);
          }
        }
        if (bytes[at] === BRACKET) break;
        out[length] = this.#delimiter;
        length += 1;
      }
      at += 1;
      rows += 1;
      for (const byte of this.#lineEnd) {
        out[length] = byte;
        length += 1;
      }
    }
    return { text: this.#textTo(length), rows, zeroAt: -1 };
  }

  /** Puts quotes around the field at the end of what was written if it needs them. Gives its new end. */
  #quoted(start: number, end: number, needs: number): number {
    const out = this.#out;
    let from = end;
    if (end > start && this.#defused.has(out[start] as number)) {
      out.copyWithin(start + 1, start, end);
      out[start] = APOSTROPHE;
      from += 1;
    }
    if (needs === 0 && from > start && !hasBlankEnd(out, start, from)) return from;
    if (needs >= DOUBLED) return this.#doubled(start, from);
    out.copyWithin(start + 1, start, from);
    out[start] = QUOTE;
    out[from + 1] = QUOTE;
    return from + 2;
  }

  /** The same for a field with quotes in it: from its end on, so that nothing is written over what is still to be moved. */
  #doubled(start: number, end: number): number {
    const out = this.#out;
    let quotes = 2;
    for (let at = start; at < end; at += 1) if (out[at] === QUOTE) quotes += 1;
    let to = end + quotes - 1;
    out[to] = QUOTE;
    for (let from = end - 1; from >= start; from -= 1) {
      const byte = out[from] as number;
      to -= 1;
      out[to] = byte;
      if (byte === QUOTE) {
        to -= 1;
        out[to] = byte;
      }
    }
    out[start] = QUOTE;
    return end + quotes;
  }

  /** Writes a REAL as the formatter does. Gives its new end. */
  #real(start: number, end: number): number {
    const text = realText(Number(this.#out.toString('latin1', start, end)));
    return start + this.#out.write(text, start, 'latin1');
  }

  #textTo(end: number): string {
    return this.#out.toString('utf8', 0, end);
  }

  /** In the same place for every piece: new memory costs more than what is done in it. */
  #bytesOf(json: string): Uint8Array {
    const most = json.length * MOST_BYTES;
    if (this.#bytes.length < most) this.#bytes = Buffer.allocUnsafe(most);
    return this.#bytes.subarray(0, this.#bytes.write(json));
  }

  #outOf(bytes: number): Uint8Array {
    if (this.#out.length < bytes) this.#out = Buffer.allocUnsafe(bytes);
    return this.#out;
  }
}

/** What an escape stands for, of which the letter is at this place: any with no letter of its own is `\u00` with two digits. */
function escapedAt(bytes: Uint8Array, at: number): number {
  return ESCAPES.get(bytes[at] as number) ?? hexOf(bytes, at + 3);
}

function isZero(bytes: Uint8Array, from: number, to: number): boolean {
  return to - from === 3 && bytes[from] === ZERO && bytes[to - 1] === ZERO;
}

/** The byte that two digits stand for. */
function hexOf(bytes: Uint8Array, from: number): number {
  return Number.parseInt(String.fromCharCode(bytes[from] as number, bytes[from + 1] as number), 16);
}

/** Whether a text that is not empty begins or ends with white space. */
function hasBlankEnd(bytes: Uint8Array, from: number, to: number): boolean {
  const [first, last] = [bytes[from] as number, bytes[to - 1] as number];
  if (isBlank(first) || isBlank(last)) return true;
  return (
    isWide(bytes, from, from + 2) ||
    isWide(bytes, from, from + 3) ||
    isWide(bytes, to - 2, to) ||
    isWide(bytes, to - 3, to)
  );
}

function isBlank(byte: number): boolean {
  return byte === BLANK || (byte >= TAB && byte <= CARRIAGE_RETURN);
}

function isWide(bytes: Uint8Array, from: number, to: number): boolean {
  let number = 1;
  for (let at = from; at < to; at += 1) number = number * 256 + (bytes[at] ?? 0);
  return WIDE_BLANKS.has(number);
}

function code(character: string): number {
  return character.charCodeAt(0);
}
