import type { EditProblem, StagedCell, StagedRow } from '../../../src-preload/contract/edits.ts';
import { type Cell, CellTag } from '../../../src-preload/contract/index.ts';
import { documentCell, PAGE_PREVIEW, plainCell } from '../../operations/cells.ts';
import { type BeforeValue, isHashed } from '../../operations/stored-rows.ts';
import { changedFields, fieldChanges } from './document-patches.ts';
import { valueWords } from './row-key.ts';
import type { StagedColumn, StagedEntry } from './staged-entry.ts';

/** A staged row as it is told to clients. `labelColumns`: what a person knows it by, if that is not its key. */
export function stagedRow(
  entry: StagedEntry,
  problems: readonly EditProblem[],
  labelColumns: readonly string[] = [],
): StagedRow {
  const { object, row, kind, columns, image, stagedAt } = entry;
  const label = labelOf(entry, labelColumns);
  const isBare = kind === 'delete' && columns.size === 0;
  return {
    object,
    row,
    ...(label === null ? {} : { label }),
    kind,
    cells: isBare
      ? [...(image ?? [])].map(([name, value]) => deletedCell(name, value))
      : [...columns].map(([name, column]) => stagedCell(name, column)),
    stagedAt,
    problems: [...problems],
  };
}

function stagedCell(name: string, column: StagedColumn): StagedCell {
  const { before, after, document } = column;
  const isDocument = document !== null;
  return {
    column: name,
    before: cellOf(before, document),
    after: cellOf(after, document),
    isDefault: after === undefined,
    changes: isDocument && before !== undefined ? fieldChanges(column) : null,
    fields: isDocument ? changedFields(column, PAGE_PREVIEW) : [],
  };
}

/** Such as "code GB", or "a 1, b 2"; null where a value is not known. */
function labelOf({ columns, image }: StagedEntry, names: readonly string[]): string | null {
  const parts: string[] = [];
  for (const name of names) {
    const staged = columns.get(name);
    // NULL is a value; only what is not known is passed over.
    const value = [staged?.before, image?.get(name), staged?.after].find((known) => known !== undefined);
    if (value === undefined || isHashed(value)) return null;
    parts.push(`${name} ${valueWords(value)}`);
  }
  return parts.length === 0 ? null : parts.join(', ');
}

/** What a deletion takes away. */
function deletedCell(column: string, before: BeforeValue): StagedCell {
  const after: Cell = [CellTag.missing];
  return { column, before: cellOf(before, null), after, isDefault: false, changes: null, fields: [] };
}

function cellOf(value: BeforeValue | undefined, document: StagedColumn['document']): Cell {
  if (value === undefined) return [CellTag.missing];
  if (isHashed(value)) return value.cell;
  if (document !== null && typeof value === 'string')
    return documentCell(value, document.encoding, PAGE_PREVIEW);
  return plainCell(value, PAGE_PREVIEW);
}
