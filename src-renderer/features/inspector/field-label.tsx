import type { RowColumn } from '../../../src-preload/contract/rows.ts';
import { Badge } from '../../ui/badge.tsx';
import styles from './form-view.module.css';

/** What stands above a value of the form: its name, what it is for, its type. */
export function FieldLabel({ field, label }: { readonly field: RowColumn; readonly label: string }) {
  const type = typeOf(field);
  return (
    <dt className={styles.label}>
      <span className={styles.name} title={field.name}>
        {label}
      </span>
      {field.primaryKeyPosition > 0 && <Badge variant="key">PK</Badge>}
      {field.references !== null && <Badge variant="reference">FK</Badge>}
      {field.isNotNull && field.primaryKeyPosition === 0 && <span className={styles.required}>required</span>}
      <span className={styles.type} title={type}>
        {type}
      </span>
    </dt>
  );
}

/** The type as declared, with the table that a foreign key points to. */
export function typeOf({ declaredType, references }: RowColumn): string {
  return `${declaredType}${references === null ? '' : ` → ${references.table}`}`;
}
