import { type CopyFormat, encode } from '../../src-preload/contract/index.ts';
import type { Operation } from '../engine/types.ts';
import { jsonTextOf } from './cells.ts';
import { type CopyColumn, copyFormatter } from './formats/copy-formatter.ts';
import type { RowsPlan, Span } from './plan.ts';
import type { PlanColumn } from './plan-column.ts';
import { completeRow, isCut, walkRows } from './stream-walk.ts';

export interface CopyInput {
  readonly plan: RowsPlan;
  readonly spans: readonly Span[];
  readonly columns: readonly (CopyColumn & { readonly plan: PlanColumn })[];
  readonly table: string;
  readonly format: CopyFormat;
  readonly withHeader: boolean;
  readonly safeForSpreadsheets: boolean;
}

/** Characters of a piece; a single row may be longer. */
const PIECE = 262_144;
/** Bytes up to which a value is read together with others; larger ones are read row by row. */
const READ_TOGETHER = 65_536;

/** The text of rows in pieces, each an encoded chunk of `rows.copy`. `rows`: written so far. */
export const copy: Operation = function* ({ driver }, input): Generator<Uint8Array, void, void> {
  const { plan, spans, columns, format, ...style } = input as CopyInput;
  const formatter = copyFormatter(format, {
    ...style,
    columns,
    jsonOf: (bytes) => jsonTextOf(driver, bytes),
  });
  const plans = columns.map((column) => column.plan);
  let text = formatter.begin();
  let rows = 0;
  const piece = (): Uint8Array => {
    const bytes = encode({ text, rows });
    text = '';
    return bytes;
  };
  for (const read of walkRows(driver, plan, plans, spans, { largest: READ_TOGETHER, mostRows: 1_000 })) {
    for (const [index, values] of read.rows.entries()) {
      const whole = values.some(isCut) ? completeRow(driver, plan, plans, read.places[index] ?? []) : values;
      if (whole === undefined) continue;
      text += formatter.row(whole);
      rows += 1;
      if (text.length >= PIECE) yield piece();
    }
  }
  text += formatter.end();
  if (text !== '' || rows === 0) yield piece();
};
