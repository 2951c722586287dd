import { Copy } from 'lucide-react';
import { useMemo } from 'react';
import { copyText } from '../../lib/copy-text.ts';
import { Button } from '../../ui/button.tsx';
import styles from './ddl-pane.module.css';
import { highlightSql } from './highlight-sql.ts';

export interface DdlPaneProps {
  readonly ddl: string;
}

/** The CREATE statements of an object as SQLite keeps them. */
export function DdlPane({ ddl }: DdlPaneProps) {
  const lines = useMemo(() => highlightSql(ddl), [ddl]);
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
