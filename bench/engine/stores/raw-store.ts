import Database from 'better-sqlite3';
import type { Order } from '../documents.ts';
import type { Store, Stored } from './store.ts';

/** What the engine's connections are opened with. */
const PRAGMAS = [
  'trusted_schema = OFF',
  'cell_size_check = ON',
  'journal_mode = WAL',
  'synchronous = NORMAL',
] as const;

/** Rows of one INSERT where they are batched. */
const BATCH = 64;

export interface RawOptions {
  /** How documents are stored. */
  readonly encoding: 'jsonb' | 'text';
  /** Many rows in one INSERT. */
  readonly isBatched: boolean;
  /** `putTotal` writes the columns too, as an UPDATE that is written once for all changes does. */
  readonly putsColumns: boolean;
}

/**
 * What a program does that stores JSON with better-sqlite3 itself: the engine's table, indexes, pragmas and
 * transactions, statements prepared once, nothing validated.
 */
export function openRawStore(filename: string, { encoding, isBatched, putsColumns }: RawOptions): Store {
  const db = new Database(filename);
  for (const pragma of PRAGMAS) db.pragma(pragma);
  const isBinary = encoding === 'jsonb';
  db.exec(`
    CREATE TABLE orders (_id TEXT PRIMARY KEY NOT NULL, doc ${isBinary ? 'BLOB' : 'TEXT'} NOT NULL,
      _version INTEGER NOT NULL DEFAULT 1, customer TEXT NOT NULL, number INTEGER NOT NULL);
    CREATE INDEX orders_customer ON orders (customer);
    CREATE INDEX orders_number ON orders (number);`);
  const written = isBinary ? 'jsonb(?)' : '?';
  const doc = isBinary ? 'json(doc)' : 'doc';
  const insertInto = 'INSERT INTO orders (_id, doc, customer, number) VALUES';
  const row = `(?, ${written}, ?, ?)`;
  const insert = db.prepare(`${insertInto} ${row}`);
  const insertMany = db.prepare(`${insertInto} ${Array(BATCH).fill(row).join(', ')}`);
  const byId = db.prepare<[string], string>(`SELECT ${doc} FROM orders WHERE _id = ?`).pluck();
  const byCustomer = db.prepare<[string], string>(`SELECT ${doc} FROM orders WHERE customer = ?`).pluck();
  const byNumber = db
    .prepare<[number, number], string>(
      `SELECT ${doc} FROM orders WHERE number BETWEEN ? AND ? ORDER BY number`,
    )
    .pluck();
  const byZip = db
    .prepare<[string], string>(`SELECT ${doc} FROM orders WHERE json_extract(doc, '$.address.zip') = ?`)
    .pluck();
  const read = db
    .prepare<[string], [string, number]>(`SELECT ${doc}, _version FROM orders WHERE _id = ?`)
    .raw();
  const columns = putsColumns ? ', customer = ?, number = ?' : '';
  const update = db.prepare(
    `UPDATE orders SET doc = ${written}${columns}, _version = _version + 1 WHERE _id = ? AND _version IS ?`,
  );
  const insertBulk = db.transaction((orders: readonly Order[]) => {
    let place = 0;
    for (; isBatched && place + BATCH <= orders.length; place += BATCH) {
      const values: (string | number)[] = [];
      for (let at = place; at < place + BATCH; at += 1) {
        const order = orders[at] as Order;
        values.push(order.id, JSON.stringify(order), order.customer, order.number);
      }
      insertMany.run(values);
    }
    for (; place < orders.length; place += 1) {
      const order = orders[place] as Order;
      insert.run(order.id, JSON.stringify(order), order.customer, order.number);
    }
  });
  return {
    insertBulk,
    findById(id) {
      const json = byId.get(id);
      return json === undefined ? null : parse(json);
    },
    findByCustomer: (customer) => byCustomer.all(customer).map(parse),
    findRange: (first, last) => byNumber.all(first, last).map(parse),
    findByZip: (zip) => byZip.all(zip).map(parse),
    putTotal(id, total) {
      const [json, version] = read.get(id) ?? [];
      if (json === undefined) throw new Error(`There is no ${id}.`);
      const order = { ...parse(json), total };
      const doc = JSON.stringify(order);
      const { changes } = putsColumns
        ? update.run(doc, order.customer, order.number, id, version)
        : update.run(doc, id, version);
      if (changes !== 1) throw new Error(`${id} was changed by somebody else.`);
      return order;
    },
    close: () => void db.close(),
  };
}

function parse(json: string): Stored {
  return JSON.parse(json) as Stored;
}
