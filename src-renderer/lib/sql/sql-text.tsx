import { useMemo } from 'react';
import type { SqlSpan } from './highlight-sql.ts';
import styles from './sql-text.module.css';
import { useHighlight } from './use-highlight.ts';

/** A run of SQL in its colours. */
export function SqlSpans({ spans }: { readonly spans: readonly SqlSpan[] }) {
  return spans.map((span, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the runs of a line never move.
    <span key={index} className={span.kind === null ? undefined : styles[span.kind]}>
      {span.text}
    </span>
  ));
}

/** As much of a statement as a line can show. */
const MOST_SHOWN = 300;

/** A statement in one line: line breaks and runs of spaces are one space. */
export function SqlLine({ sql }: { readonly sql: string }) {
  const highlight = useHighlight();
  const text = useMemo(() => oneLine(sql), [sql]);
  const lines = useMemo(() => highlight(text), [highlight, text]);
  return <SqlSpans spans={lines[0] ?? []} />;
}

/** The beginning of a statement in one line, without the comments before it. */
export function oneLine(sql: string): string {
  const text = sql
    .slice(0, 4 * MOST_SHOWN)
    .replace(/^(?:\s*--[^\n]*\n)+/, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)} …` : text;
}
