import { ArrowUpRight } from 'lucide-react';
import type { Cell } from '../../../../src-preload/contract/cell.ts';
import type { RowColumn } from '../../../../src-preload/contract/rows.ts';
import type { FocusedRow } from '../../../lib/cells/focused-row.ts';
import { referencePlace } from '../../../lib/cells/reference-place.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { useLabel } from '../use-label.ts';
import styles from './row-form.module.css';

export interface FieldReferenceProps {
  readonly focused: FocusedRow;
  readonly field: RowColumn;
  readonly cell: Cell;
}

/** The row that a foreign key points to, and the way there. */
export function FieldReference({ focused, field, cell }: FieldReferenceProps) {
  const label = useLabel({ ...focused, field, cell });
  const { client, view, row, onOpenObject } = focused;
  const cells = view.columns.map((column, index) => (column === field ? cell : (row?.cells[index] ?? null)));
  return (
    <>
      <span className={styles.reference}>{label}</span>
      <IconButton
        className={styles.follow}
        size="mini"
        label={`Open the row in ${field.references?.table ?? ''}`}
        disabled={typeof cell === 'object'}
        onClick={() =>
          void referencePlace(client, view, cells, field.name).then((place) => {
            if (place !== null) onOpenObject(place);
          })
        }
      >
        <ArrowUpRight />
      </IconButton>
    </>
  );
}
