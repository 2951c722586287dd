import { z } from 'zod';
import type { CollectionOptions } from '../../src-main/engine/index.ts';
import { randomNumbers } from '../harness/samples.ts';

/** A customer's order, about 600 bytes of JSON: what a shop would keep. */
export const orderSchema = z.object({
  id: z.string(),
  customer: z.string(),
  number: z.int(),
  status: z.enum(['open', 'packed', 'sent', 'returned']),
  total: z.number(),
  isGift: z.boolean(),
  placedAt: z.string(),
  lines: z.array(z.object({ sku: z.string(), name: z.string(), amount: z.int(), price: z.number() })),
  address: z.object({ name: z.string(), street: z.string(), zip: z.string(), city: z.string() }),
  tags: z.array(z.string()),
  note: z.string(),
});

export type Order = z.infer<typeof orderSchema>;

/** Both fields are columns of the table with an index, as in every SQL store of the bench. */
export const orderOptions = {
  constrainedFields: {
    customer: { type: 'TEXT', index: true },
    number: { type: 'INTEGER', index: true },
  },
} satisfies CollectionOptions;

export const ORDERS_A_CUSTOMER = 10;
/** The zip codes go round: a scan for one finds this many of 100,000. */
export const ZIP_CODES = 5_000;

const statuses = ['open', 'packed', 'sent', 'returned'] as const;
const cities = ['Oslo', 'Bergen', 'Tromsø', 'Malmö', 'Århus', 'Reykjavík'] as const;
/** Prime: the orders of one customer, and neighbours by number, lie all over the file. */
const STEP = 7_919;

/** The same documents in every run. */
export function makeOrders(count: number): Order[] {
  const random = randomNumbers(4);
  return Array.from({ length: count }, (_, place) => makeOrder(place, count, random));
}

function makeOrder(place: number, count: number, random: () => number): Order {
  const price = (most: number) => Math.round(random() * most * 100) / 100;
  const lines = Array.from({ length: 1 + (place % 4) }, (_, line) => ({
    sku: `SKU-${Math.floor(random() * 90_000) + 10_000}`,
    name: `Article ${line + 1} of order ${place}`,
    amount: 1 + Math.floor(random() * 5),
    price: price(200),
  }));
  return {
    id: idOf(place),
    customer: customerOf(place % Math.ceil(count / ORDERS_A_CUSTOMER)),
    number: (place * STEP) % count,
    status: statuses[place % statuses.length] ?? 'open',
    total: price(1_000),
    isGift: place % 7 === 0,
    placedAt: new Date(1_700_000_000_000 + place * 60_000).toISOString(),
    lines,
    address: {
      name: `Customer ${place % 10_000}`,
      street: `${1 + (place % 300)} Harbour Road`,
      zip: zipOf(place % ZIP_CODES),
      city: cities[place % cities.length] ?? 'Oslo',
    },
    tags: [`channel-${place % 5}`, `week-${place % 53}`],
    note: `Order ${place} was packed, checked and sent; nobody has complained about it so far.`,
  };
}

export function idOf(place: number): string {
  return `order-${String(place).padStart(7, '0')}`;
}

export function customerOf(place: number): string {
  return `customer-${place}`;
}

export function zipOf(place: number): string {
  return String(10_000 + place);
}
