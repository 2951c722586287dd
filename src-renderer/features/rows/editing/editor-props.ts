import type { EditValue } from '../../../../src-preload/contract/edits.ts';
import type { EditorPlan } from './begin-edit.ts';
import type { EditContext } from './edit-context.ts';

/** Where the cursor goes after an edit; null: it stays, and so does the focus. */
export type Move = 'down' | 'up' | 'left' | 'right' | 'stay' | null;

/** What an edit came to. */
export type EditResult =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly value: EditValue };

/** What the editors of all kinds of cells have in common. */
export interface EditorProps {
  readonly context: EditContext;
  readonly plan: EditorPlan;
  /** Of the column. */
  readonly name: string;
  /** The text was changed, and the edit goes on. */
  readonly onType: (text: string) => void;
  readonly onDone: (result: EditResult, move: Move) => void;
  readonly onCancel: () => void;
  /** The text has several lines. */
  readonly onLong: (text: string) => void;
}

/** The part of a keyboard event that ends an edit. */
interface Press {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Where a key that ends an edit goes; undefined for every other key. */
export function moveOf(
  { key, shiftKey, ctrlKey, metaKey, altKey }: Press,
  isTyped: boolean,
): Move | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  if (key === 'Enter') return shiftKey ? 'up' : 'down';
  if (key === 'Tab') return shiftKey ? 'left' : 'right';
  // Typed over, a cell is left with the arrows that a line of text has no use for.
  if (isTyped && key === 'ArrowDown') return 'down';
  return isTyped && key === 'ArrowUp' ? 'up' : undefined;
}
