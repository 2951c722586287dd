import type { Cell } from '../../../../src-preload/contract/cell.ts';
import { CellTag } from '../../../../src-preload/contract/cell-tag.ts';
import { cellText } from '../../../lib/cells/cell-text.ts';
import { hexLine } from '../../../lib/cells/hex-dump.ts';
import { layOutJson } from '../../../lib/cells/json-tokens.ts';
import { copyText } from '../../../lib/copy-text.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import styles from './results-pane.module.css';

export interface ValueDialogProps {
  readonly name: string;
  readonly cell: Cell;
  readonly onClose: () => void;
}

const MOST_SHOWN = 200_000;

/** One value as a whole: JSON laid out, bytes as a hex dump. */
export function ValueDialog({ name, cell, onClose }: ValueDialogProps) {
  const text = wholeText(cell);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={name === '' ? 'Value' : name}
      size="large"
      actions={
        <Button size="small" onClick={() => void copyText(text, 'Value copied')}>
          Copy
        </Button>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
      <pre className={styles.value} tabIndex={0}>
        {text.slice(0, MOST_SHOWN)}
        {text.length > MOST_SHOWN && '…'}
      </pre>
    </Dialog>
  );
}

function wholeText(cell: Cell): string {
  if (cell === null) return 'NULL';
  if (Array.isArray(cell) && cell[0] === CellTag.blob) {
    const bytes = cell[2];
    const lines = Array.from({ length: Math.ceil(bytes.length / 16) }, (_, line) => hexLine(bytes, line));
    const dump = lines.map(({ offset, hex, text }) => `${offset}  ${hex.padEnd(47)}  ${text}`).join('\n');
    return bytes.length < cell[1] ? `${dump}\n…` : dump;
  }
  const text = cellText(cell);
  return layOutJson(text) ?? text;
}
