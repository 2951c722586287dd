/** Characters of a piece of text; a single row may be longer. */
export const PIECE = 262_144;

/** Rows as text. */
export interface TextPiece {
  readonly text: string;
  /** Rows that were written so far, those of earlier pieces included. */
  readonly rows: number;
}
