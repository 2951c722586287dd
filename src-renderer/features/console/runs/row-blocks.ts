import type { Cell } from '../../../../src-preload/contract/cell.ts';

type Row = readonly Cell[];

/** Rows that can be read by their number; an array is one, too. */
export interface RowList {
  readonly length: number;
  at(index: number): Row | undefined;
  slice(from: number, to: number): readonly Row[];
}

const BITS = 12;
const BLOCK = 1 << BITS;

/** Rows in blocks: a million of them in one array would be copied whenever it grows. */
export class RowBlocks implements RowList {
  readonly #blocks: Row[][] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(rows: readonly Row[]): void {
    for (const row of rows) {
      if (this.#length % BLOCK === 0) this.#blocks.push([]);
      this.#blocks.at(-1)?.push(row);
      this.#length += 1;
    }
  }

  at(index: number): Row | undefined {
    return this.#blocks[index >> BITS]?.[index & (BLOCK - 1)];
  }

  slice(from: number, to: number): readonly Row[] {
    const rows: Row[] = [];
    for (let index = Math.max(0, from); index < Math.min(to, this.#length); index += 1) {
      const row = this.at(index);
      if (row !== undefined) rows.push(row);
    }
    return rows;
  }
}
