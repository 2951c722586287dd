import { ChevronDown, ChevronRight, CircleAlert, Copy, Database, Lock } from 'lucide-react';
import { type MouseEvent, memo, type ReactNode } from 'react';
import type { CatalogObject } from '../../../src-preload/contract/catalog.ts';
import { formatCount } from '../../lib/cells/byte-size.ts';
import { classNames } from '../../lib/class-names.ts';
import type { EditsStore } from '../../lib/edits/edits-store.ts';
import { StagedDot } from '../../lib/edits/staged-dot.tsx';
import { TransactionFlag } from '../../lib/transactions/transaction-flag.tsx';
import type { TransactionsStore } from '../../lib/transactions/transactions-store.ts';
import { ObjectIcon } from '../../ui/object-icon.tsx';
import styles from './catalog-tree.module.css';
import { RowCount } from './row-count.tsx';
import type { RowCounts } from './row-counts.ts';
import type { TreeLine } from './tree-rows.ts';

export interface TreeLineViewProps {
  readonly line: TreeLine;
  /** Pixels from the top of the list. */
  readonly top: number;
  readonly counts: RowCounts;
  readonly edits: EditsStore;
  readonly transactions: TransactionsStore;
  readonly isSelected: boolean;
  readonly isFocusable: boolean;
  readonly setSize: number;
  readonly position: number;
  readonly onClick: (line: TreeLine, isOnFold: boolean) => void;
  readonly onDoubleClick: (line: TreeLine) => void;
  readonly onFocus: (id: string) => void;
}

/** One line of the tree. */
export const TreeLineView = memo(function TreeLineView(props: TreeLineViewProps) {
  const { line, counts, isSelected, isFocusable, onClick, onDoubleClick, onFocus } = props;
  const isFold = line.kind === 'file' || line.kind === 'section';
  const error = line.kind === 'object' ? line.object.error : null;
  const ignoreSelection = (event: MouseEvent) => event.detail > 1 && event.preventDefault();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys of all its lines.
    <div
      role="treeitem"
      data-line={line.id}
      aria-level={line.level}
      aria-setsize={props.setSize}
      aria-posinset={props.position}
      aria-selected={line.kind === 'object' || line.kind === 'file' ? isSelected : undefined}
      aria-expanded={isFold ? line.isExpanded : undefined}
      aria-description={error?.message}
      tabIndex={isFocusable ? 0 : -1}
      title={error === null ? line.name : `${line.name}: ${error.message}`}
      className={classNames(styles.line, styles[line.kind], error !== null && styles.unreadable)}
      style={{ top: props.top, paddingLeft: 4 + (line.level - 1) * 14 }}
      onClick={(event) => onClick(line, isFoldSign(event.target))}
      onDoubleClick={(event) => !isFoldSign(event.target) && onDoubleClick(line)}
      onMouseDown={ignoreSelection}
      onFocus={() => onFocus(line.id)}
    >
      <Fold line={line} />
      <LineIcon line={line} />
      <span className={styles.name}>{line.name === '' ? '(no name)' : line.name}</span>
      {(line.kind === 'file' || line.kind === 'object') && (
        <>
          <StagedDot
            store={props.edits}
            file={line.file.id}
            object={line.kind === 'object' ? line.object.name : null}
            className={line.kind === 'object' ? styles.staged : undefined}
          />
          <TransactionFlag
            store={props.transactions}
            file={line.file.id}
            object={line.kind === 'object' ? line.object.name : null}
            otherwise={line.kind === 'object' ? pendingWords(line.object) : null}
          />
        </>
      )}
      <End line={line} counts={counts} hasError={error !== null} />
    </div>
  );
});

/** What the open transaction has done to an object; null: nothing. */
function pendingWords({ pending }: CatalogObject): string | null {
  if (pending === undefined) return null;
  return `${pending === 'created' ? 'Created' : 'Altered'} by the open transaction, not yet committed`;
}

function isFoldSign(target: EventTarget): boolean {
  return target instanceof Element && target.closest('[data-fold]') !== null;
}

function Fold({ line }: { readonly line: TreeLine }): ReactNode {
  if (line.kind !== 'file' && line.kind !== 'section') return <span className={styles.twist} />;
  return line.isExpanded ? (
    <ChevronDown className={styles.twist} data-fold />
  ) : (
    <ChevronRight className={styles.twist} data-fold />
  );
}

function LineIcon({ line }: { readonly line: TreeLine }): ReactNode {
  if (line.kind === 'file') return <Database />;
  if (line.kind === 'object') return <ObjectIcon kind={line.object.kind} />;
  if (line.kind === 'failed') return <CircleAlert />;
  return null;
}

interface EndProps {
  readonly line: TreeLine;
  readonly counts: RowCounts;
  readonly hasError: boolean;
}

function End({ line, counts, hasError }: EndProps): ReactNode {
  if (line.kind === 'section') return <span className={styles.count}>{formatCount(line.count)}</span>;
  if (line.kind === 'file') return <FileMarks line={line} />;
  if (line.kind !== 'object') return null;
  if (hasError) return <CircleAlert className={styles.problem} role="img" aria-label="Cannot be read" />;
  if (line.object.kind === 'view') return null;
  return <RowCount counts={counts} file={line.file.id} object={line.object.name} />;
}

function FileMarks({ line }: { readonly line: TreeLine }): ReactNode {
  const { readOnlyReason, readMode, readModeReason } = line.file;
  return (
    <>
      {readMode === 'private-copy' && (
        <span className={styles.mark} title={readModeReason ?? undefined}>
          <Copy role="img" aria-label="Read from a private copy" />
        </span>
      )}
      {readOnlyReason !== null && (
        <span className={styles.mark} title={readOnlyReason}>
          <Lock role="img" aria-label="Read-only" />
        </span>
      )}
    </>
  );
}
