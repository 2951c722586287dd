import { Copy } from 'lucide-react';
import { useMemo } from 'react';
import type { EditRow, StagedRow } from '../../../src-preload/contract/edits.ts';
import { countOf, formatCount } from '../../lib/cells/byte-size.ts';
import { keyText } from '../../lib/cells/cell-text.ts';
import { ChangeRow } from '../../lib/changes/change-row.tsx';
import { rowChange } from '../../lib/changes/row-change.ts';
import { type DocumentColumnOf, useDocumentColumns } from '../../lib/changes/use-document-columns.ts';
import { copyText } from '../../lib/copy-text.ts';
import type { FileEdits } from '../../lib/edits/file-edits.ts';
import { rowIdentity } from '../../lib/edits/row-identity.ts';
import { Button } from '../../ui/button.tsx';
import { Note } from '../../ui/note.tsx';
import { PlainButton } from '../../ui/plain-button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import styles from './history.module.css';
import { rowsText } from './rows-text.ts';
import { useCommitRows } from './use-history.ts';

export interface CommitRowsProps {
  readonly edits: FileEdits;
  readonly commit: string;
  /** Grows where the file may be another one. */
  readonly version: unknown;
  readonly onShowRow: (object: string, row: EditRow, column: string | null) => void;
}

/** What a commit changed, row by row. */
export function CommitRows({ edits, commit, version, onShowRow }: CommitRowsProps) {
  const { rows, failure, showAll } = useCommitRows(edits.client, edits.file, commit, version);
  const names = JSON.stringify([...new Set(rows?.rows.map(({ object }) => object))]);
  const documentColumnOf = useDocumentColumns(edits, names);
  if (failure !== null) return <Note kind="error">{failure.message}</Note>;
  if (rows === null) return <Skeleton width="40%" label="Reading the rows" />;
  const { rows: shown, total } = rows;
  return (
    <>
      <div className={styles.rows}>
        {shown.map((row) => (
          <Row
            key={`${row.object} ${rowIdentity(row.row)}`}
            documentColumnOf={documentColumnOf}
            row={row}
            onShowRow={onShowRow}
          />
        ))}
      </div>
      <p className={styles.below}>
        <span className={styles.words}>
          {shown.length < total && `${formatCount(shown.length)} of ${countOf(total, 'row')} shown. `}
          Undo stages the inverse: you review it and commit it like any other change.
        </span>
        {shown.length < total && (
          <Button variant="ghost" size="small" onClick={showAll}>
            Show {total > 1000 ? '1,000' : `all ${formatCount(total)}`}
          </Button>
        )}
        <Button
          variant="ghost"
          size="small"
          icon={<Copy />}
          onClick={() => void copyText(rowsText(shown), 'Changes copied')}
        >
          Copy as text
        </Button>
      </p>
    </>
  );
}

interface RowProps extends Pick<CommitRowsProps, 'onShowRow'> {
  readonly documentColumnOf: DocumentColumnOf;
  readonly row: StagedRow;
}

function Row({ documentColumnOf, row, onShowRow }: RowProps) {
  const { object, row: place, kind } = row;
  const documentColumn = documentColumnOf(object);
  const change = useMemo(() => rowChange(row, documentColumn), [row, documentColumn]);
  const name = `${object} ${row.label ?? ('key' in place ? keyText(place.key) : 'new row')}`;
  return (
    <div className={styles.row}>
      <ChangeRow
        change={change}
        name={
          kind === 'update' ? (
            <PlainButton
              className={styles.name}
              title="Show in its table"
              onClick={() => onShowRow(object, place, null)}
            >
              {name}
            </PlainButton>
          ) : (
            name
          )
        }
      />
    </div>
  );
}
