import { useEffect, useEffectEvent, useState } from 'react';
import type { Cell } from '../../../../src-preload/contract/cell.ts';
import type { RowColumn } from '../../../../src-preload/contract/rows.ts';
import type { FocusedRow } from '../../../lib/cells/focused-row.ts';
import { Button } from '../../../ui/button.tsx';
import { FieldValue } from '../field-value.tsx';
import { useCellBytes } from '../use-cell-bytes.ts';
import styles from './row-form.module.css';

export interface WholeTextProps {
  readonly focused: FocusedRow;
  readonly field: RowColumn;
  readonly cell: Cell;
  /** The text is there as a whole. */
  readonly onOpen: (text: string) => void;
}

const MOST = 4 * 1024 * 1024;

/** A long text: its beginning, until it is asked for as a whole to be edited. */
export function WholeText({ focused, field, cell, onOpen }: WholeTextProps) {
  const { load, bytes, byteLength, isLoading } = useCellBytes(focused, field.name);
  const [isWanted, setWanted] = useState(false);
  const isWhole = isWanted && bytes !== null && bytes.byteLength >= byteLength;
  const open = useEffectEvent(onOpen);
  useEffect(() => {
    if (isWhole && bytes !== null) open(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
  }, [isWhole, bytes]);
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
