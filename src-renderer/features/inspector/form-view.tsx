import { cellTag } from '../../lib/cells/cell-tag.ts';
import type { FocusedRow } from '../../lib/cells/focused-row.ts';
import { Badge } from '../../ui/badge.tsx';
import { FieldValue } from './field-value.tsx';
import styles from './form-view.module.css';
import { useRowCells } from './use-row.ts';

/** Every column of the row as a labelled value. */
export function FormView(props: FocusedRow) {
  const cells = useRowCells(props);
  return (
    <dl className={styles.form}>
      {props.view.columns.map((column, index) => {
        const cell = cells[index] ?? null;
        if (Array.isArray(cell) && cell[0] === cellTag.missing) return null;
        const { references } = column;
        return (
          <div key={column.name} className={styles.field}>
            <dt className={styles.label}>
              <span className={styles.name}>{column.name}</span>
              {column.primaryKeyPosition > 0 && <Badge variant="key">PK</Badge>}
              {references !== null && <Badge variant="reference">FK</Badge>}
              {column.isNotNull && column.primaryKeyPosition === 0 && (
                <span className={styles.required}>required</span>
              )}
              <span className={styles.type}>
                {column.declaredType}
                {references !== null && ` → ${references.table}`}
              </span>
            </dt>
            <dd>
              <FieldValue {...props} field={column} cell={cell} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
