import { useMemo } from 'react';
import { diffJson, pathText } from '../../../../src-preload/contract/json-text/index.ts';
import { Button } from '../../../ui/button.tsx';
import styles from './document-compare.module.css';

export interface DocumentCompareProps {
  readonly stored: string;
  readonly text: string;
  readonly onClose: () => void;
}

const MOST = 200;
const MOST_TEXT = 500;

/** What is different between the document in the file and the draft, by path. */
export function DocumentCompare({ stored, text, onClose }: DocumentCompareProps) {
  const patches = useMemo(() => diffJson(stored, text), [stored, text]);
  return (
    <section className={styles.pane} aria-label="Compared with the file">
      <div className={styles.head}>
        <span className={styles.title}>Compared with the file</span>
        <Button size="small" onClick={onClose}>
          Close
        </Button>
      </div>
      {patches.length === 0 && <p className={styles.none}>The values are the same as in the file.</p>}
      <ul className={styles.list}>
        {patches.slice(0, MOST).map(({ path, before, after }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: several may be inserted at one place.
          <li key={index} className={styles.change}>
            <span className={styles.path}>{path.length === 0 ? 'document' : pathText(path)}</span>
            {before !== null && <del className={styles.before}>{short(before)}</del>}
            {after !== null && <ins className={styles.after}>{short(after)}</ins>}
          </li>
        ))}
      </ul>
      {patches.length > MOST && <p className={styles.none}>{patches.length - MOST} more changes</p>}
    </section>
  );
}

function short(text: string): string {
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
}
