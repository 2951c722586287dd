import { hasStatement, type StatementSpan } from '../../../../src-preload/contract/sql-text/index.ts';

/** What is done to a text, and where the caret stands then. */
export interface AddedStatement {
  readonly changes: readonly { readonly from: number; readonly insert: string }[];
  readonly caret: number;
}

/**
 * How a statement comes into a text: behind what is there, as a statement of its own. One that stands there already is
 * only gone to. `sliceText` gives pieces of the text, which may be long.
 */
export function addedStatement(
  length: number,
  sliceText: (from: number, to: number) => string,
  spans: readonly StatementSpan[],
  sql: string,
): AddedStatement {
  const written = sql.trim();
  const plain = written.replace(/[;\s]+$/, '');
  const known = spans.find(
    ({ from, to }) => to - from === plain.length && sliceText(from, to) === plain && hasStatement(plain),
  );
  if (known !== undefined) return { changes: [], caret: known.from };
  const last = spans.at(-1);
  const isOpen = last !== undefined && last.end === last.to;
  const tail = sliceText(Math.max(0, length - 2), length);
  const space = length === 0 || tail.endsWith('\n\n') ? '' : tail.endsWith('\n') ? '\n' : '\n\n';
  const changes = [
    ...(isOpen ? [{ from: last.to, insert: ';' }] : []),
    { from: length, insert: `${space}${written}` },
  ];
  return { changes, caret: length + (isOpen ? 1 : 0) + space.length + plain.length };
}
