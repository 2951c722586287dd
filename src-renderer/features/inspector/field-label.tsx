import type { RowColumn } from '../../../src-preload/contract/rows.ts';
import { Badge } from '../../ui/badge.tsx';
import styles from './form-view.module.css';

export interface FieldLabelProps {
  readonly field: RowColumn;
  readonly label: string;
  /** What a column holds beside what it declares, such as "JSON". */
  readonly holds?: string;
}

/** What stands above a value of the form: its name, what it is for, its type. */
export function FieldLabel({ field, label, holds }: FieldLabelProps) {
  const type = typeOf(field, holds);
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

/** The type as declared, with what it holds and the table that a foreign key points to: "TEXT · JSON". */
export function typeOf({ declaredType, references, path }: RowColumn, holds?: string): string {
  // A field of a document declares nothing: its type is what it holds.
  const told = path === null ? holds : undefined;
  const parts = [declaredType, told].filter((part) => part !== undefined && part !== '');
  return `${parts.join(' · ')}${references === null ? '' : ` → ${references.table}`}`;
}
