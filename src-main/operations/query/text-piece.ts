/** Characters of a piece of text; a single row may be longer. Larger ones are not in the caches of a processor. */
export const PIECE = 65_536;
/** Characters of a piece that crosses processes. */
export const SENT_PIECE = 4 * PIECE;

/** Rows as text. */
export interface TextPiece {
  readonly text: string;
  /** Rows that were written so far, those of earlier pieces included. */
  readonly rows: number;
}
