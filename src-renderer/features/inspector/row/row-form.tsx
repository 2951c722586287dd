import { useEffect, useMemo, useRef, useState } from 'react';
import { CellTag } from '../../../../src-preload/contract/cell-tag.ts';
import type { EditRow, EditRules } from '../../../../src-preload/contract/edits.ts';
import { countOf } from '../../../lib/cells/byte-size.ts';
import { cellView } from '../../../lib/cells/cell-view.ts';
import type { FocusedRow } from '../../../lib/cells/focused-row.ts';
import { useFileEdits, useObjectEdits } from '../../../lib/edits/use-edits.ts';
import { Button } from '../../../ui/button.tsx';
import { Note } from '../../../ui/note.tsx';
import { FieldLabel } from '../field-label.tsx';
import { FieldValue } from '../field-value.tsx';
import formStyles from '../form-view.module.css';
import { JsonField } from '../json-field.tsx';
import { useRowCells } from '../use-row.ts';
import { RowField } from './row-field.tsx';
import styles from './row-form.module.css';

export interface RowFormProps {
  readonly focused: FocusedRow;
  readonly row: EditRow;
  readonly rules: EditRules;
}

/** So many columns are drawn until more are asked for. */
const SHOWN = 80;

/** The columns of a row, each in a field that stages what is typed. */
export function RowForm({ focused, row, rules }: RowFormProps) {
  const { client, file, object, view, wish, column } = focused;
  const edits = useFileEdits(client, file.id);
  const overlay = useObjectEdits(edits, object.name).of(row);
  const cells = useRowCells(focused);
  const list = useRef<HTMLDListElement>(null);
  const byName = useMemo(() => new Map(rules.columns.map((rule) => [rule.column, rule])), [rules]);
  const [most, setMost] = useState(SHOWN);
  const shown = view.columns.slice(0, most);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a wish is followed once.
  useEffect(() => {
    if (wish.serial === 0 || wish.view !== 'form' || column === null) return;
    const all = list.current?.querySelectorAll<HTMLElement>('[data-field]') ?? [];
    [...all].find((field) => field.dataset.field === column)?.scrollIntoView({ block: 'nearest' });
  }, [wish]);
  const isDeleted = overlay?.kind === 'delete';
  return (
    <>
      <RowNote overlay={overlay} />
      <dl ref={list} className={formStyles.form}>
        {shown.map((field) => {
          const index = view.columns.indexOf(field);
          const rule = byName.get(field.name);
          const stored = cells[index] ?? null;
          const staged = overlay?.stagedOf(field);
          const cell = staged === undefined ? stored : staged.cell;
          const reason = rule?.reason ?? keyReason(field, row) ?? binaryReason(cell);
          return (
            <div key={field.name} className={formStyles.field} data-field={field.name}>
              {rule === undefined || reason !== null || isDeleted ? (
                <FixedField focused={focused} field={field} cell={cell} reason={reason} />
              ) : (
                <RowField
                  focused={focused}
                  edits={edits}
                  row={row}
                  field={field}
                  rule={rule}
                  stored={stored}
                  staged={staged}
                  draft={overlay?.draftOf(field)}
                />
              )}
            </div>
          );
        })}
      </dl>
      {view.columns.length > most && (
        <Button className={styles.more} size="small" variant="ghost" onClick={() => setMost(most + SHOWN)}>
          Show {Math.min(SHOWN, view.columns.length - most)} more of {view.columns.length} columns
        </Button>
      )}
    </>
  );
}

/** Why the field of a key is fixed; null: it is none, or its row is new. */
function keyReason({ primaryKeyPosition }: FixedFieldProps['field'], row: EditRow): string | null {
  if (primaryKeyPosition === 0 || 'inserted' in row) return null;
  return 'The key names this row. To give it another one, edit its cell in the grid.';
}

/** Why JSONB is fixed here: typed as text it would be stored as text. null: it is none. */
function binaryReason(cell: FixedFieldProps['cell']): string | null {
  return Array.isArray(cell) && cell[0] === CellTag.jsonb ? 'JSONB is edited in Tree and JSON.' : null;
}

type Overlay = ReturnType<ReturnType<typeof useObjectEdits>['of']>;

/** What is staged of the row, and why it was refused. */
function RowNote({ overlay }: { readonly overlay: Overlay }) {
  if (overlay === undefined || overlay.kind === null) return null;
  const count = overlay.staged?.cells.length ?? 0;
  const elsewhere = overlay.problems.filter(({ column }) => column === null);
  const words =
    overlay.kind === 'insert'
      ? 'A new row. It is kept beside the file, not in it, until you commit.'
      : overlay.kind === 'delete'
        ? 'It will be deleted from the file when you commit.'
        : `${countOf(count, 'staged change')} in this row. It is kept beside the file, not in it, until you commit.`;
  return (
    <div className={styles.notes}>
      <Note kind="pending">{count > 1 ? words.replace('It is', 'They are') : words}</Note>
      {elsewhere.map(({ message }) => (
        <Note key={message} kind="error">
          {message}
        </Note>
      ))}
    </div>
  );
}

interface FixedFieldProps {
  readonly focused: FocusedRow;
  readonly field: FocusedRow['view']['columns'][number];
  readonly cell: Parameters<typeof FieldValue>[0]['cell'];
  readonly reason: string | null;
}

/** A value that cannot be edited, with the reason. */
function FixedField({ focused, field, cell, reason }: FixedFieldProps) {
  if (cellView(cell).look === 'json') {
    return (
      <>
        <JsonField {...focused} field={field} cell={cell} label={field.name} />
        {reason !== null && <dd className={styles.reason}>{reason}</dd>}
      </>
    );
  }
  return (
    <>
      <FieldLabel field={field} label={field.name} />
      <dd title={reason ?? undefined}>
        <FieldValue {...focused} field={field} cell={cell} />
        {reason !== null && <p className={styles.reason}>{reason}</p>}
      </dd>
    </>
  );
}
