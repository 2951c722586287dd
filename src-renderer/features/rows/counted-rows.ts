import type { Page, ViewProgress } from '../../../src-preload/contract/rows.ts';

/** Rows that stand below those that were read while their number is unknown. */
const BELOW = 200;

/** The number of rows of a view, from what is told and what was seen. An unknown one grows as the end is approached. */
export class CountedRows {
  #pageEnd = 0;
  #isEndSeen = false;
  /** The last row was read, though its number is an estimate. */
  #isEndNear = false;

  take(page: Page): void {
    this.#pageEnd = Math.max(this.#pageEnd, page.firstRow + page.rows.length);
    this.#isEndNear ||= page.isEnd;
    if (page.isEnd && page.isExact) {
      this.#isEndSeen = true;
      this.#pageEnd = page.firstRow + page.rows.length;
    }
  }

  count(told: ViewProgress['count'] | undefined): { readonly rowCount: number; readonly isExact: boolean } {
    const isTold = told !== undefined && told.kind === 'exact' && told.value !== null;
    let rowCount = told?.value ?? 0;
    if (!isTold && this.#isEndSeen) rowCount = this.#pageEnd;
    else if (!isTold && rowCount <= this.#pageEnd) rowCount = this.#pageEnd + (this.#isEndNear ? 0 : BELOW);
    return { rowCount, isExact: isTold || this.#isEndSeen };
  }
}
