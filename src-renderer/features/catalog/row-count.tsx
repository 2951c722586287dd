import { useEffect, useRef, useSyncExternalStore } from 'react';
import { formatAbout, formatCount } from '../../lib/cells/byte-size.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import styles from './catalog-tree.module.css';
import type { RowCounts } from './row-counts.ts';

export interface RowCountProps {
  readonly counts: RowCounts;
  readonly file: string;
  readonly object: string;
}

/** The number of rows at the end of a line; asked for when the line first comes into view. */
export function RowCount({ counts, file, object }: RowCountProps) {
  const place = useRef<HTMLSpanElement>(null);
  const count = useSyncExternalStore(counts.subscribe, () => counts.get(file, object));
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      counts.request(file, object);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [counts, file, object]);
  const isAbout = count?.kind === 'about';
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the same action stands in the context menu of the line.
    // biome-ignore lint/a11y/noStaticElementInteractions: see above.
    <span
      ref={place}
      className={styles.count}
      title={isAbout ? 'An estimate. Click to count exactly.' : undefined}
      onClick={(event) => {
        if (!isAbout) return;
        event.stopPropagation();
        counts.request(file, object, true);
      }}
    >
      {count?.kind === 'counting' && <Skeleton width={36} label="Counting rows" />}
      {count?.kind === 'about' && formatAbout(count.value)}
      {count?.kind === 'exact' && formatCount(count.value)}
    </span>
  );
}
