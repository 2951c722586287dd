import type { Driver } from '../engine/types.ts';
import { keyAt, type Place, type RowsPlan, type Walk } from './plan.ts';
import { selectSpan } from './sql/select-span.ts';
import type { StoredValue } from './stored-value.ts';

/** Where documents are read from. */
export interface DocumentsInput {
  /** By the key, up. */
  readonly plan: RowsPlan;
  /** SQL of the column with the documents, such as `t."doc"`. */
  readonly document: string;
  /** SQL of the column with the id; null where the key is all that names a row. */
  readonly id: string | null;
}

export interface ReadDocument {
  readonly key: readonly StoredValue[];
  readonly id: string | null;
  /** JSON text that nobody has looked at; null for anything that is neither text nor JSONB, or too long. */
  readonly json: string | null;
  /** NULL: there is no document. */
  readonly isAbsent: boolean;
}

/** 16 MB: longer documents are passed over. */
const LARGEST = 16 * 1024 * 1024;
const FIRST_ROWS = 32;
const MOST_ROWS = 1000;
/** Milliseconds that one read should take at most: the file is held no longer. */
const MOST_TIME = 25;

/** All documents in batches, each a read of its own from the place where the last one ended. */
export function* walkDocuments(
  driver: Driver,
  { plan, document, id }: DocumentsInput,
  start: Place | null = null,
): Generator<readonly ReadDocument[], void, void> {
  const json = `CASE WHEN octet_length(${document}) > ${LARGEST} THEN NULL
    WHEN typeof(${document}) = 'text' THEN ${document}
    WHEN json_valid(${document}, 8) THEN json(${document}) END`;
  const expressions = [...plan.order.map(({ sql }) => sql), id ?? 'NULL', json, `${document} IS NULL`];
  const named = expressions.map((sql, index) => `${sql} AS c${index}`);
  const terms = plan.order.length;
  let walk: Walk = {
    kind: 'walk',
    from: start,
    isInclusive: false,
    isReverse: false,
    offset: 0,
    limit: FIRST_ROWS,
  };
  for (;;) {
    const begun = performance.now();
    const part = selectSpan(plan, walk, named);
    const { rows } = driver.allTypedSync(part.sql, part.params);
    const took = performance.now() - begun;
    yield rows.map((row): ReadDocument => {
      const [name, text, isNull] = row.slice(terms);
      return {
        key: keyAt(plan, row.slice(0, terms)),
        id: typeof name === 'string' ? name : null,
        json: typeof text === 'string' ? text : null,
        isAbsent: Number(isNull) === 1,
      };
    });
    const last = rows.at(-1);
    if (last === undefined || rows.length < walk.limit) return;
    const limit =
      took > MOST_TIME
        ? Math.max(1, walk.limit >> 1)
        : took < MOST_TIME / 3
          ? Math.min(MOST_ROWS, walk.limit * 2)
          : walk.limit;
    walk = { ...walk, from: last.slice(0, terms), limit };
  }
}
