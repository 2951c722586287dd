import type { ReactNode } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { CatalogObject } from '../../../src-preload/contract/catalog.ts';
import type { RowKey } from '../../../src-preload/contract/cell.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import type { FilterTerm, SortTerm } from '../../../src-preload/contract/rows.ts';
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
  /** Stands first in the tool bar, such as the choice between data and structure. */
  readonly toolbarStart?: ReactNode;
  readonly isInspectorOpen: boolean;
  readonly onToggleInspector: () => void;
  readonly inspectorWidth: number;
  readonly onInspectorWidth: (width: number) => void;
  readonly onOpenObject: (place: ObjectPlace) => void;
  readonly onStatus: (status: { readonly left: string[]; readonly right?: string[] }) => void;
  readonly renderInspector?: (props: FocusedRow) => ReactNode;
}
