import { requireStore } from './installed.ts';
import type { Store, Stored } from './store.ts';

type Query = Readonly<Record<string, unknown>>;

/** What the bench needs of `@seald-io/nedb`. */
interface Datastore {
  ensureIndexAsync(options: { fieldName: string; unique?: boolean }): Promise<void>;
  insertAsync(documents: readonly unknown[]): Promise<unknown>;
  findOneAsync(query: Query): PromiseLike<Stored | null>;
  findAsync(query: Query): PromiseLike<Stored[]> & { sort(order: Query): PromiseLike<Stored[]> };
  updateAsync(query: Query, change: Query, options: object): Promise<unknown>;
}

/** NeDB: documents in memory, changes appended to a file. */
export async function openNedbStore(filename: string): Promise<Store> {
  const Nedb = requireStore('@seald-io/nedb') as new (options: object) => Datastore;
  const db = new Nedb({ filename, autoload: true });
  await db.ensureIndexAsync({ fieldName: 'id', unique: true });
  await db.ensureIndexAsync({ fieldName: 'customer' });
  await db.ensureIndexAsync({ fieldName: 'number' });
  return {
    insertBulk: (orders) => db.insertAsync(orders),
    findById: (id) => db.findOneAsync({ id }),
    findByCustomer: (customer) => db.findAsync({ customer }),
    findRange: (first, last) => db.findAsync({ number: { $gte: first, $lte: last } }).sort({ number: 1 }),
    findByZip: (zip) => db.findAsync({ 'address.zip': zip }),
    putTotal: (id, total) => db.updateAsync({ id }, { $set: { total } }, {}),
    close() {},
  };
}
