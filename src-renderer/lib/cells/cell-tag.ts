import type { CellTag } from '../../../src-preload/contract/cell.ts';

/**
 * The tags of cells. The contract's own table stands beside its schemas; this one, which the type checker holds to
 * it, spares the page the schema library.
 */
export const cellTag: typeof CellTag = {
  real: 1,
  longText: 2,
  badText: 3,
  blob: 4,
  jsonb: 5,
  array: 6,
  object: 7,
  jsonNumber: 8,
  boolean: 9,
  jsonNull: 10,
  missing: 11,
};
