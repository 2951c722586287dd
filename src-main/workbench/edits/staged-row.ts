import type { EditProblem, StagedCell, StagedRow } from '../../../src-preload/contract/edits.ts';
import { type Cell, CellTag } from '../../../src-preload/contract/index.ts';
import { documentCell, PAGE_PREVIEW, plainCell } from '../../operations/cells.ts';
import { type BeforeValue, isHashed } from '../../operations/stored-rows.ts';
import { changedFields, fieldChanges } from './document-patches.ts';
import type { StagedColumn, StagedEntry } from './staged-entry.ts';

/** A staged row as it is told to clients. */
export function stagedRow(entry: StagedEntry, problems: readonly EditProblem[]): StagedRow {
  const { object, row, kind, columns, image, stagedAt } = entry;
  const isBare = kind === 'delete' && columns.size === 0;
  return {
    object,
    row,
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
