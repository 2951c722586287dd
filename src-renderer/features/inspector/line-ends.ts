/**
 * A text field knows one kind of line end, and turns all others into it. What is typed gets those back that the text
 * had, where it had one kind.
 */
export function keepLineEnds(typed: string, before: string): string {
  const crlf = before.split('\r\n').length - 1;
  const lf = before.split('\n').length - 1 - crlf;
  const cr = before.split('\r').length - 1 - crlf;
  if (crlf > 0 && lf === 0 && cr === 0) return typed.replaceAll(/\r\n|\r|\n/g, '\r\n');
  if (cr > 0 && lf === 0 && crlf === 0) return typed.replaceAll(/\r\n|\r|\n/g, '\r');
  return typed;
}

/** A text as a text field has it. */
export function fieldLines(text: string): string {
  return text.replaceAll(/\r\n|\r/g, '\n');
}

/** Whether a text has several lines. */
export function hasLines(text: string): boolean {
  return /[\r\n]/.test(text);
}
