import { useSyncExternalStore } from 'react';
import { countOf, formatCount } from '../../lib/cells/byte-size.ts';
import { useCommandKeys, useCommands } from '../../lib/commands/command-context.tsx';
import { stagedRows } from '../../lib/edits/edit-counts.ts';
import type { EditsStore } from '../../lib/edits/edits-store.ts';
import { PlainButton } from '../../ui/plain-button.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import styles from './staged-pill.module.css';

export interface StagedPillProps {
  readonly store: EditsStore;
}

/** How much is staged, of all open files. Opens the review. */
export function StagedPill({ store }: StagedPillProps) {
  const { center } = useCommands();
  const keys = useCommandKeys();
  const count = useSyncExternalStore(store.subscribe, () => totalOf(store));
  if (count === 0) return null;
  return (
    <Tooltip text={`${countOf(count, 'staged change')}, kept beside the file`} keys={keys('edit.review')}>
      <PlainButton
        className={styles.pill}
        aria-label={`${formatCount(count)} staged`}
        onClick={() => center.run('edit.review')}
      >
        <span className={styles.dot} aria-hidden="true" />
        {formatCount(count)} staged
      </PlainButton>
    </Tooltip>
  );
}

function totalOf(store: EditsStore): number {
  let total = 0;
  for (const { counts, drafts } of store.states().values()) total += stagedRows(counts) + drafts;
  return total;
}
