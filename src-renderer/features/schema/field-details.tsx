import { Plus, Trash2, X } from 'lucide-react';
import {
  countOf,
  type DraftField,
  everyDocument,
  type FactTree,
  holdsFields,
  isSameType,
  kindCounts,
  proposedType,
  typeLabel,
} from '../../../src-preload/contract/schema-draft/index.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Note } from '../../ui/note.tsx';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { DraftRow } from './draft-edits.ts';
import { percent } from './draft-table.tsx';
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
            <Found tree={tree} documents={documents} field={field} isBusy={isBusy} onChange={onChange} />
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

interface FoundProps extends Pick<FieldDetailsProps, 'documents' | 'isBusy' | 'onChange'> {
  readonly tree: FactTree;
  readonly field: DraftField;
}

function Found({ tree, documents, field, isBusy, onChange }: FoundProps) {
  const { fact } = tree;
  const kinds = kindCounts(fact);
  const rare = kinds.slice(1).reduce((sum, { count }) => sum + count, 0);
  const [usual, every] = [proposedType(tree), proposedType(tree, everyDocument)];
  const absent = Math.max(0, documents - fact.count);
  return (
    <>
      {kinds.length > 1 && (
        <Note kind="warning">
          {rare === 1 ? '1 value is' : `${rare.toLocaleString('en')} values are`} of another kind than the
          other {(fact.count - rare - countOf(fact, 'null')).toLocaleString('en')}.
        </Note>
      )}
      <h3 className={styles.subtitle}>Kinds found</h3>
      <dl className={styles.facts}>
        {fact.kinds.map(({ kind, count }) => (
          <Line key={kind} name={kind} figure={count} />
        ))}
        {absent > 0 && <Line name="absent" figure={absent} />}
      </dl>
      {fact.range !== null && (
        <p className={styles.quiet}>
          Numbers from {fact.range.min} to {fact.range.max}
        </p>
      )}
      {fact.texts !== null && fact.texts.length > 0 && (
        <>
          <h3 className={styles.subtitle}>All texts</h3>
          <dl className={styles.facts}>
            {fact.texts.map(({ text, count }) => (
              <Line key={text} name={JSON.stringify(text)} figure={count} />
            ))}
          </dl>
        </>
      )}
      {!isSameType(usual, every) && (
        <>
          <h3 className={styles.subtitle}>Propose as</h3>
          <SegmentedControl
            label="Propose as"
            value={isSameType(field.type, every) ? 'every' : 'usual'}
            segments={[
              { value: 'usual', label: typeLabel(usual), isDisabled: isBusy },
              { value: 'every', label: typeLabel(every), isDisabled: isBusy },
            ]}
            onChange={(choice) => onChange({ type: choice === 'every' ? every : usual, isIncluded: true })}
          />
          <p className={styles.quiet}>The second accepts every document.</p>
        </>
      )}
    </>
  );
}

function Line({ name, figure }: { readonly name: string; readonly figure: number }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{figure.toLocaleString('en')}</dd>
    </>
  );
}
