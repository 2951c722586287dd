/** How wide a column of a small table is, in characters; null: it shares what the others leave. */
export type ColumnWidth = number | null;

/** A column whose longest text is longer than this shares the rest, cut with an ellipsis where it has to be. */
const MOST_CHARACTERS = 12;
const FEWEST_CHARACTERS = 5;

/** Widths by what stands in the columns, heads included: short ones get just what they need, one at least shares. */
export function columnWidths(columns: readonly (readonly string[])[]): readonly ColumnWidth[] {
  const longest = columns.map((texts) => texts.reduce((most, text) => Math.max(most, text.length), 0));
  const widths = longest.map(
    (length): ColumnWidth => (length > MOST_CHARACTERS ? null : Math.max(FEWEST_CHARACTERS, length)),
  );
  if (widths.includes(null)) return widths;
  const widest = longest.indexOf(Math.max(...longest));
  return widths.map((width, index) => (index === widest ? null : width));
}
