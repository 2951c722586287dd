import { encode, type FindMatch } from '../../src-preload/contract/index.ts';
import type { Operation } from '../engine/types.ts';
import { jsonTextOf } from './cells.ts';
import { matchesIn } from './find-cell.ts';
import { textFinder } from './find-text.ts';
import { keyAt, type RowsPlan, type Span } from './plan.ts';
import type { PlanColumn } from './plan-column.ts';
import { isLarge, type ReadValue } from './read-value.ts';
import { toKeyValue } from './stored-value.ts';
import { completeRow, isCut, walkRows } from './stream-walk.ts';

export interface FindInput {
  readonly plan: RowsPlan;
  /** From the first row of the view on, so that row numbers are known by counting. */
  readonly spans: readonly Span[];
  readonly columns: readonly { readonly name: string; readonly plan: PlanColumn }[];
  readonly text: string;
  readonly matchCase: boolean;
}

const MOST_MATCHES = 10_000;
/** Milliseconds between two chunks, and matches of one. */
const CHUNK_EVERY = 100;
const CHUNK_MATCHES = 500;
/** Bytes up to which a value is read together with others; larger ones are read row by row. */
const READ_TOGETHER = 1_048_576;

/** Looks through the rows in their order. Yields encoded chunks of `rows.find`, the first as soon as a match is found. */
export const find: Operation = function* ({ driver }, input): Generator<Uint8Array | undefined, void, void> {
  const { plan, spans, columns, text, matchCase } = input as FindInput;
  const finder = textFinder(text, matchCase);
  const plans = columns.map((column) => column.plan);
  const jsonOf = (bytes: Uint8Array): string | null => jsonTextOf(driver, bytes);
  let matches: FindMatch[] = [];
  let rowsRead = 0;
  let totalMatches = 0;
  let told = performance.now();
  const chunk = (isCutShort: boolean): Uint8Array => {
    const bytes = encode({ matches, rowsRead, totalMatches, isCut: isCutShort });
    matches = [];
    told = performance.now();
    return bytes;
  };
  for (const read of walkRows(driver, plan, plans, spans, { largest: READ_TOGETHER, mostRows: 1_000 })) {
    for (const [index, cut] of read.rows.entries()) {
      const place = read.places[index] ?? [];
      const values = cut.some(isWorthReading) ? (completeRow(driver, plan, plans, place) ?? cut) : cut;
      const row = rowsRead;
      rowsRead += 1;
      for (const [at, { name }] of columns.entries()) {
        for (const found of matchesIn(values[at] ?? null, finder, jsonOf)) {
          matches.push({ key: keyAt(plan, place).map(toKeyValue), row, column: name, ...found });
          totalMatches += 1;
          if (totalMatches >= MOST_MATCHES) return yield chunk(true);
          if (totalMatches === 1 || matches.length >= CHUNK_MATCHES) yield chunk(false);
        }
      }
    }
    yield performance.now() - told > CHUNK_EVERY ? chunk(false) : undefined;
  }
  yield chunk(false);
};

/** Whether text may stand in what was not read. */
function isWorthReading(value: ReadValue): boolean {
  return isCut(value) && !(isLarge(value) && value.type === 'blob' && value.json === null);
}
