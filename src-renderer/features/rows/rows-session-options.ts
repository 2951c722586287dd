import type { Client } from '../../../src-preload/client.ts';
import type { RowKey } from '../../../src-preload/contract/cell.ts';
import type { FilterTerm, SortTerm } from '../../../src-preload/contract/rows.ts';
import type { TablePlace } from '../../../src-preload/contract/session.ts';

/** Which rows a session shows, and how it begins. */
export interface RowsSessionOptions {
  readonly client: Client;
  readonly file: string;
  readonly object: string;
  readonly asTable: boolean;
  readonly sort: readonly SortTerm[];
  readonly filter: readonly FilterTerm[];
  /** The row to begin at. */
  readonly key?: RowKey | undefined;
  /** How the rows were looked at before; goes before all of the above. */
  readonly place?: TablePlace | undefined;
}
