import { Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../ui/icon-button.tsx';
import styles from './setting-row.module.css';

export interface SettingRowProps {
  readonly label: string;
  readonly help: string;
  /** What it is by default, in words. */
  readonly defaultWords: string;
  readonly isChanged: boolean;
  readonly onUndo: () => void;
  readonly children: ReactNode;
}

/** One setting: name, one line of help, and its control at the right; undo where it is not the default. */
export function SettingRow(props: SettingRowProps) {
  const { label, help, defaultWords, isChanged, onUndo, children } = props;
  return (
    <div className={styles.row}>
      <div className={styles.words}>
        <span className={styles.name}>
          {label}
          {isChanged && <span className={styles.changed}>changed</span>}
        </span>
        {help !== '' && <span className={styles.help}>{help}</span>}
      </div>
      <div className={styles.control}>
        {isChanged && (
          <IconButton size="small" label={`${label}: back to ${defaultWords}`} onClick={onUndo}>
            <Undo2 />
          </IconButton>
        )}
        {children}
      </div>
    </div>
  );
}
