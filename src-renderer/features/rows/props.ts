import type { ReactNode } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { CatalogObject } from '../../../src-preload/contract/catalog.ts';
import type { RowKey } from '../../../src-preload/contract/cell.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import type { FilterTerm, SortTerm } from '../../../src-preload/contract/rows.ts';
import type { TablePlace } from '../../../src-preload/contract/session.ts';
import type { FocusedRow, ObjectPlace } from '../../lib/cells/focused-row.ts';

export interface RowsViewProps {
  readonly client: Client;
  readonly file: OpenFileInfo;
  readonly object: CatalogObject;
  readonly initial?: {
    readonly sort?: readonly SortTerm[];
    readonly filter?: readonly FilterTerm[];
    readonly asTable?: boolean;
    readonly key?: RowKey;
  };
  /** How the rows were looked at before; goes before `initial`, and is read once. */
  readonly place?: TablePlace | undefined;
  /** Told soon after it has changed, and when the view goes. */
  readonly onPlace?: (place: TablePlace) => void;
  /** A column to bring into sight; a new number brings it again. */
  readonly wanted?: { readonly column: string; readonly serial: number } | undefined;
  /** Calls the listener when the place has to be told at once. Returns what ends it. */
  readonly onLeave?: (listener: () => void) => () => void;
  /** Stands first in the tool bar, such as the choice between data and structure. */
  readonly toolbarStart?: ReactNode;
  readonly isInspectorOpen: boolean;
  readonly onToggleInspector: () => void;
  readonly inspectorWidth: number;
  /** Of the inspector while it shows related rows, which are tables themselves. */
  readonly relatedWidth: number;
  readonly onInspectorWidth: (width: number, isRelated: boolean) => void;
  /** Something is edited: a preview becomes a tab that stays. */
  readonly onEdit: () => void;
  readonly onOpenObject: (place: ObjectPlace) => void;
  readonly onStatus: (status: { readonly left: string[]; readonly right?: string[] }) => void;
  readonly renderInspector?: (props: FocusedRow) => ReactNode;
}
