import { meaningfulTokens, type SqlToken, sqlTokens, wordOf } from './tokens.ts';

/** A statement in a script, in UTF-16 units; comments around it do not belong to it. */
export interface StatementSpan {
  readonly from: number;
  /** Behind its last token, without the semicolon. */
  readonly to: number;
  /** Behind its semicolon; `to` where there is none. */
  readonly end: number;
  /** Its first word in capitals; empty where it begins with something else. */
  readonly keyword: string;
}

/**
 * The statements of a script, cut where SQLite would cut it: strings, names in quotes and comments may hold semicolons,
 * and the body of a trigger does. Pieces without a statement (blanks, comments, `;;`) are left out.
 */
export function splitStatements(text: string): readonly StatementSpan[] {
  const steps = splitSteps(text);
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}

/** Tokens between two pauses: a millisecond or so. */
const TOKENS_AT_ONCE = 1000;

/** The same in small steps, for who has other things to do meanwhile; the statements come at the end. */
export function* splitSteps(text: string): Generator<void, readonly StatementSpan[], void> {
  const spans: StatementSpan[] = [];
  let current: OpenStatement | undefined;
  let count = 0;
  for (const token of meaningfulTokens(text)) {
    count += 1;
    if (count % TOKENS_AT_ONCE === 0) yield;
    if (token.kind === 'semicolon' && current?.isInBody !== true) {
      if (current !== undefined) spans.push(current.span(token.to));
      current = undefined;
    } else {
      current ??= new OpenStatement(token, wordOf(text, token));
      current.add(token, wordOf(text, token));
    }
  }
  if (current !== undefined) spans.push(current.span());
  return spans;
}

/**
 * The statement that is meant at a caret: the one around it, else the next one, but still the one before it on the line
 * where that ended. Undefined where the text has none.
 */
export function statementAt(text: string, caret: number): StatementSpan | undefined {
  const spans = splitStatements(text);
  return spans.find((span, index) => {
    const next = spans[index + 1];
    if (next === undefined || caret <= span.end) return true;
    return caret < next.from && !text.slice(span.end, caret).includes('\n');
  });
}

/** Whether a text has anything but blanks, comments and semicolons. */
export function hasStatement(text: string): boolean {
  for (const { kind } of sqlTokens(text)) {
    if (kind !== 'space' && kind !== 'comment' && kind !== 'semicolon') return true;
  }
  return false;
}

/** A statement that has begun, with what tells whether a semicolon ends it. */
class OpenStatement {
  readonly #from: number;
  readonly #keyword: string;
  #to: number;
  /** How far `CREATE TEMP TRIGGER` was read. */
  #head: 'start' | 'create' | 'trigger' | 'other' = 'start';
  #body: 'none' | 'between' | 'inside' | 'ended' = 'none';

  constructor(first: SqlToken, keyword: string) {
    this.#from = first.from;
    this.#to = first.to;
    this.#keyword = keyword;
  }

  /** It is the body of a trigger, in which semicolons end statements of its own. */
  get isInBody(): boolean {
    return this.#body === 'between' || this.#body === 'inside';
  }

  add(token: SqlToken, word: string): void {
    this.#to = token.to;
    if (this.#head === 'trigger') this.#body = nextInBody(this.#body, token, word);
    else this.#head = nextInHead(this.#head, word);
  }

  span(end?: number): StatementSpan {
    return { from: this.#from, to: this.#to, end: end ?? this.#to, keyword: this.#keyword };
  }
}

function nextInHead(head: 'start' | 'create' | 'other', word: string) {
  if (head === 'start') {
    if (word === 'EXPLAIN' || word === 'QUERY' || word === 'PLAN') return 'start';
    return word === 'CREATE' ? 'create' : 'other';
  }
  if (head === 'other') return 'other';
  if (word === 'TEMP' || word === 'TEMPORARY') return 'create';
  return word === 'TRIGGER' ? 'trigger' : 'other';
}

/** The body ends with an END that stands where a statement could begin: that of a CASE never does. */
function nextInBody(body: 'none' | 'between' | 'inside' | 'ended', { kind }: SqlToken, word: string) {
  switch (body) {
    case 'none':
      return word === 'BEGIN' ? 'between' : 'none';
    case 'between':
      if (word === 'END') return 'ended';
      return kind === 'semicolon' ? 'between' : 'inside';
    case 'inside':
      return kind === 'semicolon' ? 'between' : 'inside';
    case 'ended':
      return 'ended';
  }
}
