import type { Cell } from '../../../../src-preload/contract/cell.ts';
import { CellTag } from '../../../../src-preload/contract/cell-tag.ts';
import type { EditRules } from '../../../../src-preload/contract/edits.ts';
import { cellView } from '../../../lib/cells/cell-view.ts';
import { editText } from '../../../lib/edits/edit-text.ts';
import type { CellPlace } from '../../../lib/grid/selection.ts';
import { type CellTarget, cellTarget, refusalOf, rowTarget } from './cell-target.ts';
import type { EditContext } from './edit-context.ts';

/** How a cell is edited. */
export interface EditorPlan {
  readonly kind: 'line' | 'list' | 'reference' | 'long' | 'blob';
  readonly place: CellPlace;
  readonly target: CellTarget;
  /** What the editor begins with. */
  readonly text: string;
  /** What is staged or stored in the cell; null: it is not at hand. */
  readonly original: string | null;
  /** It was begun by typing over what stood there: whatever comes of it is a change. */
  readonly isTyped: boolean;
  /** The text has to be read first: the cell shows only its beginning. */
  readonly isCut: boolean;
}

/** What comes of the wish to edit a cell. */
export type BeginOutcome =
  | { readonly kind: 'edit'; readonly plan: EditorPlan }
  | { readonly kind: 'refused'; readonly reason: string }
  /** It is looked at, and edited, in the inspector. */
  | { readonly kind: 'inspect' }
  | { readonly kind: 'nothing' };

/** Begins an edit. `typed` replaces what stands there; null keeps it. */
export function beginEdit(
  context: EditContext,
  rules: EditRules,
  place: CellPlace,
  typed: string | null,
): BeginOutcome {
  const shown = context.columns[place.column];
  const row = rowTarget(context, place.row);
  if (shown === undefined || row === undefined) return { kind: 'nothing' };
  const target = cellTarget(row, shown, rules);
  const view = cellView(target.cell);
  const draft = target.overlay?.draftOf(shown.column);
  const isDocument = view.look === 'json' && (shown.column.path !== null || typeof target.cell !== 'string');
  const isWhole = view.look === 'json' && typed === null && draft === undefined;
  if (isDocument || isWhole) return { kind: 'inspect' };
  const refusal = refusalOf(context, rules, target);
  if (refusal !== null)
    return typed === null ? { kind: 'inspect' } : { kind: 'refused', reason: refusal.reason };
  if (isBytes(target.cell) || target.rule.editor === 'blob') {
    if (typed !== null && isBytes(target.cell)) {
      return { kind: 'refused', reason: 'Bytes are replaced from a file: press Enter.' };
    }
    return { kind: 'edit', plan: planOf('blob', place, target, '', false) };
  }
  if (typed !== null) {
    const kind = kindOf(target, typed);
    return { kind: 'edit', plan: planOf(kind, place, target, typed, true) };
  }
  const text = draft?.text ?? editText(target.cell);
  const isCut = text === null;
  const kind = isCut || /[\r\n]/.test(text) ? 'long' : kindOf(target, text);
  return { kind: 'edit', plan: { ...planOf(kind, place, target, text ?? '', false), isCut } };
}

function planOf(
  kind: EditorPlan['kind'],
  place: CellPlace,
  target: CellTarget,
  text: string,
  isTyped: boolean,
): EditorPlan {
  return { kind, place, target, text, original: editText(target.cell), isTyped, isCut: false };
}

function kindOf({ rule }: CellTarget, text: string): EditorPlan['kind'] {
  if (rule.references !== null) return 'reference';
  if (rule.editor === 'boolean' || rule.editor === 'enum') return 'list';
  return /[\r\n]/.test(text) ? 'long' : 'line';
}

function isBytes(cell: Cell): boolean {
  if (cell === null || typeof cell !== 'object') return false;
  return cell[0] === CellTag.blob || cell[0] === CellTag.badText;
}
