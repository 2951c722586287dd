import { QueryTextError, type QueryValue, type TextPlace } from './query-value.ts';

const SPACE = /(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const NAME = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const NUMBER = /[-+]?(?:0x[\da-f]+n?|(?:0|[1-9]\d*)n|(?:\d[\d_]*\.?\d*|\.\d+)(?:e[-+]?\d+)?)/iy;
const ARROW = /(?:\(\s*([\p{L}_$][\p{L}\p{N}_$]*)\s*\)|([\p{L}_$][\p{L}\p{N}_$]*))\s*=>/uy;
const NEW_DATE = /new\s+Date\s*\(/y;

type Literal = Extract<QueryValue, { kind: 'literal' }>;
/** A name where it stands. */
export type PlacedName = TextPlace & { readonly name: string };

/** Goes over a text of code from one token to the next, over blanks and comments. */
export class QueryReader {
  readonly #text: string;
  #at = 0;
  #end = 0;

  constructor(text: string) {
    this.#text = text;
    this.#skip();
  }

  /** Where the next token begins. */
  get at(): number {
    return this.#at;
  }

  /** Behind the last token. */
  get end(): number {
    return this.#end;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  isAt(mark: string): boolean {
    return this.#text.startsWith(mark, this.#at);
  }

  get isAtName(): boolean {
    return this.#look(NAME) !== null;
  }

  isAtWord(word: string): boolean {
    return this.#look(NAME)?.[0] === word;
  }

  /** Length of a word here, or of one character. */
  get tokenLength(): number {
    return this.#look(NAME)?.[0].length ?? Math.min(1, this.#text.length - this.#at);
  }

  take(mark: string): boolean {
    if (!this.isAt(mark)) return false;
    this.#move(mark.length);
    return true;
  }

  takeWord(word: string): void {
    if (this.isAtWord(word)) this.#move(word.length);
  }

  expect(mark: string): void {
    if (!this.take(mark)) throw this.problem(`Here “${mark}” is expected.`);
  }

  name(what: string): PlacedName {
    const name = this.#match(NAME);
    if (name === null) throw this.problem(`Here ${what} is expected.`);
    return { name, from: this.#end - name.length, to: this.#end };
  }

  /** The key of an object: a name, or a text in quotes. */
  key(): PlacedName {
    if (this.isAtName) return this.name('a key');
    const literal = this.literal();
    if (literal === null || typeof literal.value !== 'string') throw this.problem('Here a key is expected.');
    return { name: literal.value, from: literal.from, to: literal.to };
  }

  /** The name of what a function without parentheses or braces takes; null: none stands here. */
  arrow(): string | null {
    const found = this.#look(ARROW);
    if (found === null) return null;
    this.#move(found[0].length);
    return found[1] ?? found[2] ?? '';
  }

  /** A text, number, date or word that stands for a value; null: none is here. */
  literal(): Omit<Literal, 'kind'> | null {
    const from = this.#at;
    const value = this.#literal();
    return value === undefined ? null : { value, from, to: this.#end };
  }

  problem(message: string, length = 0): QueryTextError {
    return new QueryTextError(message, { from: this.#at, to: this.#at + length });
  }

  #literal(): Literal['value'] | undefined {
    const next = this.#text.charAt(this.#at);
    if (next === "'" || next === '"' || next === '`') return this.#string(next);
    const number = this.#match(NUMBER);
    if (number !== null) return numberOf(number);
    const word = this.#look(NAME)?.[0];
    if (word === 'null' || word === 'true' || word === 'false') {
      this.#move(word.length);
      return word === 'null' ? null : word === 'true';
    }
    return this.#date();
  }

  #date(): Date | undefined {
    const found = this.#look(NEW_DATE);
    if (found === null) return undefined;
    this.#move(found[0].length);
    const given = this.literal();
    if (given === null || (typeof given.value !== 'string' && typeof given.value !== 'number'))
      throw this.problem(
        "A date is written as new Date('2026-01-31') or by its milliseconds. Nothing is evaluated.",
      );
    const date = new Date(given.value);
    if (Number.isNaN(date.getTime())) throw new QueryTextError('That is no date.', given);
    this.expect(')');
    return date;
  }

  #string(quote: string): string {
    const start = this.#at;
    let text = '';
    for (let at = start + 1; at < this.#text.length; at += 1) {
      const character = this.#text.charAt(at);
      if (character === quote) {
        this.#move(at + 1 - start);
        return text;
      }
      if (character === '\n' && quote !== '`') break;
      if (quote === '`' && this.#text.startsWith('${', at))
        throw new QueryTextError('Nothing is evaluated: a text has no placeholders in it.', {
          ...{ from: at, to: at + 2 },
        });
      if (character !== '\\') {
        text += character;
        continue;
      }
      const [escaped, length] = escapeAt(this.#text, at);
      text += escaped;
      at += length - 1;
    }
    throw this.problem('The text has no end.');
  }

  #look(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text);
  }

  #match(pattern: RegExp): string | null {
    const found = this.#look(pattern)?.[0] ?? null;
    if (found !== null) this.#move(found.length);
    return found;
  }

  #move(length: number): void {
    this.#at += length;
    this.#end = this.#at;
    this.#skip();
  }

  #skip(): void {
    SPACE.lastIndex = this.#at;
    this.#at += SPACE.exec(this.#text)?.[0].length ?? 0;
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  0: '\0',
  b: '\b',
  f: '\f',
  v: '\v',
  '\n': '',
};

/** What a backslash and what follows it stand for, and how long that is. */
function escapeAt(text: string, at: number): readonly [string, number] {
  const [whole, four, braced, two] =
    /^\\(?:u([\da-f]{4})|u\{([\da-f]{1,6})\}|x([\da-f]{2}))/i.exec(text.slice(at, at + 12)) ?? [];
  const code = Number.parseInt(four ?? braced ?? two ?? '', 16);
  if (whole !== undefined && code <= 0x10ffff)
    return [four === undefined ? String.fromCodePoint(code) : String.fromCharCode(code), whole.length];
  const next = text.charAt(at + 1);
  return [ESCAPES[next] ?? next, 2];
}

function numberOf(text: string): number | bigint {
  const plain = text.replaceAll('_', '');
  if (!/n$/i.test(plain)) return signed(plain, (digits) => Number(digits));
  return signed(plain.slice(0, -1), (digits) => BigInt(digits));
}

function signed<T extends number | bigint>(text: string, read: (digits: string) => T): T {
  const value = read(text.replace(/^[-+]/, ''));
  return (text.startsWith('-') ? -value : value) as T;
}
