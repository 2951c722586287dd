import type { Cell } from '../../../src-preload/contract/cell.ts';
import { CellTag } from '../../../src-preload/contract/cell-tag.ts';
import { cellText } from '../cells/cell-text.ts';
import { CellValue } from '../cells/cell-value.tsx';
import { cellView } from '../cells/cell-view.ts';
import styles from './change-value.module.css';

const MOST_TITLE = 1000;

/** What a tooltip says of a value: what does not fit beside others. */
export function valueTitle(cell: Cell): string | undefined {
  const text = cellText(cell).slice(0, MOST_TITLE);
  return text === '' ? undefined : text;
}

/** A value in a change: JSON as its text, and words for what is no value. */
export function ChangeValue({ cell }: { readonly cell: Cell }) {
  const view = cellView(cell);
  if (view.look === 'nothing') return <span className={styles.word}>{view.text || 'no value'}</span>;
  if (view.look === 'text' && view.text === '' && !view.isCut) {
    return <span className={styles.word}>empty text</span>;
  }
  if (Array.isArray(cell) && cell[0] === CellTag.array) return `[ ${cell[1]} ]`;
  if (Array.isArray(cell) && cell[0] === CellTag.object) return `{ ${cell[1]} }`;
  if (view.look === 'json' && view.json !== null) return view.json.slice(0, 300);
  return <CellValue cell={cell} />;
}
