import { ChevronDown, ChevronRight } from 'lucide-react';
import type { TableChanges } from '../../../src-preload/contract/queries.ts';
import { clockTime } from '../../lib/relative-time.ts';
import { oneLine, SqlLine } from '../../lib/sql/sql-text.tsx';
import { ObjectIcon } from '../../ui/object-icon.tsx';
import { PlainButton } from '../../ui/plain-button.tsx';
import type { HeadSubject } from './change-groups.ts';
import styles from './changes.module.css';
import { CountMarks } from './count-marks.tsx';
import { byWords } from './timeline-words.ts';

export interface ChangeHeadProps {
  readonly of: HeadSubject;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

/** The head of a card: a table or a statement, with what it changed. */
export function ChangeHead({ of, isOpen, onToggle }: ChangeHeadProps) {
  return (
    <div className={styles.head}>
      <PlainButton className={styles.toggle} aria-expanded={isOpen} onClick={onToggle}>
        {isOpen ? <ChevronDown /> : <ChevronRight />}
        {of.kind === 'table' ? (
          <TableName table={of.table} />
        ) : (
          <span className={styles.statement} title={oneLine(of.node.sql)}>
            {of.node.sql === '' ? 'Staged edits applied' : <SqlLine sql={of.node.sql} />}
          </span>
        )}
      </PlainButton>
      {of.kind === 'node' && <span className={styles.note}>{clockTime(of.node.at)}</span>}
      <span className={styles.counts}>
        <CountMarks counts={of.kind === 'table' ? of.table.counts : of.counts} />
      </span>
    </div>
  );
}

/** A table among those that a statement changed. */
export function TableLine({ table }: { readonly table: TableChanges }) {
  return (
    <div className={styles.line}>
      <TableName table={table} />
      <span className={styles.counts}>
        <CountMarks counts={table.counts} />
      </span>
    </div>
  );
}

function TableName({ table: { object, kind, byTrigger } }: { readonly table: TableChanges }) {
  return (
    <>
      <ObjectIcon kind={kind} />
      <span className={styles.title}>{object}</span>
      {byTrigger !== null && <span className={styles.note}>{byWords(byTrigger)}</span>}
    </>
  );
}
