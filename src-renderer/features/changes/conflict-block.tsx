import { Check, CircleAlert, Merge } from 'lucide-react';
import { memo, useEffect, useRef, useState } from 'react';
import { CellTag } from '../../../src-preload/contract/cell-tag.ts';
import type { ConflictField, ConflictRow } from '../../../src-preload/contract/commits.ts';
import type { StagedRow } from '../../../src-preload/contract/edits.ts';
import { ChangeValue, valueTitle } from '../../lib/changes/change-value.tsx';
import { fieldName, rowChange } from '../../lib/changes/row-change.ts';
import { classNames } from '../../lib/class-names.ts';
import { type Conflict, isOpen, isWhole, openCount, resultOf } from '../../lib/commits/conflict.ts';
import { Button } from '../../ui/button.tsx';
import { RowName, useRowName } from './change-block.tsx';
import styles from './conflict-block.module.css';
import { EditMine } from './edit-mine.tsx';
import { Picks } from './picks.tsx';
import { useReviewTools } from './review-tools.ts';
import { rowWords, wholeAnswers } from './review-words.ts';

/** The titles of the columns of a conflict. */
export function ConflictTitles() {
  return (
    <div className={styles.titles} aria-hidden="true">
      <span>Field</span>
      <span className={styles.inset}>Before</span>
      <span className={styles.inset}>Yours</span>
      <span className={styles.inset} title="In the file now">
        In the file now
      </span>
      <span>Will be written</span>
    </div>
  );
}

export interface ConflictBlockProps {
  readonly conflict: Conflict;
  readonly row: ConflictRow;
  readonly staged: StagedRow | null;
}

/** A row that the file has otherwise than it was: each value before, yours, theirs, and what will be written. */
export const ConflictBlock = memo(function ConflictBlock({ conflict, row, staged }: ConflictBlockProps) {
  const { commits, kindOf, documentColumnOf } = useReviewTools();
  const noun = kindOf(row.object) === 'collection' ? 'document' : 'row';
  const [edited, setEdited] = useState<string | null>(null);
  const name = useRowName(row, staged);
  const isDone = openCount(conflict, row) === 0;
  const whole = isWhole(conflict, row);
  const answers = wholeAnswers(row);
  const canEdit = !whole && row.fields.some(isOpen);
  return (
    <div className={classNames(styles.block, isDone ? styles.done : styles.open)}>
      <div className={styles.sign}>
        {isDone ? (
          <Check role="img" aria-label="Decided" />
        ) : (
          <CircleAlert role="img" aria-label="To be decided" />
        )}
      </div>
      <div className={styles.key}>
        <RowName row={row} name={name} />
        <span className={isDone ? styles.quiet : styles.alarm}>{rowWords(conflict, row)}</span>
      </div>
      <div className={styles.lines}>
        {shownFields(row, staged, documentColumnOf(row.object)).map((field) => (
          <Line
            key={fieldId(field)}
            conflict={conflict}
            row={row}
            field={field}
            name={name}
            noun={noun}
            isEdited={edited === fieldId(field)}
            onEdit={(isEdited) => setEdited(isEdited ? fieldId(field) : null)}
          />
        ))}
        <div className={styles.actions} data-line="">
          <span className={styles.what}>Whole {noun}</span>
          <Button
            size="small"
            aria-label={`${answers.mine}, ${name}`}
            onClick={() => commits.decide(row, null, 'mine')}
          >
            {answers.mine}
          </Button>
          <Button
            size="small"
            aria-label={`${answers.theirs}, ${name}`}
            onClick={() => commits.decide(row, null, 'theirs')}
          >
            {answers.theirs}
          </Button>
          {canEdit && (
            <Button
              variant="ghost"
              size="small"
              aria-label={`Edit ${name}`}
              onClick={() => setEdited(fieldId(row.fields.find(isOpen) ?? row.fields[0]))}
            >
              Edit…
            </Button>
          )}
        </div>
      </div>
    </div>
  );
});

