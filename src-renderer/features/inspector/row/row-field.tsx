import { type KeyboardEvent, useId } from 'react';
import type { RowColumn } from '../../../../src-preload/contract/rows.ts';
import { cellText } from '../../../lib/cells/cell-text.ts';
import { cellView } from '../../../lib/cells/cell-view.ts';
import type { FocusedRow } from '../../../lib/cells/focused-row.ts';
import { Button } from '../../../ui/button.tsx';
import { FileButton } from '../../../ui/file-button.tsx';
import { showToast } from '../../../ui/toasts.ts';
import { EditFrame } from '../edit-frame.tsx';
import { FieldLabel } from '../field-label.tsx';
import { FieldValue } from '../field-value.tsx';
import { hasLines } from '../line-ends.ts';
import { storedNote } from '../stored-note.ts';
import { FieldReference } from './field-reference.tsx';
import { RowControl } from './row-control.tsx';
import styles from './row-form.module.css';
import { type FieldEdit, type FieldEditProps, useFieldEdit } from './use-field-edit.ts';
import { WholeText } from './whole-text.tsx';

export interface RowFieldProps extends Omit<FieldEditProps, 'object'> {
  readonly focused: FocusedRow;
  readonly field: RowColumn;
}

const MOST_BYTES = 16 * 1024 * 1024;

/** One column of a row: what is typed is staged when the field is left or with Enter. */
export function RowField({ focused, field, ...rest }: RowFieldProps) {
  const { rule, stored, staged, draft } = rest;
  const edit = useFieldEdit({ ...rest, object: focused.object.name });
  const noteId = useId();
  const cell = staged === undefined ? stored : staged.cell;
  const before = staged?.before;
  const isStaged = staged !== undefined || draft !== undefined;
  const look = cellView(cell).look;
  const isJson = look === 'json';
  const label = <FieldLabel field={field} label={field.name} {...(isJson && { holds: 'JSON' })} />;
  if (edit.text === null) {
    return (
      <>
        {label}
        <dd>
          <Unread focused={focused} field={field} cell={cell} edit={edit} isStaged={isStaged} />
        </dd>
      </>
    );
  }
  function press(event: KeyboardEvent): void {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    if (key === '0' && (ctrlKey || metaKey) && !altKey) void edit.put(null);
    else if (key === 'Enter' && !shiftKey && !ctrlKey && !metaKey && !altKey) void edit.accept();
    else if (key === 'Escape') edit.cancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <>
      {label}
      <dd>
        <EditFrame
          state={staged?.state === 'inserted' ? 'inserted' : isStaged ? 'changed' : 'rest'}
          noteId={noteId}
          before={before === undefined ? undefined : before === null ? 'NULL' : cellText(before)}
          onRestore={isStaged && staged?.state !== 'inserted' ? () => void edit.restore() : undefined}
          errors={edit.problem === null ? [] : [edit.problem]}
          help={edit.hint ?? storedNote(field, cell) ?? textNote(edit)}
          isTall={hasLines(edit.text)}
          end={field.references !== null && <FieldReference focused={focused} field={field} cell={cell} />}
        >
          <RowControl
            name={field.name}
            rule={rule}
            edit={edit}
            isDefault={staged?.isDefault === true}
            isReference={field.references !== null}
            noteId={noteId}
            onKeyDown={press}
          />
        </EditFrame>
      </dd>
    </>
  );
}

interface UnreadProps {
  readonly focused: FocusedRow;
  readonly field: RowColumn;
  readonly cell: FieldEditProps['stored'];
  readonly edit: FieldEdit;
  readonly isStaged: boolean;
}

/** Bytes, and texts of which only the beginning is at hand. */
function Unread({ focused, field, cell, edit, isStaged }: UnreadProps) {
  const view = cellView(cell);
  const isText = view.look === 'text' || view.look === 'json';
  async function take(file: File): Promise<void> {
    if (file.size > MOST_BYTES) {
      showToast({
        kind: 'error',
        title: `${file.name} is too large`,
        description: 'At most 16 MB are staged at once.',
      });
    } else await edit.put(new Uint8Array(await file.arrayBuffer()));
  }
  if (isText && !isStaged)
    return <WholeText focused={focused} field={field} cell={cell} onOpen={edit.open} />;
  return (
    <>
      <FieldValue {...focused} field={field} cell={cell} />
      <div className={styles.buttons}>
        {!isText && (
          <FileButton accept="" onFile={(file) => void take(file)}>
            From a file…
          </FileButton>
        )}
        {!isText && <Button onClick={() => void edit.put(null)}>NULL</Button>}
        {isStaged && <Button onClick={() => void edit.restore()}>Restore</Button>}
      </div>
    </>
  );
}

/** What a field cannot show of a text. */
function textNote({ text, isNull }: FieldEdit): string | undefined {
  if (text === '' && !isNull) return 'empty text';
  return text?.includes('\0') === true ? 'holds NUL characters, which a field does not show' : undefined;
}
