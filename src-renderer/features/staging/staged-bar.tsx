import { Circle, Minus, Plus } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { formatCount } from '../../lib/cells/byte-size.ts';
import { useCommands } from '../../lib/commands/command-context.tsx';
import type { CommandId } from '../../lib/commands/command-specs.ts';
import { hasEdits, stagedWords } from '../../lib/edits/edit-counts.ts';
import type { FileEdits } from '../../lib/edits/file-edits.ts';
import { Button } from '../../ui/button.tsx';
import styles from './staged-bar.module.css';

export interface StagedBarProps {
  readonly edits: FileEdits;
}

/** What is staged of the file that is shown, with what can be done with it. */
export function StagedBar({ edits }: StagedBarProps) {
  const { center, keys } = useCommands();
  const state = useSyncExternalStore(edits.subscribe, edits.state);
  const isCommitting = useSyncExternalStore(edits.subscribe, edits.isCommitting);
  if (!hasEdits(state)) return null;
  const { updated, inserted, deleted } = state.counts;
  const keysOf = (id: CommandId) => keys.keysOf(id)[0];
  return (
    <section className={styles.bar} aria-label="Staged changes" data-region="staged">
      <span className={styles.dot} aria-hidden="true" />
      <p className={styles.words} role="status">
        <b>{stagedWords(state)}</b>
        {updated > 0 && (
          <span className={styles.updated}>
            <Circle aria-hidden="true" />
            {formatCount(updated)} updated
          </span>
        )}
        {inserted > 0 && (
          <span className={styles.inserted}>
            <Plus aria-hidden="true" />
            {formatCount(inserted)} inserted
          </span>
        )}
        {deleted > 0 && (
          <span className={styles.deleted}>
            <Minus aria-hidden="true" />
            {formatCount(deleted)} deleted
          </span>
        )}
        {state.blocking > 0 && (
          <span className={styles.deleted}>{formatCount(state.blocking)} not valid</span>
        )}
      </p>
      <Button keys={keysOf('edit.review')} onClick={() => center.run('edit.review')}>
        Review
      </Button>
      <Button onClick={() => center.run('edit.discard')}>Discard</Button>
      <Button
        variant="primary"
        disabled={isCommitting}
        keys={keysOf('edit.commit')}
        onClick={() => center.run('edit.commit')}
      >
        Commit
      </Button>
    </section>
  );
}
