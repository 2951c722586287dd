/** A REAL as cells show it: the shortest text that reads back as the same value, and never that of an integer. */
export function realText(value: number): string {
  const text = String(value);
  // Most values have a fraction, and a million rows have many.
  if (!Number.isInteger(value) && Number.isFinite(value) && !text.includes('e')) return text;
  if (value === Number.POSITIVE_INFINITY) return 'Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  if (Object.is(value, -0)) return '-0.0';
  if (text.includes('.')) return text;
  return text.includes('e') ? text.replace('e', '.0e') : `${text}.0`;
}

/** The same as a literal of SQL and JSON; both read 9e999 as infinity. */
export function realLiteral(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '9e999';
  if (value === Number.NEGATIVE_INFINITY) return '-9e999';
  return realText(value);
}
