import type { Client } from '../../../src-preload/client.ts';
import type { CatalogObject } from '../../../src-preload/contract/catalog.ts';
import type { Cell, RowKey } from '../../../src-preload/contract/cell.ts';
import type { EditRow } from '../../../src-preload/contract/edits.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import type { FilterTerm, ViewInfo } from '../../../src-preload/contract/rows.ts';

/** What another object is to be opened at. */
export interface ObjectPlace {
  readonly object: string;
  readonly filter?: readonly FilterTerm[];
  readonly key?: RowKey;
}

/** What the pane beside the grid may show. */
export type InspectorView = 'form' | 'tree' | 'json' | 'related';

/** A wish to look at the cell with the cursor in one of the pane's views; `serial` tells one from the next. */
export interface InspectorWish {
  readonly serial: number;
  /** null: as it was looked at last. */
  readonly view: 'form' | 'tree' | null;
}

/** What a pane beside the grid may show: the row with the cursor. */
export interface FocusedRow {
  readonly client: Client;
  readonly file: OpenFileInfo;
  readonly object: CatalogObject;
  readonly view: ViewInfo;
  /** null: the row is not at hand (yet). */
  readonly row: { readonly key: RowKey; readonly cells: readonly Cell[] } | null;
  /** Names a row that is staged to be inserted; left out for one that the file has. */
  readonly editRow?: EditRow | undefined;
  /** 0-based. */
  readonly rowNumber: number;
  readonly rowCount: number;
  readonly isCountExact: boolean;
  /** The column with the cursor. */
  readonly column: string | null;
  readonly wish: InspectorWish;
  /** What the pane shows at first; null: what it showed last. */
  readonly startView: InspectorView | null;
  readonly onView: (view: InspectorView) => void;
  /** Grows when rows were read again. */
  readonly revision: number;
  /** Moves the cursor to the row before or after. */
  readonly onStep: (rows: -1 | 1) => void;
  readonly onOpenObject: (place: ObjectPlace) => void;
  readonly onClose: () => void;
}
