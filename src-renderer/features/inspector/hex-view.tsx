import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { hexLine } from '../../lib/cells/hex-dump.ts';
import styles from './hex-view.module.css';

const PER_LINE = 8;
const LINE = 18;
const MAX_LINES = 12;

/** Bytes in hex with their characters; only the lines that are seen are in the document. */
export function HexView({ bytes }: { readonly bytes: Uint8Array }) {
  const scroller = useRef<HTMLDivElement>(null);
  const count = Math.ceil(bytes.byteLength / PER_LINE);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 6,
  });
  return (
    <section
      ref={scroller}
      className={styles.hex}
      style={{ height: Math.min(count, MAX_LINES) * LINE + 10 }}
      aria-label="Bytes"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls.
      tabIndex={0}
    >
      <div className={styles.inner} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const line = hexLine(bytes, item.index, 0, PER_LINE);
          return (
            <div key={item.key} className={styles.line} style={{ transform: `translateY(${item.start}px)` }}>
              <span className={styles.offset}>{line.offset}</span>
              <span className={styles.bytes}>{line.hex}</span>
              <span className={styles.text}>{line.text}</span>
            </div>
          );
        })}
      </div>
    </section>
  );
}
