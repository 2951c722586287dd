import type { Cell } from '../../../src-preload/contract/cell.ts';
import type { RowColumn } from '../../../src-preload/contract/rows.ts';
import { cellView } from '../../lib/cells/cell-view.ts';

/** A column with what the row has in it. */
export interface Field {
  readonly column: RowColumn;
  readonly cell: Cell;
}

/** A part of the form: one field, or the fields of an object inside the document. */
export type FormPart =
  | { readonly kind: 'field'; readonly field: Field }
  | { readonly kind: 'group'; readonly name: string; readonly fields: readonly Field[] };

/** Fields that stand beside each other and belong to the same object of the document, as one group; the order stays. */
export function formParts(fields: readonly Field[]): readonly FormPart[] {
  const parts: FormPart[] = [];
  for (const field of fields) {
    const name = groupOf(field.column);
    const last = parts.at(-1);
    if (name === null) parts.push({ kind: 'field', field });
    else if (last?.kind === 'group' && last.name === name) {
      parts[parts.length - 1] = { ...last, fields: [...last.fields, field] };
    } else parts.push({ kind: 'group', name, fields: [field] });
  }
  return parts;
}

/** The object that a field of a document belongs to; null for a field of the document itself and for a column. */
export function groupOf({ path }: RowColumn): string | null {
  return path !== null && path.length > 1 ? (path[0] ?? null) : null;
}

/** What a folded group says in one line: its values, without those that are not there. */
export function groupSummary(fields: readonly Field[]): string {
  return fields
    .map(({ cell }) => cellView(cell))
    .filter(({ look, text }) => look !== 'nothing' && text !== '')
    .map(({ text }) => text)
    .join(', ');
}
