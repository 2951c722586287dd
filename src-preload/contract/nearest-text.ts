/** Texts that differ in more places than this are no slips of the same word. */
const MOST_CHANGES = 3;
/** Longer texts are not compared, nor more than this many. */
const LONGEST = 120;
const MOST = 5000;

/** The text that was most likely meant: the one with the fewest changed characters; null if none is near. */
export function nearestText(wrong: string, candidates: readonly string[]): string | null {
  const word = wrong.toLowerCase();
  if (word.length > LONGEST) return null;
  let best: string | null = null;
  let fewest = Math.min(MOST_CHANGES, Math.floor(word.length / 2)) + 1;
  for (const candidate of candidates.slice(0, MOST)) {
    if (Math.abs(candidate.length - word.length) >= fewest) continue;
    const changes = changesBetween(word, candidate.toLowerCase());
    if (changes >= fewest) continue;
    best = candidate;
    fewest = changes;
  }
  return best;
}

/** Characters to put in, take out or replace, or to swap with the next one. */
function changesBetween(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(replaced, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(least);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
