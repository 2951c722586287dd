/** Where a text occurs in another one. */
export interface TextPlace {
  readonly start: number;
  readonly end: number;
}

const ASCII = /^[\0-\x7f]*$/;

/** Where a text occurs, without overlaps. Without `matchCase` case is folded in every script, as the engine does. */
export function findAll(
  text: string,
  { text: wanted, matchCase }: { readonly text: string; readonly matchCase: boolean },
): readonly TextPlace[] {
  if (wanted === '') return [];
  if (matchCase) return placesIn(text, wanted);
  const needle = foldCase(wanted);
  const folded = foldCase(text);
  const places = placesIn(folded, needle);
  if (places.length === 0 || ASCII.test(text)) return places;
  const original = originsOf(text);
  return places.map(({ start, end }) => ({
    start: original[start]?.start ?? 0,
    end: original[end - 1]?.end ?? text.length,
  }));
}

function placesIn(text: string, wanted: string): readonly TextPlace[] {
  const places: TextPlace[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    places.push({ start: at, end: at + wanted.length });
  }
  return places;
}

/** Through upper case, so that `ß` is `ss`, and with one form of sigma, whose lower case depends on what follows. */
function foldCase(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text.toUpperCase().toLowerCase().replaceAll('ς', 'σ');
}

/** For each unit of the folded text the character that it came from; folding may make a character longer. */
function originsOf(text: string): readonly TextPlace[] {
  const origins: TextPlace[] = [];
  let at = 0;
  for (const character of text) {
    const origin = { start: at, end: at + character.length };
    for (let unit = foldCase(character).length; unit > 0; unit -= 1) origins.push(origin);
    at = origin.end;
  }
  return origins;
}
