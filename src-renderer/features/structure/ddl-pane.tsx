import { Copy } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { copyText } from '../../lib/copy-text.ts';
import { Button } from '../../ui/button.tsx';
import styles from './ddl-pane.module.css';
import type { SqlSpan } from './highlight-sql.ts';

export interface DdlPaneProps {
  readonly ddl: string;
}

/** The CREATE statements of an object as SQLite keeps them. */
export function DdlPane({ ddl }: DdlPaneProps) {
  const lines = useHighlighted(ddl);
  return (
    <section className={styles.pane} aria-label="DDL">
      <header className={styles.head}>
        <h2 className={styles.title}>DDL</h2>
        <Button variant="ghost" size="small" icon={<Copy />} onClick={() => void copyText(ddl, 'DDL copied')}>
          Copy
        </Button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
      <pre className={styles.code} tabIndex={0}>
        {lines.map((line, number) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number.
          <code key={number} className={styles.line}>
            {line.map((span, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the runs of a line never move.
              <span key={index} className={span.kind === null ? undefined : styles[span.kind]}>
                {span.text}
              </span>
            ))}
            {'\n'}
          </code>
        ))}
      </pre>
    </section>
  );
}

type Highlight = (sql: string) => readonly (readonly SqlSpan[])[];

/** SQL in one colour, until its parser is there: it is the largest part of the page, and waited for by nobody. */
function useHighlighted(sql: string): ReturnType<Highlight> {
  const [highlight, setHighlight] = useState<Highlight | null>(null);
  useEffect(() => {
    let isGone = false;
    import('./highlight-sql.ts').then(
      ({ highlightSql }) => !isGone && setHighlight(() => highlightSql),
      // One colour does.
      () => null,
    );
    return () => {
      isGone = true;
    };
  }, []);
  return useMemo(
    () =>
      highlight?.(sql) ??
      sql.split('\n').map((text): readonly SqlSpan[] => (text === '' ? [] : [{ text, kind: null }])),
    [highlight, sql],
  );
}
