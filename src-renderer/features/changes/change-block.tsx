import { Undo2 } from 'lucide-react';
import { memo, useMemo } from 'react';
import type { EditDraft, EditProblem, StagedRow } from '../../../src-preload/contract/edits.ts';
import { keyText } from '../../lib/cells/cell-text.ts';
import { ChangeRow } from '../../lib/changes/change-row.tsx';
import { canRevertLine, fieldName, rowChange } from '../../lib/changes/row-change.ts';
import { rowName } from '../../lib/changes/row-name.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { PlainButton } from '../../ui/plain-button.tsx';
import styles from './changes.module.css';
import { revertLine, revertRow } from './revert-steps.ts';
import { isRefused, type ReviewRow } from './review-rows.ts';
import { useReviewTools } from './review-tools.ts';
import { timeOfDay } from './review-words.ts';

const NOTHING_STAGED = { kind: 'update', lines: [], values: [], isCut: false } as const;

/** A staged row: what happens to it, what is wrong with it, and how it is taken back. */
export const ChangeBlock = memo(function ChangeBlock({ row }: { readonly row: ReviewRow }) {
  const { edits, documentColumnOf, hasTableNames } = useReviewTools();
  const { object, overlay } = row;
  const documentColumn = documentColumnOf(object);
  const change = useMemo(
    () => (overlay.staged === null ? NOTHING_STAGED : rowChange(overlay.staged, documentColumn)),
    [overlay.staged, documentColumn],
  );
  const name = useRowName(row, overlay.staged);
  return (
    <ChangeRow
      change={change}
      name={<RowName row={row} name={name} />}
      note={hasTableNames && overlay.staged !== null ? timeOfDay(overlay.staged.stagedAt) : undefined}
      problems={isRefused(row) || overlay.drafts.length > 0 ? <Problems row={row} name={name} /> : undefined}
      actions={
        <Button
          variant="ghost"
          size="small"
          icon={<Undo2 />}
          aria-label={`Revert ${name}`}
          onClick={() => void revertRow(edits, row)}
        >
          Revert
        </Button>
      }
      {...(change.lines.length > 1 && {
        lineAction: (line) =>
          canRevertLine(line) && (
            <IconButton
              label={`Revert ${line.name} of ${name}`}
              size="small"
              className={styles.revertLine ?? ''}
              hasTooltip={false}
              title="Revert this value"
              onClick={() => void revertLine(edits, row, line)}
            >
              <Undo2 />
            </IconButton>
          ),
      })}
    />
  );
});

/** How a row is called, with its table where several are mixed. */
export function useRowName(
  { object, row }: Pick<ReviewRow, 'object' | 'row'>,
  staged: StagedRow | null,
): string {
  const { keyNamesOf, hasTableNames } = useReviewTools();
  const names = keyNamesOf(object);
  if (staged?.label !== undefined) return hasTableNames ? `${object} ${staged.label}` : staged.label;
  if (!hasTableNames) return rowName(row, names);
  return `${object} ${'key' in row && names.length > 0 ? keyText(row.key) : rowName(row, [])}`;
}

/** The name of a row; it leads to the row in its table. */
export function RowName({
  row,
  name,
}: {
  readonly row: Pick<ReviewRow, 'object' | 'row'>;
  readonly name: string;
}) {
  const { onShowRow } = useReviewTools();
  return (
    <PlainButton
      className={styles.name}
      title="Show in its table"
      onClick={() => onShowRow(row.object, row.row, null)}
    >
      {name}
    </PlainButton>
  );
}

function Problems({ row, name }: { readonly row: ReviewRow; readonly name: string }) {
  const { overlay } = row;
  return (
    <ul className={styles.problems}>
      {overlay.problems.map((problem) => (
        <Problem
          key={JSON.stringify([problem.code, problem.column, problem.path])}
          row={row}
          name={name}
          problem={problem}
        />
      ))}
      {overlay.drafts.map((draft) => (
        <Draft key={JSON.stringify([draft.column, draft.path])} row={row} name={name} draft={draft} />
      ))}
    </ul>
  );
}

interface ProblemProps {
  readonly row: ReviewRow;
  readonly name: string;
  readonly problem: EditProblem;
}

function Problem({ row, name, problem }: ProblemProps) {
  const { documentColumnOf } = useReviewTools();
  const { column, path, message } = problem;
  const field = column === null ? null : fieldName(column, path, documentColumnOf(row.object));
  return (
    <li className={styles.problem}>
      <span>
        {field !== null && <b className={styles.field}>{field}</b>} {message}
      </span>
      <ShowButton row={row} name={name} column={column} field={field} />
    </li>
  );
}

const MOST_DRAFT = 200;

function Draft({
  row,
  name,
  draft,
}: {
  readonly row: ReviewRow;
  readonly name: string;
  readonly draft: EditDraft;
}) {
  const { documentColumnOf } = useReviewTools();
  const { column, path = null, text, problems } = draft;
  const field = column === null ? null : fieldName(column, path, documentColumnOf(row.object));
  const words =
    problems === 0
      ? 'was typed and is not staged yet.'
      : 'was typed, is no value that can be staged, and blocks a commit.';
  return (
    <li className={problems === 0 ? styles.draft : styles.problem}>
      <span>
        <b className={styles.field}>{field ?? 'The document'}</b>{' '}
        <span className={styles.typed} title={text.slice(0, 1000)}>
          {text.slice(0, MOST_DRAFT) || 'empty text'}
        </span>{' '}
        {words}
      </span>
      <ShowButton row={row} name={name} column={column} field={field} />
    </li>
  );
}

interface ShowButtonProps {
  readonly row: ReviewRow;
  readonly name: string;
  readonly column: string | null;
  readonly field: string | null;
}

function ShowButton({ row, name, column, field }: ShowButtonProps) {
  const { onShowRow } = useReviewTools();
  return (
    <Button
      size="small"
      aria-label={field === null ? `Show ${name}` : `Show ${field} of ${name}`}
      data-problem=""
      onClick={() => onShowRow(row.object, row.row, column)}
    >
      Show
    </Button>
  );
}