interface LineProps {
  readonly conflict: Conflict;
  readonly row: ConflictRow;
  readonly field: ConflictField;
  /** Of the row. */
  readonly name: string;
  readonly noun: string;
  readonly isEdited: boolean;
  readonly onEdit: (isEdited: boolean) => void;
}

function Line({ conflict, row, field, name, noun, isEdited, onEdit }: LineProps) {
  const { commits, documentColumnOf } = useReviewTools();
  const { column, path, before, mine, theirs } = field;
  const label = fieldName(column, path, documentColumnOf(row.object));
  const whole = isWhole(conflict, row);
  const result = resultOf(conflict, row, field);
  const isAsked = !whole && isOpen(field);
  const line = useRef<HTMLDivElement>(null);
  const wasEdited = useRef(false);
  useEffect(() => {
    if (wasEdited.current && !isEdited) line.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    wasEdited.current = isEdited;
  }, [isEdited]);
  return (
    <div
      ref={line}
      className={styles.line}
      data-line=""
      data-open={isAsked && result === null ? '' : undefined}
    >
      <span className={styles.column} title={label}>
        {label}
      </span>
      <span className={styles.value} title={valueTitle(before)}>
        <ChangeValue cell={before} />
      </span>
      {isEdited ? (
        <EditMine row={row} field={field} label={`${label} of ${name}`} onClose={() => onEdit(false)} />
      ) : isAsked ? (
        <Picks
          label={`${label} of ${name}`}
          mine={mine}
          theirs={theirs}
          taken={result?.take ?? null}
          onTake={(take) => commits.decide(row, field, take)}
          onEdit={() => onEdit(true)}
        />
      ) : (
        <>
          <span
            className={classNames(styles.value, field.merge === 'theirs' && styles.same)}
            title={valueTitle(mine)}
          >
            <ChangeValue cell={mine} />
          </span>
          <span
            className={classNames(styles.value, field.merge === 'mine' && styles.same)}
            title={valueTitle(theirs)}
          >
            {row.what === 'deleted' ? (
              <span className={styles.alarm}>no {noun}</span>
            ) : (
              <ChangeValue cell={theirs} />
            )}
          </span>
        </>
      )}
      <Result conflict={conflict} row={row} field={field} />
    </div>
  );
}

function Result({ conflict, row, field }: Pick<LineProps, 'conflict' | 'row' | 'field'>) {
  const result = resultOf(conflict, row, field);
  if (result === null) {
    return (
      <span className={classNames(styles.result, styles.alarm)}>
        <CircleAlert aria-hidden="true" />
        Choose
      </span>
    );
  }
  const { take, cell, isDecided } = result;
  const isDropped = take === 'theirs' && row.what === 'deleted';
  const isDeleted = take === 'mine' && row.kind === 'delete';
  return (
    <span className={styles.result}>
      {isDecided ? (
        <Check className={styles.decided} role="img" aria-label="Decided" />
      ) : (
        <Merge className={styles.merged} role="img" aria-label="Merged" />
      )}
      <span className={styles.written} title={valueTitle(cell)}>
        {isDropped || isDeleted ? <span className={styles.quiet}>nothing</span> : <ChangeValue cell={cell} />}
      </span>
      <span className={styles.side}>{take === 'mine' ? 'yours' : 'theirs'}</span>
    </span>
  );
}

/** Of a document that is gone the values that were changed are shown, not its whole text. */
function shownFields(
  row: ConflictRow,
  staged: StagedRow | null,
  documentColumn: string | null,
): readonly ConflictField[] {
  if (row.what !== 'deleted' || staged?.kind !== 'update') return row.fields;
  return rowChange(staged, documentColumn).lines.map(({ column, path, before, after }) => ({
    column,
    path: path === null ? null : [...path],
    before,
    mine: after,
    theirs: [CellTag.missing],
    merge: 'decide',
  }));
}

function fieldId(field: ConflictField | undefined): string {
  return JSON.stringify([field?.column, field?.path]);
}
