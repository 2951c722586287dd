import { useEffect, useState } from 'react';
import type { Cell } from '../../../../src-preload/contract/cell.ts';
import type { RowColumn } from '../../../../src-preload/contract/rows.ts';
import type { FocusedRow } from '../../../lib/cells/focused-row.ts';
import { Button } from '../../../ui/button.tsx';
import { PlainArea } from '../../../ui/plain-area.tsx';
import { EditFrame } from '../edit-frame.tsx';
import { FieldValue } from '../field-value.tsx';
import { fieldLines, keepLineEnds } from '../line-ends.ts';
import { useCellBytes } from '../use-cell-bytes.ts';
import styles from './row-form.module.css';

export interface WholeTextProps {
  readonly focused: FocusedRow;
  readonly field: RowColumn;
  readonly cell: Cell;
  readonly onEdit: (text: string) => Promise<void>;
}

const MOST = 4 * 1024 * 1024;

/** A long text: its beginning, until it is asked for as a whole to be edited. */
export function WholeText({ focused, field, cell, onEdit }: WholeTextProps) {
  const { load, bytes, byteLength, isLoading } = useCellBytes(focused, field.name);
  const [isWanted, setWanted] = useState(false);
  const [text, setText] = useState<string | null>(null);
  const isWhole = isWanted && bytes !== null && bytes.byteLength >= byteLength;
  useEffect(() => {
    if (isWhole && bytes !== null) setText(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
  }, [isWhole, bytes]);
  if (text === null) {
    return (
      <>
        <FieldValue {...focused} field={field} cell={cell} />
        <div className={styles.buttons}>
          <Button
            size="small"
            disabled={isLoading || (isWanted && byteLength > MOST)}
            onClick={() => {
              setWanted(true);
              load(MOST);
            }}
          >
            Edit
          </Button>
          {isWanted && byteLength > MOST && <span>It is longer than 4 MB.</span>}
        </div>
      </>
    );
  }
  return (
    <EditFrame state="rest" noteId="" isTall>
      <PlainArea
        aria-label={field.name}
        rows={8}
        defaultValue={text}
        onBlur={({ target }) => {
          setText(null);
          setWanted(false);
          if (target.value !== fieldLines(text)) void onEdit(keepLineEnds(target.value, text));
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.currentTarget.value = fieldLines(text);
          event.currentTarget.blur();
          event.preventDefault();
          event.stopPropagation();
        }}
      />
    </EditFrame>
  );
}
