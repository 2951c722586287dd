import { useEffect, useState } from 'react';
import type { SqlSpan } from './highlight-sql.ts';

type Lines = readonly (readonly SqlSpan[])[];

let loaded: ((sql: string) => Lines) | null = null;

/** Gives SQL its colours; one colour, until the parser is there: it is the largest part of the page, and waited for by nobody. */
export function useHighlight(): (sql: string) => Lines {
  const [highlight, setHighlight] = useState(() => loaded);
  useEffect(() => {
    if (highlight !== null) return;
    let isGone = false;
    import('./highlight-sql.ts').then(
      ({ highlightSql }) => {
        loaded = highlightSql;
        if (!isGone) setHighlight(() => highlightSql);
      },
      // One colour does.
      () => null,
    );
    return () => {
      isGone = true;
    };
  }, [highlight]);
  return highlight ?? plainLines;
}

function plainLines(sql: string): Lines {
  return sql.split('\n').map((text) => (text === '' ? [] : [{ text, kind: null }]));
}
