import type { Random } from './random.ts';
import { dateTime, emailOf, personName, recent } from './shop.ts';
import * as words from './words.ts';

/** Documents of one collection as JSON text, by id. */
export interface CollectionDocuments {
  readonly collection: string;
  readonly documents: readonly { readonly id: string; readonly json: string; readonly version: number }[];
}

const ORDERS = 720;
const CARTS = 96;
const REVIEWS = 410;

/** The documents of the three collections. Orders and reviews lack fields here and there, as real ones do. */
export function makeDocuments(random: Random): readonly CollectionDocuments[] {
  return [
    { collection: 'carts', documents: times(CARTS, (index) => cart(random, index)) },
    { collection: 'orders', documents: times(ORDERS, (index) => order(random, index)) },
    { collection: 'reviews', documents: times(REVIEWS, (index) => review(random, index)) },
  ];
}

type Document = CollectionDocuments['documents'][number];

function times(count: number, make: (index: number) => Document): readonly Document[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function money(cents: number): string {
  return (cents / 100).toFixed(2);
}

function item(random: Random): { readonly json: string; readonly cents: number } {
  const [qty, cents] = [
    random.chance(0.8) ? 1 : random.between(2, 9),
    random.pick([999, 1250, 1499, 2400, 99]),
  ];
  const sku = `${random.pick(['LP', 'CD', 'TP', 'DL'])}-${random.between(1000, 9999)}`;
  // Prices keep their two digits: 12.50 is what the shop wrote.
  return { json: `{"sku":"${sku}","qty":${qty},"price":${money(cents)}}`, cents: qty * cents };
}

function order(random: Random, index: number): Document {
  const name = personName(random);
  const { city, country } = random.pickSkewed(words.places);
  const items = Array.from({ length: random.chance(0.02) ? 0 : random.between(1, 5) }, () => item(random));
  const status = random.pickSkewed(['paid', 'shipped', 'draft', 'refunded'] as const);
  const total = status === 'draft' ? 'null' : money(items.reduce((sum, { cents }) => sum + cents, 0));
  const street = `${random.between(1, 90)} ${random.pick(words.streets)}`;
  const note = random.chance(0.1)
    ? `,"note":${JSON.stringify(random.pick(['Leave it with the neighbour.', 'Gift, no bill inside.']))}`
    : '';
  return {
    id: `ord_${9001 + index}`,
    json:
      `{"customer":${JSON.stringify({ name, email: emailOf(name, index) })},"status":"${status}",` +
      `"items":[${items.map(({ json }) => json).join(',')}],"total":${total},` +
      `"ship":${JSON.stringify({ street, city, country })},` +
      `"created_at":"${dateTime(recent(random, 300))}"${note}}`,
    version: random.between(1, 4),
  };
}

function cart(random: Random, index: number): Document {
  const items = Array.from({ length: random.between(0, 4) }, () => item(random).json);
  const owner = random.chance(0.4) ? 'null' : `"cus_${random.between(1, 59)}"`;
  const coupon = random.chance(0.2) ? `,"coupon":"CAIRN${random.between(5, 25)}"` : '';
  return {
    id: `cart_${(0x5a00 + index * 37).toString(16)}`,
    json: `{"owner":${owner},"items":[${items.join(',')}],"isOpen":${random.chance(0.7)},"updated_at":"${dateTime(recent(random, 20))}"${coupon}}`,
    version: random.between(1, 9),
  };
}

function review(random: Random, index: number): Document {
  const stars = random.pick([5, 4, 4, 3, 2, 1]);
  const text = random.pick(stars > 3 ? words.praise : words.doubts);
  const parts = [
    `"track_id":${random.between(1, 1600)}`,
    `"author_id":${random.chance(0.1) ? 'null' : random.between(1, 59)}`,
    `"stars":${stars}`,
    ...(random.chance(0.15) ? [] : [`"text":${JSON.stringify(text)}`]),
    ...(random.chance(0.5)
      ? [`"tags":${JSON.stringify(random.sample(words.tags, random.between(1, 3)))}`]
      : []),
    ...(random.chance(0.3) ? [`"votes":{"up":${random.between(0, 40)},"down":${random.between(0, 6)}}`] : []),
    `"created_at":"${dateTime(recent(random, 500))}"`,
  ];
  return { id: `rev_${String(index + 1).padStart(4, '0')}`, json: `{${parts.join(',')}}`, version: 1 };
}
