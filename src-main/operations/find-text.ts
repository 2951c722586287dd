/** Where a text was found in another one. */
export interface TextPlace {
  readonly start: number;
  readonly end: number;
}

/** Looks for one text in many. */
export interface TextFinder {
  /** Whether the text may hold it at all; false is certain. */
  mayBeIn(text: string): boolean;
  /** The first place; null if there is none. */
  find(text: string): TextPlace | null;
}

const ASCII = /^[\0-\x7f]*$/;

/** A finder that compares characters as they are, or without regard to case in every script. */
export function textFinder(wanted: string, matchCase: boolean): TextFinder {
  if (matchCase) {
    const mayBeIn = (text: string): boolean => text.includes(wanted);
    const find = (text: string): TextPlace | null => {
      const start = text.indexOf(wanted);
      return start < 0 ? null : { start, end: start + wanted.length };
    };
    return { mayBeIn, find };
  }
  const needle = foldCase(wanted);
  return {
    mayBeIn: (text) => foldCase(text).includes(needle),
    find(text) {
      const folded = foldCase(text);
      const start = folded.indexOf(needle);
      if (start < 0) return null;
      if (ASCII.test(text)) return { start, end: start + needle.length };
      return unfolded(text, start, start + needle.length);
    },
  };
}

/**
 * Takes the differences of case away: through upper case, so that `ß` is `ss`, and with one form of sigma, whose lower
 * case depends on what follows.
 */
export function foldCase(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text.toUpperCase().toLowerCase().replaceAll('ς', 'σ');
}

/** The place in the text of a place in its folded form, where characters may be longer or shorter. */
function unfolded(text: string, start: number, end: number): TextPlace {
  let at = 0;
  let foldedAt = 0;
  let from = 0;
  for (const character of text) {
    if (foldedAt <= start) from = at;
    if (foldedAt >= end) return { start: from, end: at };
    foldedAt += foldCase(character).length;
    at += character.length;
  }
  return { start: from, end: at };
}
