import { cellText } from '../../../lib/cells/cell-text.ts';
import type { OverlayRow } from '../../../lib/edits/overlay-row.ts';
import type { CopiedCells } from '../staged-copy.ts';
import { parseTsv } from './parse-tsv.ts';

/** More rows are copied as the file has them. */
const MOST = 20_000;

/** Copied cells as they are shown: those of the file with what is staged, new rows below them. */
export function withStaged(text: string, copied: CopiedCells): string {
  const { selection, columns, withHeader, fileRows, staged } = copied;
  const shown = columns.slice(selection.firstColumn, selection.lastColumn + 1);
  const lines = text === '' ? [] : parseTsv(text).map((cells) => [...cells]);
  const numbers = selection.ranges.flatMap(({ firstRow, lastRow }) =>
    Array.from({ length: Math.min(lastRow - firstRow + 1, MOST) }, (_, at) => firstRow + at),
  );
  if (numbers.length > MOST) return text;
  const isOne = numbers.length === 1 && shown.length === 1 && !withHeader;
  const textsOf = (overlay: OverlayRow, at: number): void => {
    shown.forEach(({ column }, place) => {
      const cell = overlay.cellOf(column);
      const line = lines[at];
      if (cell === undefined || line === undefined) return;
      line[place] = cell.isDefault || cell.cell === null ? '' : cellText(cell.cell);
    });
  };
  numbers.forEach((number, index) => {
    const at = index + (withHeader ? 1 : 0);
    const key = number < fileRows ? copied.row(number)?.key : undefined;
    const overlay = key === undefined ? staged.inserted[number - fileRows] : staged.ofKey(key);
    if (number >= fileRows) lines[at] = shown.map(() => '');
    if (overlay !== undefined) textsOf(overlay, at);
  });
  const rows = lines.map((cells) => cells.map(quoted).join('\t')).join('\n');
  return isOne ? (lines[0]?.[0] ?? '') : `${rows}\n`;
}

function quoted(text: string): string {
  return /[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
