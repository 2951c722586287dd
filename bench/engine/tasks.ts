import { createHash } from 'node:crypto';
import { customerOf, idOf, ORDERS_A_CUSTOMER, orderSchema, ZIP_CODES, zipOf } from './documents.ts';
import type { Answer, Store, Stored } from './stores/store.ts';

/** Documents that one `range` reads. */
export const RANGE = 1_000;

/** One of the reads and writes that are measured, many times in a row. */
interface Task {
  /** Does it for the n-th time. */
  readonly run: (store: Store, place: number, documents: number) => Answer<unknown>;
  /** What the store must have after it; the answer itself where it says all. */
  readonly check?: (store: Store, place: number, documents: number) => Answer<unknown>;
}

/** Prime: one after the other they go all over the file. */
const STEP = 4_799;

export const tasks = {
  findById: { run: (store, place, documents) => store.findById(idAt(place, documents)) },
  find: {
    run: (store, place, documents) =>
      store.findByCustomer(customerOf((place * STEP) % Math.ceil(documents / ORDERS_A_CUSTOMER))),
  },
  range: {
    run(store, place, documents) {
      const first = (place * STEP) % (documents - RANGE);
      return store.findRange(first, first + RANGE - 1);
    },
  },
  put: {
    run: (store, place, documents) => store.putTotal(idAt(place, documents), totalAt(place)),
    check: (store, place, documents) => store.findById(idAt(place, documents)),
  },
  scan: { run: (store, place) => store.findByZip(zipOf((place * STEP) % ZIP_CODES)) },
} as const satisfies Readonly<Record<string, Task>>;

export type TaskName = keyof typeof tasks;

/** A short text that says what an answer was; the order counts only where it was asked for. */
export function digestOf(task: TaskName, answer: unknown): string {
  const found = (Array.isArray(answer) ? answer : [answer]) as readonly (Stored | null)[];
  const plain = found.map((stored) => (stored === null ? null : fieldsOf(stored)));
  if (task !== 'range') plain.sort((left, right) => (String(left?.[0]) < String(right?.[0]) ? -1 : 1));
  return `${plain.length} ${createHash('sha1').update(JSON.stringify(plain)).digest('base64').slice(0, 8)}`;
}

/** Without what a store adds. */
function fieldsOf(stored: Stored): readonly unknown[] {
  return Object.keys(orderSchema.shape).map((field) => stored[field]);
}

function idAt(place: number, documents: number): string {
  return idOf((place * STEP) % documents);
}

/** Another total each time. */
function totalAt(place: number): number {
  return 1_000 + place / 100;
}
