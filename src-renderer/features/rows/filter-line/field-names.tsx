import type { DocumentPath } from '../../../../src-preload/contract/document-paths.ts';
import { classNames } from '../../../lib/class-names.ts';
import styles from './filter-line.module.css';

export interface FieldNamesProps {
  readonly id: string;
  readonly choices: readonly DocumentPath[];
  /** Index of the marked one; -1: none. */
  readonly marked: number;
  readonly onMark: (index: number) => void;
  readonly onTake: (index: number) => void;
}

/** Names of fields to choose from, below the field that has the focus and handles the keys. */
export function FieldNames({ id, choices, marked, onMark, onTake }: FieldNamesProps) {
  return (
    <div id={id} role="listbox" aria-label="Fields" className={styles.list}>
      {choices.map(({ path, types }, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field above handles the keys.
        // biome-ignore lint/a11y/useFocusableInteractive: the field above has the focus and names the marked one.
        <div
          key={path}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === marked}
          className={classNames(styles.choice, index === marked && styles.marked)}
          onMouseDown={(event) => event.preventDefault()}
          onMouseMove={() => index !== marked && onMark(index)}
          onClick={() => onTake(index)}
        >
          <span className={styles.path}>{path}</span>
          <span className={styles.type}>{types.slice(0, 3).join(' | ')}</span>
        </div>
      ))}
    </div>
  );
}
