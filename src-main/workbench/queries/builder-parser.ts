import { builderInvalid } from './query-errors.ts';

/** A value that stands in a query as it is written in code. */
export type BuilderValue = null | boolean | number | bigint | string | readonly BuilderValue[];

/** One step of a chain, such as `.where('status')`. */
export interface BuilderCall {
  readonly name: string;
  readonly values: readonly BuilderValue[];
  /** Where its name stands in the text, in UTF-16 units. */
  readonly from: number;
}

/** A query as it was typed: a collection, and what is done to it. */
export interface BuilderChain {
  readonly collection: string;
  readonly calls: readonly BuilderCall[];
}

const SPACE = /\s*(?:\/\/[^\n]*(?:\n|$)\s*|\/\*[\s\S]*?\*\/\s*)*/y;
const NAME = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const NUMBER = /[-+]?(?:0x[\da-f]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:e[-+]?\d+)?)n?/iy;
/** Nobody types more. */
const MOST_CALLS = 200;
const MOST_DEPTH = 4;

/**
 * Reads a query as it stands in code, `orders.where('status').eq('paid').limit(10)` or `db.collection('orders')…`.
 * Only names and literals are understood, and nothing is evaluated. Throws QUERY_INVALID with the place.
 */
export function parseBuilder(text: string): BuilderChain {
  return new BuilderParser(text).parse();
}

class BuilderParser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): BuilderChain {
    this.#space();
    if (/await\s/y.test(this.#text.slice(this.#at, this.#at + 6))) {
      this.#at += 5;
      this.#space();
    }
    const collection = this.#collection();
    const calls: BuilderCall[] = [];
    while (this.#take('.')) {
      if (calls.length === MOST_CALLS) throw this.#problem(`At most ${MOST_CALLS} steps are read.`);
      calls.push(this.#call());
    }
    this.#take(';');
    if (this.#at < this.#text.length)
      throw this.#problem('A query is a chain of calls; this does not belong to one.');
    return { collection, calls };
  }

  /** `orders`, `db.orders`, `db.collection('orders')`. */
  #collection(): string {
    const first = this.#name('the name of a collection');
    if (first !== 'db') return first;
    if (!this.#take('.')) return first;
    const second = this.#name('the name of a collection');
    if (second !== 'collection' || this.#text.charAt(this.#at) !== '(') return second;
    const [name] = this.#values();
    if (typeof name !== 'string')
      throw this.#problem("The name of the collection stands in quotes: collection('orders').");
    return name;
  }

  #call(): BuilderCall {
    const from = this.#at;
    const name = this.#name('the name of a step, such as where');
    if (this.#text.charAt(this.#at) !== '(') throw this.#problem(`“${name}” is called: write ${name}(…).`);
    return { name, values: this.#values(), from };
  }

  #values(): readonly BuilderValue[] {
    this.#expect('(');
    return this.#list(')', 0);
  }

  #list(end: ')' | ']', depth: number): readonly BuilderValue[] {
    const values: BuilderValue[] = [];
    while (!this.#take(end)) {
      if (values.length > 0) {
        this.#expect(',');
        if (this.#take(end)) break;
      }
      values.push(this.#value(depth));
    }
    return values;
  }

  #value(depth: number): BuilderValue {
    const next = this.#text.charAt(this.#at);
    if (next === "'" || next === '"' || next === '`') return this.#string(next);
    if (next === '[') {
      if (depth === MOST_DEPTH) throw this.#problem('Lists are nested too deep.');
      this.#expect('[');
      return this.#list(']', depth + 1);
    }
    const number = this.#match(NUMBER);
    if (number !== null) return numberOf(number);
    const word = this.#match(NAME);
    if (word === 'null' || word === 'undefined') return null;
    if (word === 'true' || word === 'false') return word === 'true';
    throw this.#problem(
      'A value is a text in quotes, a number, true, false, null or a list of these. Nothing is evaluated.',
      word === null ? 0 : word.length,
    );
  }

  #string(quote: string): string {
    const start = this.#at;
    let text = '';
    for (let at = start + 1; at < this.#text.length; at += 1) {
      const character = this.#text.charAt(at);
      if (character === quote) {
        this.#at = at + 1;
        this.#space();
        return text;
      }
      if (quote === '`' && this.#text.startsWith('${', at)) {
        this.#at = at;
        throw this.#problem('Nothing is evaluated: a text has no placeholders in it.');
      }
      if (character !== '\\') text += character;
      else {
        at += 1;
        const unicode = /^u([\da-f]{4})/i.exec(this.#text.slice(at, at + 5));
        if (unicode === null) text += ESCAPES[this.#text.charAt(at)] ?? this.#text.charAt(at);
        else {
          text += String.fromCharCode(Number.parseInt(unicode[1] ?? '0', 16));
          at += 4;
        }
      }
    }
    throw this.#problem('The text has no end.');
  }

  #name(what: string): string {
    const name = this.#match(NAME);
    if (name === null) throw this.#problem(`Here ${what} is expected.`);
    return name;
  }

  #take(mark: string): boolean {
    if (!this.#text.startsWith(mark, this.#at)) return false;
    this.#at += mark.length;
    this.#space();
    return true;
  }

  #expect(mark: string): void {
    if (!this.#take(mark)) throw this.#problem(`Here “${mark}” is expected.`);
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? null;
    if (found === null) return null;
    this.#at += found.length;
    this.#space();
    return found;
  }

  #space(): void {
    SPACE.lastIndex = this.#at;
    this.#at += SPACE.exec(this.#text)?.[0].length ?? 0;
  }

  #problem(message: string, back = 0): Error {
    return builderInvalid(message, Math.max(0, this.#at - back));
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
};

function numberOf(text: string): number | bigint {
  const plain = text.replaceAll('_', '');
  return plain.endsWith('n') ? BigInt(plain.slice(0, -1).replace('+', '')) : Number(plain);
}
