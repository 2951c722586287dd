import { highlightTree, tagHighlighter, tags } from '@lezer/highlight';
import { sqlDialect } from './sql-dialect.ts';

/** A run of DDL in one colour. */
export interface SqlSpan {
  readonly text: string;
  readonly kind: 'keyword' | 'string' | 'number' | 'name' | 'comment' | null;
}

const highlighter = tagHighlighter([
  { tag: [tags.keyword, tags.typeName, tags.bool, tags.null], class: 'keyword' },
  { tag: [tags.string], class: 'string' },
  { tag: tags.number, class: 'number' },
  { tag: [tags.standard(tags.name), tags.function(tags.name)], class: 'name' },
  { tag: [tags.lineComment, tags.blockComment], class: 'comment' },
]);

/** Above this length DDL is shown in one colour: its colours would cost more than they tell. */
const MAX_HIGHLIGHTED = 500_000;

/** SQL as lines of coloured runs; joining their texts gives the SQL back. */
export function highlightSql(sql: string): readonly (readonly SqlSpan[])[] {
  const spans: SqlSpan[] = [];
  let at = 0;
  if (sql.length <= MAX_HIGHLIGHTED) {
    highlightTree(sqlDialect.language.parser.parse(sql), highlighter, (from, to, classes) => {
      if (from > at) spans.push({ text: sql.slice(at, from), kind: null });
      spans.push({ text: sql.slice(from, to), kind: classes as SqlSpan['kind'] });
      at = to;
    });
  }
  if (at < sql.length) spans.push({ text: sql.slice(at), kind: null });
  return splitLines(spans);
}

function splitLines(spans: readonly SqlSpan[]): readonly (readonly SqlSpan[])[] {
  const lines: SqlSpan[][] = [[]];
  for (const { text, kind } of spans) {
    for (const [index, part] of text.split('\n').entries()) {
      if (index > 0) lines.push([]);
      if (part !== '') lines.at(-1)?.push({ text: part, kind });
    }
  }
  return lines;
}
