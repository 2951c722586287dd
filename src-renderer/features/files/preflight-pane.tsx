import { Check, CircleAlert, TriangleAlert } from 'lucide-react';
import type { FolderEntry, Preflight } from '../../../src-preload/contract/files.ts';
import styles from './preflight-pane.module.css';
import { preflightFacts } from './preflight-words.ts';

export interface PreflightPaneProps {
  readonly entry: FolderEntry | null;
  readonly preflight: Preflight | null;
  readonly milliseconds: number;
}

/** What is known of the selected file without having opened it. */
export function PreflightPane({ entry, preflight, milliseconds }: PreflightPaneProps) {
  if (preflight === null) {
    return (
      <div className={styles.pane} aria-live="polite">
        <p className={styles.none}>
          {entry === null || entry.kind === 'folder'
            ? 'Select a file to see what it is.'
            : 'Looking at the file…'}
        </p>
      </div>
    );
  }
  const { error, verdict } = preflight;
  return (
    <div className={styles.pane} aria-live="polite">
      <p className={styles.head}>
        {error !== null ? (
          <CircleAlert className={styles.error} />
        ) : verdict === 'ok' ? (
          <Check className={styles.ok} />
        ) : (
          <TriangleAlert className={styles.warning} />
        )}
        <b className={styles.title}>
          {preflight.name} {error === null ? 'can be opened' : 'cannot be opened'}
        </b>
        <span className={styles.note}>
          {error === null ? `checked without changing it, ${Math.max(1, Math.round(milliseconds))} ms` : ''}
        </span>
      </p>
      {error !== null ? (
        <p className={styles.words}>
          {error.message} {error.hint}
        </p>
      ) : (
        <dl className={styles.facts}>
          {preflightFacts(preflight).map(([label, words]) => (
            <div key={label} className={styles.fact}>
              <dt>{label}</dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
