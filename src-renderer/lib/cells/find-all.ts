/** Where a text occurs, without overlaps. Without `matchCase` only A to Z are taken alike, as the engine does. */
export function findAll(
  text: string,
  { text: wanted, matchCase }: { readonly text: string; readonly matchCase: boolean },
): readonly number[] {
  if (wanted === '') return [];
  const within = matchCase ? text : lowerAscii(text);
  const needle = matchCase ? wanted : lowerAscii(wanted);
  const places: number[] = [];
  for (let at = within.indexOf(needle); at >= 0; at = within.indexOf(needle, at + needle.length)) {
    places.push(at);
  }
  return places;
}

function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
