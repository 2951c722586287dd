import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Page, PageAnchor } from '../../../src-preload/contract/rows.ts';
import { RowCache } from './row-cache.ts';

interface Request {
  readonly anchor: PageAnchor;
  readonly limit: number;
  readonly signal: AbortSignal;
  readonly answer: () => void;
  readonly fail: (error: unknown) => void;
}

/** A view of rows that are numbered by their keys, 10 for each row, answering when it is told to. */
function numbered(rowCount: number, options: { pageSize?: number; maxPages?: number } = {}) {
  const requests: Request[] = [];
  const errors: unknown[] = [];
  const cache = new RowCache({
    pageSize: 10,
    ...options,
    onChange: () => {},
    onError: (error) => errors.push(error),
    load: (anchor, limit, signal) =>
      new Promise<Page>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        const answer = () => resolve(pageAt(anchor, limit, rowCount));
        requests.push({ anchor, limit, signal, answer, fail: reject });
      }),
  });
  return { cache, requests, errors };
}

function pageAt(anchor: PageAnchor, limit: number, rowCount: number): Page {
  const starts: Record<PageAnchor['kind'], () => number> = {
    first: () => 0,
    last: () => Math.max(0, rowCount - limit),
    row: () => (anchor.kind === 'row' ? anchor.row : 0),
    from: () => keyRow(anchor),
    after: () => keyRow(anchor) + 1,
    before: () => Math.max(0, keyRow(anchor) - limit),
  };
  const firstRow = starts[anchor.kind]();
  const length = Math.max(0, Math.min(limit, rowCount - firstRow));
  const numbers = Array.from({ length }, (_, at) => firstRow + at);
  return {
    rows: numbers.map((number) => [`row ${number}`]),
    keys: numbers.map((number) => [number * 10]),
    firstRow,
    isExact: true,
    isStart: firstRow === 0,
    isEnd: firstRow + length >= rowCount,
    milliseconds: 1,
  };
}

function keyRow(anchor: PageAnchor): number {
  return 'key' in anchor ? Number(anchor.key[0]) / 10 : 0;
}

/** Lets what was answered arrive. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

async function answerAll(requests: Request[]): Promise<void> {
  for (let round = 0; round < 50; round += 1) {
    const pending = requests.splice(0).filter(({ signal }) => !signal.aborted);
    if (pending.length === 0) return;
    for (const request of pending) request.answer();
    await settle();
  }
}

describe('row cache', () => {
  it('holds every row that is seen, whatever was scrolled before', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 400 }),
        fc.boolean(),
        fc.array(fc.record({ at: fc.nat(399), isAnswered: fc.boolean() }), { minLength: 1, maxLength: 15 }),
        async (rowCount, isExact, moves) => {
          const { cache, requests, errors } = numbered(rowCount);
          cache.setRowCount(rowCount, isExact);
          let first = 0;
          for (const { at, isAnswered } of moves) {
            first = at % rowCount;
            cache.want(first, first + 15);
            if (isAnswered) await answerAll(requests);
          }
          await answerAll(requests);
          for (let number = first; number <= Math.min(first + 15, rowCount - 1); number += 1) {
            expect(cache.row(number)?.cells).toEqual([`row ${number}`]);
            expect(cache.row(number)?.key).toEqual([number * 10]);
          }
          expect(errors).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('stops requests that scrolling has overtaken, and only those', async () => {
    const { cache, requests } = numbered(1000);
    cache.setRowCount(1000, true);
    cache.want(0, 15);
    const [first, second] = requests;
    cache.want(12, 27);
    expect(first?.signal.aborted).toBe(true);
    expect(second?.signal.aborted).toBe(false);
    await answerAll(requests);
    expect(cache.row(0)).toBeUndefined();
    expect(cache.row(27)?.cells).toEqual(['row 27']);
  });

  it('reads a neighbouring page from the key beside it while numbers are estimates', async () => {
    const { cache, requests } = numbered(1000);
    cache.setRowCount(1000, false);
    cache.want(500, 505);
    await answerAll(requests);
    cache.want(510, 515);
    expect(requests.at(-1)?.anchor).toEqual({ kind: 'after', key: [5090] });
    await answerAll(requests);
    cache.want(490, 495);
    expect(requests.at(-1)?.anchor).toEqual({ kind: 'before', key: [5000] });
  });

  it('shows the true end of an estimated count', async () => {
    const { cache, requests } = numbered(1000);
    cache.setRowCount(1007, false);
    cache.want(1000, 1006);
    await answerAll(requests);
    expect(cache.row(1006)?.cells).toEqual(['row 999']);
  });

  it('forgets the pages that were not seen for longest', async () => {
    const { cache, requests } = numbered(1000, { maxPages: 4 });
    cache.setRowCount(1000, true);
    for (let at = 0; at < 200; at += 10) {
      cache.want(at, at + 9);
      await answerAll(requests);
      expect(cache.pageCount).toBeLessThanOrEqual(4);
    }
    expect(cache.row(0)).toBeUndefined();
    expect(cache.row(199)).toBeDefined();
  });

  it('keeps stale rows until the new ones are there', async () => {
    const { cache, requests } = numbered(1000);
    cache.setRowCount(1000, true);
    cache.want(0, 9);
    await answerAll(requests);
    const before = cache.row(3);
    cache.invalidate();
    expect(cache.row(3)).toBe(before);
    await answerAll(requests);
    expect(cache.row(3)).not.toBe(before);
  });

  it('tells a failure once and reads again only when it is asked to', async () => {
    const { cache, requests, errors } = numbered(1000);
    cache.setRowCount(1000, true);
    cache.want(0, 9);
    requests.splice(0)[0]?.fail(new Error('no'));
    await settle();
    expect(errors).toHaveLength(1);
    cache.want(5, 9);
    expect(requests).toHaveLength(0);
    cache.retry();
    await answerAll(requests);
    expect(cache.row(5)).toBeDefined();
  });
});
