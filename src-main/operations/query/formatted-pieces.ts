import type { RowIteration } from '../../engine/types.ts';
import type { CopyFormatter } from '../formats/copy-formatter.ts';
import { PIECE, type TextPiece } from './text-piece.ts';

/** Rows as a formatter writes them, in pieces, behind `head`; the first `skipped` of them are there already. */
export function* formattedPieces(
  formatter: CopyFormatter,
  rows: RowIteration['rows'],
  head = formatter.begin(),
  skipped = 0,
): Generator<TextPiece, void, void> {
  let [text, count] = [head, 0];
  try {
    for (const row of rows) {
      count += 1;
      if (count <= skipped) continue;
      text += formatter.row(row);
      if (text.length < PIECE) continue;
      yield { text, rows: count };
      text = '';
    }
    text += formatter.end();
    if (text !== '' || count === 0) yield { text, rows: count };
  } finally {
    rows.return?.();
  }
}
