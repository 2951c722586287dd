/** What a statement does to the transaction around it; `name` is that of a savepoint. */
export type Control =
  | { readonly kind: 'begin' | 'commit' | 'rollback' }
  | { readonly kind: 'savepoint' | 'rollback-to' | 'release'; readonly name: string }
  /** Cannot be done inside of a transaction, or would lead out of its file. */
  | { readonly kind: 'attach' | 'detach' | 'vacuum' }
  | { readonly kind: 'none' };

const NONE: Control = { kind: 'none' };
/** Blanks and comments; a name in quotes of any kind; a word; anything else. */
const TOKEN =
  /(?<gap>(?:\s|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|;)+)|(?<quoted>"(?:[^"]|"")*"|'(?:[^']|'')*'|`(?:[^`]|``)*`|\[[^\]]*\])|(?<word>[\p{L}\p{N}_$]+)|(?<other>[\s\S])/uy;
/** `ROLLBACK TRANSACTION TO SAVEPOINT x` and one more, which must not be there. */
const MOST_TOKENS = 6;

/** What a single statement does to the transaction around it, by its words alone. */
export function controlOf(sql: string): Control {
  const [first = '', ...rest] = tokensOf(sql);
  switch (first.toUpperCase()) {
    case 'ATTACH':
      return { kind: 'attach' };
    case 'DETACH':
      return { kind: 'detach' };
    case 'VACUUM':
      return { kind: 'vacuum' };
    case 'BEGIN':
      return { kind: 'begin' };
    case 'COMMIT':
    case 'END':
      return without(rest, 'TRANSACTION').length === 0 ? { kind: 'commit' } : NONE;
    case 'ROLLBACK': {
      const words = without(rest, 'TRANSACTION');
      if (words.length === 0) return { kind: 'rollback' };
      return isWord(words[0], 'TO') ? named('rollback-to', withoutSavepoint(words.slice(1))) : NONE;
    }
    case 'SAVEPOINT':
      return named('savepoint', rest);
    case 'RELEASE':
      return named('release', withoutSavepoint(rest));
    default:
      return NONE;
  }
}

/** The first word of a statement, in capitals; empty where there is none. */
export function firstWord(sql: string): string {
  return (tokensOf(sql)[0] ?? '').toUpperCase();
}

function tokensOf(sql: string): readonly string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (tokens.length < MOST_TOKENS) {
    const match = TOKEN.exec(sql);
    if (match === null) break;
    if (match.groups?.gap === undefined) tokens.push(match[0]);
  }
  return tokens;
}

function named(kind: 'savepoint' | 'rollback-to' | 'release', words: readonly string[]): Control {
  const [name, ...rest] = words;
  return name === undefined || rest.length > 0 ? NONE : { kind, name: unquoted(name) };
}

/** A savepoint may be called "savepoint". */
function withoutSavepoint(words: readonly string[]): readonly string[] {
  return words.length > 1 ? without(words, 'SAVEPOINT') : words;
}

function without(words: readonly string[], word: string): readonly string[] {
  return isWord(words[0], word) ? words.slice(1) : words;
}

function isWord(token: string | undefined, word: string): boolean {
  return token?.toUpperCase() === word;
}

function unquoted(name: string): string {
  const quote = name[0] ?? '';
  if (quote === '[') return name.slice(1, -1);
  if (!['"', "'", '`'].includes(quote)) return name;
  return name.slice(1, -1).replaceAll(quote + quote, quote);
}
