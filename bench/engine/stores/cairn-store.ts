import { forkConnection } from '../../../src-main/engine/connections/testing/fork-connection.ts';
import {
  type Collection,
  ConnectionManager,
  createDB,
  createProcessConnector,
  Database,
  type DBConfig,
} from '../../../src-main/engine/index.ts';
import { orderOptions, orderSchema } from '../documents.ts';
import type { Store } from './store.ts';

type Orders = Collection<typeof orderSchema>;

const settings = {
  driver: 'better-sqlite3',
  sqlite: { journalMode: 'WAL', synchronous: 'NORMAL' },
} satisfies DBConfig;

/** The engine over a connection of its own, by its Sync methods. */
export function openSyncStore(filename: string): Store {
  const db = createDB({ ...settings, filename });
  const orders = db.collection('orders', orderSchema, orderOptions);
  return {
    insertBulk: (given) => orders.insertBulkSync(given),
    findById: (id) => orders.findByIdSync(id),
    findByCustomer: (customer) => orders.where('customer').eq(customer).toArraySync(),
    findRange: (first, last) => orders.where('number').between(first, last).orderBy('number').toArraySync(),
    findByZip: (zip) => orders.where('address.zip').eq(zip).toArraySync(),
    putTotal: (id, total) => orders.putSync(id, { total }),
    close: () => db.closeSync(),
  };
}

/** The same by its async methods. */
export function openAsyncStore(filename: string): Store {
  const db = createDB({ ...settings, filename });
  return asyncStore(db.collection('orders', orderSchema, orderOptions), () => db.close());
}

/** The engine over a connection in a process of its own, as the app uses it. */
export async function openProcessStore(filename: string): Promise<Store> {
  const connector = createProcessConnector({ spawn: forkConnection, keepsSpare: false });
  const connectionManager = new ConnectionManager({ connector });
  const db = new Database({ ...settings, filename, sharedConnection: true }, { connectionManager });
  const orders = db.collection('orders', orderSchema, orderOptions);
  await orders.prepare();
  return asyncStore(orders, async () => {
    await db.close();
    await connectionManager.closeAll();
    await connector.dispose?.();
  });
}

function asyncStore(orders: Orders, close: () => Promise<void>): Store {
  return {
    insertBulk: (given) => orders.insertBulk(given),
    findById: (id) => orders.findById(id),
    findByCustomer: (customer) => orders.where('customer').eq(customer).toArray(),
    findRange: (first, last) => orders.where('number').between(first, last).orderBy('number').toArray(),
    findByZip: (zip) => orders.where('address.zip').eq(zip).toArray(),
    putTotal: (id, total) => orders.put(id, { total }),
    close,
  };
}
