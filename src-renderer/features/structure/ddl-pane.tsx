import { Copy } from 'lucide-react';
import { useMemo } from 'react';
import { copyText } from '../../lib/copy-text.ts';
import { SqlSpans } from '../../lib/sql/sql-text.tsx';
import { useHighlight } from '../../lib/sql/use-highlight.ts';
import { Button } from '../../ui/button.tsx';
import styles from './ddl-pane.module.css';

export interface DdlPaneProps {
  readonly ddl: string;
}

/** The CREATE statements of an object as SQLite keeps them. */
export function DdlPane({ ddl }: DdlPaneProps) {
  const highlight = useHighlight();
  const lines = useMemo(() => highlight(ddl), [highlight, ddl]);
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
            <SqlSpans spans={line} />
            {'\n'}
          </code>
        ))}
      </pre>
    </section>
  );
}
