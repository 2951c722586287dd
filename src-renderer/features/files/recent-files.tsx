import { Database, TriangleAlert } from 'lucide-react';
import type { RecentFile } from '../../../src-preload/contract/files.ts';
import { formatByteSize } from '../../lib/cells/byte-size.ts';
import { relativeTime } from '../../lib/relative-time.ts';
import { ContextMenu } from '../../ui/context-menu.tsx';
import { PlainButton } from '../../ui/plain-button.tsx';
import styles from './recent-files.module.css';

export interface RecentFilesProps {
  readonly recents: readonly RecentFile[];
  readonly now: number;
  readonly onOpen: (path: string) => void;
  readonly onLocate: (file: RecentFile) => void;
  readonly onForget: (path: string) => void;
}

/** Files opened before, newest first; those that are gone stay and say so. */
export function RecentFiles({ recents, now, onOpen, onLocate, onForget }: RecentFilesProps) {
  return (
    <ContextMenu
      entries={(target) => {
        const path = target.closest('[data-path]')?.getAttribute('data-path');
        return path ? [{ label: 'Remove from recent', onSelect: () => onForget(path) }] : [];
      }}
    >
      <ul className={styles.list} aria-label="Recent files">
        {recents.map((file) => (
          <li key={file.path} data-path={file.path}>
            <PlainButton
              className={styles.row}
              title={file.path}
              onClick={() => (file.exists ? onOpen(file.path) : onLocate(file))}
            >
              {file.exists ? <Database /> : <TriangleAlert className={styles.warning} />}
              <span className={styles.names}>
                <span className={styles.name}>{file.name}</span>
                <span className={styles.folder}>{file.folder}</span>
              </span>
              <span className={file.exists ? styles.summary : styles.missing}>
                {file.exists ? file.summary : 'File not found'}
              </span>
              <span className={styles.size}>{file.size === null ? '' : formatByteSize(file.size)}</span>
              <span className={file.exists ? styles.time : styles.locate}>
                {file.exists ? relativeTime(file.openedAt, now) : 'Locate…'}
              </span>
            </PlainButton>
          </li>
        ))}
      </ul>
    </ContextMenu>
  );
}
