import { requireStore } from './installed.ts';
import type { Answer, Store, Stored } from './store.ts';

type Query = Readonly<Record<string, unknown>>;

/** What the bench needs of `lokijs`. */
interface LokiCollection {
  /** `true`: indexes are built once for a list. */
  insert(documents: readonly unknown[], overrideAdaptiveIndices: boolean): unknown;
  by(field: string, value: string): Stored | null | undefined;
  find(query: Query): Stored[];
  chain(): { find(query: Query): { simplesort(field: string): { data(): Stored[] } } };
  update(document: unknown): unknown;
}

interface LokiDatabase {
  addCollection(name: string, options: object): LokiCollection;
  close(): void;
}

/** LokiJS: documents in memory, never saved here. With `clone`, so that results are the caller's own, as elsewhere. */
export function openLokiStore(filename: string): Answer<Store> {
  const Loki = requireStore('lokijs') as new (name: string, options: object) => LokiDatabase;
  const db = new Loki(filename, { autosave: false });
  const orders = db.addCollection('orders', {
    unique: ['id'],
    indices: ['customer', 'number'],
    clone: true,
    cloneMethod: 'parse-stringify',
  });
  return {
    insertBulk: (given) => orders.insert(given, true),
    findById: (id) => orders.by('id', id) ?? null,
    findByCustomer: (customer) => orders.find({ customer }),
    findRange: (first, last) =>
      orders
        .chain()
        .find({ number: { $between: [first, last] } })
        .simplesort('number')
        .data(),
    findByZip: (zip) => orders.find({ 'address.zip': zip }),
    putTotal: (id, total) => orders.update({ ...orders.by('id', id), total }),
    close: () => db.close(),
  };
}
