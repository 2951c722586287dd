import { useVirtualizer } from '@tanstack/react-virtual';
import { Copy } from 'lucide-react';
import { useMemo, useRef } from 'react';
import { formatByteSize } from '../../lib/cells/byte-size.ts';
import type { FocusedRow } from '../../lib/cells/focused-row.ts';
import { type JsonToken, jsonTokens, layOutJson } from '../../lib/cells/json-tokens.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Note } from '../../ui/note.tsx';
import { showToast } from '../../ui/toasts.ts';
import styles from './json-view.module.css';
import { useDocument } from './use-document.ts';

const LINE = 20;
const MAX_LINE = 2000;

/** The document, or the row, as JSON text with colours. What is copied is the text as it is stored. */
export function JsonView(props: FocusedRow) {
  const { json, error, encoding, isDocument } = useDocument(props);
  const scroller = useRef<HTMLElement>(null);
  const lines = useMemo(() => (json === null ? [] : (layOutJson(json) ?? json).split('\n')), [json]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 10,
  });
  if (error !== null) {
    return <Note kind="error">{error instanceof Error ? error.message : String(error)}</Note>;
  }
  async function copy(): Promise<void> {
    if (json === null) return;
    await navigator.clipboard.writeText(json);
    showToast({ title: isDocument ? 'Document copied' : 'Row copied as JSON' });
  }
  return (
    <>
      <div className={styles.bar}>
        <span className={styles.note}>
          {json !== null && formatByteSize(new Blob([json]).size)}
          {encoding !== null && `, stored as ${encoding === 'jsonb' ? 'JSONB' : 'text'}`}
        </span>
        <IconButton label="Copy the JSON" size="small" disabled={json === null} onClick={() => void copy()}>
          <Copy />
        </IconButton>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls. */}
      <section ref={scroller} className={styles.json} aria-label="JSON" tabIndex={0}>
        <div className={styles.lines} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => (
            <div key={item.key} className={styles.line} style={{ transform: `translateY(${item.start}px)` }}>
              <span className={styles.number} aria-hidden="true">
                {item.index + 1}
              </span>
              <code>
                {jsonTokens((lines[item.index] ?? '').slice(0, MAX_LINE)).map((token, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name than their place.
                  <span key={index} className={classOf(token)}>
                    {token.text}
                  </span>
                ))}
              </code>
            </div>
          ))}
        </div>
      </section>
    </>
  );
}

function classOf({ kind }: JsonToken): string | undefined {
  return kind === 'mark' || kind === 'space' ? undefined : styles[kind === 'number' ? 'figure' : kind];
}
