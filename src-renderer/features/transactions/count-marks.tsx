import { Circle, Minus, Plus } from 'lucide-react';
import type { EditCounts } from '../../../src-preload/contract/edits.ts';
import { formatCount } from '../../lib/cells/byte-size.ts';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import styles from './count-marks.module.css';

export interface CountMarksProps {
  readonly counts: EditCounts;
  /** Only signs and figures; the words are for screen readers. */
  readonly isShort?: boolean;
}

const kinds = [
  { kind: 'updated', Icon: Circle },
  { kind: 'inserted', Icon: Plus },
  { kind: 'deleted', Icon: Minus },
] as const;

/** Changed rows by what happens to them, each with its sign and colour; what there is none of is left out. */
export function CountMarks({ counts, isShort = false }: CountMarksProps) {
  return kinds.map(({ kind, Icon }) =>
    counts[kind] === 0 ? null : (
      <span key={kind} className={styles[kind]}>
        <Icon aria-hidden="true" />
        {formatCount(counts[kind])}
        {isShort ? <VisuallyHidden> {kind}</VisuallyHidden> : ` ${kind}`}
      </span>
    ),
  );
}
