import { useMemo, useState } from 'react';
import {
  draftSchema,
  type FactTree,
  factTree,
  type SchemaDraft,
} from '../../../src-preload/contract/schema-draft/index.ts';
import type { DocumentFact } from '../../../src-preload/contract/schemas.ts';
import { addField, changeField, draftRows } from './draft-edits.ts';
import { DraftTable } from './draft-table.tsx';
import { FieldDetails } from './field-details.tsx';
import styles from './schema.module.css';
import { SourcePane } from './source-pane.tsx';

export interface DraftEditorProps {
  readonly title: string;
  readonly name: string;
  readonly draft: SchemaDraft;
  readonly onChange: (draft: SchemaDraft) => void;
  readonly facts: readonly DocumentFact[];
  readonly documents: number;
  /** Fields can have columns of their own, and so be unique, indexed or foreign keys. */
  readonly hasColumns: boolean;
  readonly isBusy: boolean;
  /** Shows the source beside the table, and not what is known of a field. */
  readonly isSourceShown: boolean;
}

/** The table of fields with what is known of the selected one beside it. */
export function DraftEditor(props: DraftEditorProps) {
  const { title, name, draft, onChange, facts, documents, hasColumns, isBusy, isSourceShown } = props;
  const [selected, setSelected] = useState<number | null>(null);
  const trees = useMemo(() => treesOf(facts), [facts]);
  const schema = useMemo(() => draftSchema(draft), [draft]);
  const row = draftRows(draft).find(({ field }) => field.id === selected);
  return (
    <div className={styles.body}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
      <section className={styles.page} tabIndex={0} aria-label="Editor of the schema">
        <DraftTable
          title={title}
          draft={draft}
          onChange={onChange}
          trees={trees}
          documents={documents}
          hasColumns={hasColumns}
          selected={selected}
          onSelect={setSelected}
          isBusy={isBusy}
        />
      </section>
      {isSourceShown ? (
        <SourcePane name={name} schema={schema} />
      ) : (
        row !== undefined && (
          <aside className={styles.aside} aria-label="Field">
            <FieldDetails
              row={row}
              tree={row.field.fact === null ? null : (trees.get(row.field.fact) ?? null)}
              documents={documents}
              hasColumns={hasColumns}
              isBusy={isBusy}
              onChange={(values) =>
                onChange(changeField(draft, row.field.id, (field) => ({ ...field, ...values })))
              }
              onAddField={() => onChange(addField(draft, row.field.id))}
              onClose={() => setSelected(null)}
              onRemove={() => onChange(changeField(draft, row.field.id, () => null))}
            />
          </aside>
        )
      )}
    </div>
  );
}

function treesOf(facts: readonly DocumentFact[]): ReadonlyMap<number, FactTree> {
  const found = new Map<number, FactTree>();
  const collect = (tree: FactTree | null): void => {
    if (tree === null) return;
    found.set(tree.place, tree);
    for (const field of tree.fields) collect(field);
    collect(tree.item);
    collect(tree.entry);
  };
  collect(factTree(facts));
  return found;
}
