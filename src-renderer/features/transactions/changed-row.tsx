import { Undo2 } from 'lucide-react';
import { memo, useMemo } from 'react';
import type { RowKey } from '../../../src-preload/contract/cell.ts';
import type { EditRow, StagedRow } from '../../../src-preload/contract/edits.ts';
import { ChangeRow } from '../../lib/changes/change-row.tsx';
import { type RowChange, rowChange } from '../../lib/changes/row-change.ts';
import { rowName } from '../../lib/changes/row-name.ts';
import { Button } from '../../ui/button.tsx';
import { PlainButton } from '../../ui/plain-button.tsx';
import styles from './changes.module.css';

export interface ChangedRowProps {
  readonly row: StagedRow;
  readonly keyNames: readonly string[];
  readonly documentColumn: string | null;
  /** null: it cannot be taken back here. */
  readonly onRevert: ((object: string, key: RowKey) => void) | null;
  readonly onShowRow: ((object: string, row: EditRow) => void) | null;
}

/** A row that was changed, before and after. */
export const ChangedRow = memo(function ChangedRow(props: ChangedRowProps) {
  const { row, keyNames, documentColumn, onRevert, onShowRow } = props;
  const change = useMemo(() => {
    const whole = rowChange(row, documentColumn);
    // The key stands at the left.
    return { ...whole, values: whole.values.filter((value) => !keyNames.includes(value.name)) };
  }, [row, documentColumn, keyNames]);
  const name = row.label ?? rowName(row.row, keyNames);
  const key = 'key' in row.row ? row.row.key : null;
  return (
    <ChangeRow
      change={change}
      note={isOnlyStored(change) ? 'the same values, stored in another way' : undefined}
      name={
        row.kind === 'delete' || onShowRow === null ? (
          name
        ) : (
          <PlainButton
            className={styles.name}
            title="Show in its table"
            onClick={() => onShowRow(row.object, row.row)}
          >
            {name}
          </PlainButton>
        )
      }
      actions={
        onRevert !== null && key !== null ? (
          <Button
            variant="ghost"
            size="small"
            icon={<Undo2 />}
            aria-label={`Revert ${name}`}
            onClick={() => onRevert(row.object, key)}
          >
            Revert
          </Button>
        ) : undefined
      }
    />
  );
});

/** Written, and nothing of it can be read: JSONB of the same document may have other bytes. */
function isOnlyStored({ kind, lines }: RowChange): boolean {
  return kind === 'update' && lines.length === 0;
}
