import {
  Ban,
  Check,
  CircleAlert,
  Database,
  File,
  Folder as FolderIcon,
  Info,
  TriangleAlert,
} from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import type { FolderEntry } from '../../../src-preload/contract/files.ts';
import { formatByteSize } from '../../lib/cells/byte-size.ts';
import { classNames } from '../../lib/class-names.ts';
import type { Failure } from '../../lib/failure.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import styles from './folder-pane.module.css';
import type { Folder } from './use-folder.ts';

export interface FolderPaneProps {
  readonly folder: Folder | null;
  readonly failure: Failure | null;
  readonly isReading: boolean;
  readonly selected: string | null;
  readonly openPaths: readonly string[];
  readonly onSelect: (entry: FolderEntry) => void;
  /** A double click or Enter: into a folder, or opens a file. */
  readonly onEnter: (entry: FolderEntry) => void;
}

/** The list of a folder; what cannot be opened stays and says why. */
export function FolderPane(props: FolderPaneProps) {
  const { folder, failure, isReading, selected, openPaths, onSelect, onEnter } = props;
  const list = useRef<HTMLDivElement>(null);
  const entries = folder?.entries ?? [];
  const index = entries.findIndex(({ path }) => path === selected);

  function press(event: KeyboardEvent): void {
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: index + 1,
      ArrowUp: Math.max(0, index - 1),
      Home: 0,
      End: entries.length - 1,
    };
    const target = targets[event.key];
    const entry = entries[target ?? index];
    if (target !== undefined && entry !== undefined) {
      event.preventDefault();
      onSelect(entry);
      const row = list.current?.children[target];
      if (row instanceof HTMLElement) row.focus();
    } else if (event.key === 'Enter' && entry !== undefined) {
      event.preventDefault();
      onEnter(entry);
    }
  }

  if (failure !== null) {
    return (
      <EmptyState isAlert icon={<CircleAlert />} title={failure.message}>
        {failure.hint}
      </EmptyState>
    );
  }
  if (folder === null) return <div className={styles.list}>{isReading && <Skeleton width="40%" />}</div>;
  if (entries.length === 0) {
    return <EmptyState icon={<FolderIcon />} title="No databases here" />;
  }
  return (
    <div
      ref={list}
      role="listbox"
      aria-label={`Files in ${folder.display}`}
      aria-busy={isReading}
      className={styles.list}
      onKeyDown={press}
    >
      {entries.map((entry, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the list handles the keys of its options.
        <div
          key={entry.path}
          role="option"
          aria-selected={entry.path === selected}
          tabIndex={at === Math.max(0, index) ? 0 : -1}
          className={classNames(
            styles.entry,
            (entry.kind === 'side-file' || entry.verdict === 'not-allowed') && styles.off,
          )}
          onClick={() => onSelect(entry)}
          onDoubleClick={() => onEnter(entry)}
        >
          <EntryIcon kind={entry.kind} />
          <span className={styles.name}>{entry.name}</span>
          <span className={styles.size}>{entry.size === null ? '' : formatByteSize(entry.size)}</span>
          <Verdict entry={entry} isOpen={openPaths.includes(entry.path)} />
        </div>
      ))}
      {folder.isCut && <p className={styles.cut}>Only the first {entries.length} entries are listed.</p>}
    </div>
  );
}

function EntryIcon({ kind }: { readonly kind: FolderEntry['kind'] }): ReactNode {
  if (kind === 'folder') return <FolderIcon />;
  return kind === 'database' ? <Database /> : <File />;
}

const signs = {
  ok: [Check, 'ok'],
  warning: [TriangleAlert, 'warning'],
  empty: [Info, 'empty'],
  error: [CircleAlert, 'error'],
  'not-allowed': [Ban, 'empty'],
} as const;

interface VerdictProps {
  readonly entry: FolderEntry;
  readonly isOpen: boolean;
}

function Verdict({ entry: { verdict, summary }, isOpen }: VerdictProps) {
  const words = isOpen ? `${summary}, open in this window` : summary;
  if (verdict === null) {
    return (
      <span className={styles.verdict}>
        <span className={styles.noSign} />
        <span className={styles.words}>{words}</span>
      </span>
    );
  }
  const [Icon, style] = signs[verdict];
  return (
    <span className={classNames(styles.verdict, styles[style])} title={words}>
      <Icon />
      <span className={styles.words}>{words}</span>
    </span>
  );
}
