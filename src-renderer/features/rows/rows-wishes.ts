import { BridgeFailure } from '../../../src-preload/client.ts';
import type { Cell } from '../../../src-preload/contract/cell.ts';
import { cellView } from '../../lib/cells/cell-view.ts';
import type { InspectorWish } from '../../lib/cells/focused-row.ts';

/** JSON opens as a tree, a BLOB or long text where the form previews it; anything else as it was looked at last. */
export function wishOf(cell: Cell | undefined): InspectorWish['view'] {
  const view = cellView(cell ?? null);
  if (view.look === 'json') return 'tree';
  const isBig = view.look === 'blob' || view.look === 'bad-text' || (view.look === 'text' && view.isCut);
  return isBig ? 'form' : null;
}

/** Column and words of a filter that the engine refused; null for every other failure. */
export function filterProblemOf(
  error: unknown,
): { readonly column: string; readonly message: string } | null {
  if (!(error instanceof BridgeFailure) || error.code !== 'FILTER_INVALID') return null;
  const details = error.details as { readonly column?: unknown } | undefined;
  return typeof details?.column === 'string' ? { column: details.column, message: error.message } : null;
}

/** Gives the focus to the filter of a column, else to the first one. */
export function focusFilter(view: HTMLElement | null, column: string | undefined): void {
  const fields = [...(view?.querySelectorAll<HTMLInputElement>('[data-filter]') ?? [])];
  (fields.find(({ dataset }) => dataset.filter === column) ?? fields[0])?.focus();
}
