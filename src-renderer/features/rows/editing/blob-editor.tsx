import { useRef, useState } from 'react';
import { CellTag } from '../../../../src-preload/contract/cell-tag.ts';
import { formatByteSize } from '../../../lib/cells/byte-size.ts';
import { cellName } from '../../../lib/cells/cell-text.ts';
import { cellEditValue } from '../../../lib/edits/edit-text.ts';
import { toFailure } from '../../../lib/failure.ts';
import { saveBytes } from '../../../lib/save-text.ts';
import { Button } from '../../../ui/button.tsx';
import { FileButton } from '../../../ui/file-button.tsx';
import styles from './cell-editor.module.css';
import { CellPopup } from './cell-popup.tsx';
import type { EditorProps } from './editor-props.ts';
import { MOST_BYTES, readCell } from './read-cell.ts';

/** Bytes: from a file and to a file. */
export function BlobEditor({ context, plan, name, onDone, onCancel }: EditorProps) {
  const anchor = useRef<HTMLSpanElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { cell, rule, row } = plan.target;

  async function take(file: File): Promise<void> {
    if (file.size > MOST_BYTES) {
      setProblem(`${file.name} has ${formatByteSize(file.size)}; at most 16 MB are staged at once.`);
      return;
    }
    onDone({ kind: 'value', value: new Uint8Array(await file.arrayBuffer()) }, 'stay');
  }
  async function save(): Promise<void> {
    try {
      const value = cellEditValue(cell) ?? (await readCell(context, plan.target));
      const bytes = value instanceof Uint8Array ? value : Array.isArray(value) ? value[1] : null;
      if (!(bytes instanceof Uint8Array))
        setProblem('The bytes are larger than 16 MB: save them in the inspector.');
      else saveBytes(fileName(context.object, name, 'key' in row ? row.key.join('-') : 'new'), bytes);
    } catch (error) {
      setProblem(toFailure(error).message);
    }
  }
  const hasBytes = cell !== null && typeof cell === 'object' && cell[0] !== CellTag.missing;
  return (
    <span ref={anchor} className={styles.anchor} data-editor="">
      <CellPopup anchor={anchor} width={260}>
        <div
          ref={focusFirst}
          role="dialog"
          aria-label={`Bytes of ${name}`}
          className={styles.blob}
          onBlur={(event) => {
            // The system's file dialog takes the focus of the whole window.
            if (document.hasFocus() && !event.currentTarget.contains(event.relatedTarget)) onCancel();
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.preventDefault();
            event.stopPropagation();
            onCancel();
          }}
        >
          <p className={styles.size}>{hasBytes ? cellName(cell) : 'NULL'}</p>
          <div className={styles.row}>
            <FileButton accept="" onFile={(file) => void take(file)}>
              From a file…
            </FileButton>
            <Button disabled={!hasBytes} onClick={() => void save()}>
              To a file…
            </Button>
            <Button disabled={rule.isRequired} onClick={() => onDone({ kind: 'value', value: null }, 'stay')}>
              NULL
            </Button>
          </div>
          {problem !== null && (
            <p role="alert" className={styles.problem}>
              {problem}
            </p>
          )}
        </div>
      </CellPopup>
    </span>
  );
}

/** The pane is in the document later than its cell: it takes the focus when it comes. */
function focusFirst(pane: HTMLElement | null): void {
  pane?.querySelector('button')?.focus({ preventScroll: true });
}

function fileName(...parts: readonly string[]): string {
  return `${parts
    .join('-')
    .replaceAll(/[^\w.-]+/g, '_')
    .slice(0, 80)}.bin`;
}
