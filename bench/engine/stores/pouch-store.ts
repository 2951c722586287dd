import type { Order } from '../documents.ts';
import { requireStore } from './installed.ts';
import type { Store, Stored } from './store.ts';

/** What the bench needs of PouchDB. */
interface Pouch {
  createIndex(options: { index: { fields: readonly string[] } }): Promise<unknown>;
  bulkDocs(documents: readonly unknown[]): Promise<readonly { readonly ok?: boolean }[]>;
  get(id: string): Promise<Stored>;
  put(document: unknown): Promise<unknown>;
  find(query: object): Promise<{ readonly docs: readonly Stored[] }>;
  close(): Promise<void>;
}

interface PouchClass {
  new (name: string, options: object): Pouch;
  plugin(plugin: unknown): PouchClass;
}

/** PouchDB with its adapter for memory, where nothing is saved. */
export async function openPouchStore(filename: string): Promise<Store> {
  const Plain = requireStore('pouchdb-core') as PouchClass;
  const Class = Plain.plugin(requireStore('pouchdb-adapter-memory')).plugin(requireStore('pouchdb-find'));
  const db = new Class(filename, { adapter: 'memory' });
  const find = async (selector: object, more: object = {}) =>
    // Without a limit it gives 25.
    (await db.find({ selector, limit: Number.MAX_SAFE_INTEGER, ...more })).docs;
  return {
    async insertBulk(orders) {
      const answers = await db.bulkDocs(orders.map((order: Order) => ({ _id: order.id, ...order })));
      if (answers.some(({ ok }) => ok !== true)) throw new Error('PouchDB has not stored all documents.');
      // It builds an index at the first query that needs it.
      for (const field of ['customer', 'number']) {
        await db.createIndex({ index: { fields: [field] } });
        await db.find({ selector: { [field]: { $gt: null } }, limit: 1 });
      }
    },
    findById: (id) => db.get(id),
    findByCustomer: (customer) => find({ customer }),
    findRange: (first, last) => find({ number: { $gte: first, $lte: last } }, { sort: ['number'] }),
    findByZip: (zip) => find({ 'address.zip': zip }),
    async putTotal(id, total) {
      await db.put({ ...(await db.get(id)), total });
    },
    close: () => db.close(),
  };
}
