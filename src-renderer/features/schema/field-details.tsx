import { Plus, Trash2, X } from 'lucide-react';
import {
  type DraftField,
  type FactTree,
  holdsFields,
} from '../../../src-preload/contract/schema-draft/index.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { DraftRow } from './draft-edits.ts';
import { percent } from './draft-table.tsx';
import { FieldFacts } from './field-facts.tsx';
import styles from './schema.module.css';

export interface FieldDetailsProps {
  readonly row: DraftRow;
  readonly tree: FactTree | null;
  readonly documents: number;
  readonly hasColumns: boolean;
  readonly isBusy: boolean;
  readonly onChange: (values: Partial<DraftField>) => void;
  readonly onAddField: () => void;
  readonly onRemove: () => void;
  readonly onClose: () => void;
}

/** What was found of one field, and what of it cannot be told in a line. */
export function FieldDetails(props: FieldDetailsProps) {
  const { row, tree, documents, hasColumns, isBusy, onChange, onAddField, onRemove, onClose } = props;
  const { field } = row;
  return (
    <>
      <div className={styles.asideHead}>
        <span className={styles.name}>{row.path.join('.')}</span>
        <span className={styles.grow} />
        {tree !== null && (
          <span className={styles.quiet}>
            {percent(Math.min(1, tree.fact.count / documents))} of documents
          </span>
        )}
        <IconButton label="Close" onClick={onClose}>
          <X />
        </IconButton>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
      <section className={styles.asideBody} tabIndex={0} aria-label="About the field">
        <div className={styles.padded}>
          {tree !== null && (
            <FieldFacts tree={tree} documents={documents} field={field} isBusy={isBusy} onChange={onChange} />
          )}
          {hasColumns && row.inColumns && !holdsFields(field.type) && (
            <TextField
              label="Foreign key"
              isMono
              placeholder="Foreign key: table.column"
              value={field.foreignKey ?? ''}
              readOnly={isBusy}
              help="The value must be a key of another table."
              onValueChange={(value) => onChange({ foreignKey: value === '' ? null : value })}
            />
          )}
          {holdsFields(field.type) && (
            <Button icon={<Plus />} disabled={isBusy} onClick={onAddField}>
              Add a field to {field.key}
            </Button>
          )}
          {field.fact === null && (
            <Button icon={<Trash2 />} disabled={isBusy} onClick={onRemove}>
              Remove the field
            </Button>
          )}
        </div>
      </section>
    </>
  );
}
