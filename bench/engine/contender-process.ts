import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Request, Timing } from './contender.ts';
import { contenders, isContender } from './contenders.ts';
import { makeOrders, type Order } from './documents.ts';
import type { OpenStore, Store } from './stores/store.ts';
import { digestOf, tasks } from './tasks.ts';

/** The process of one contender: does what it is asked, one after the other, and tells how long it took. */

let prepared = 0;
const { prepare } = Database.prototype;
Database.prototype.prepare = function countPrepare(this: Database.Database, sql: string) {
  prepared += 1;
  return prepare.call(this, sql);
} as typeof prepare;

let openStore: OpenStore | undefined;
let store: Store | undefined;
let orders: readonly Order[] = [];

process.on('message', (request: Request) => {
  answer(request).then(
    (value) => process.send?.({ value }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
  );
});
// Whoever asked is gone.
process.on('disconnect', () => process.exit(0));

async function answer(request: Request): Promise<unknown> {
  switch (request.kind) {
    case 'load':
      if (!isContender(request.name)) throw new Error(`There is no contender “${request.name}”.`);
      openStore = await contenders[request.name].load();
      return undefined;
    case 'insert':
      return await insert(request);
    case 'run':
      return await run(request);
    case 'memory':
      return process.resourceUsage().maxRSS / 1024;
  }
}

/** Into a new store, which stays open for what is asked next. */
async function insert({ filename, documents }: Extract<Request, { kind: 'insert' }>): Promise<Timing> {
  await store?.close();
  for (const end of ['', '-wal', '-shm', '~']) rmSync(`${filename}${end}`, { force: true });
  store = await openStore?.(filename);
  if (orders.length !== documents) orders = makeOrders(documents);
  let result: unknown;
  const timing = await timed(async () => {
    result = store?.insertBulk(orders);
    if (isPromiseLike(result)) result = await result;
  });
  result = undefined;
  return timing;
}

async function run({
  task,
  first,
  times,
  documents,
}: Extract<Request, { kind: 'run' }>): Promise<Timing & { readonly digests: readonly string[] }> {
  if (store === undefined) throw new Error('Nothing was stored before it was asked for.');
  const open = store;
  // From now on only what is stored.
  orders = [];
  const { run: ask, ...others } = tasks[task];
  const answers = new Array<unknown>(times);
  const timing = await timed(async () => {
    for (let turn = 0; turn < times; turn += 1) {
      const got = ask(open, first + turn, documents);
      answers[turn] = isPromiseLike(got) ? await got : got;
    }
  });
  const digests: string[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    const got = 'check' in others ? await others.check(open, first + turn, documents) : answers[turn];
    digests.push(digestOf(task, got));
  }
  return { ...timing, digests };
}

/** Garbage of what was done before is collected first; what this work makes is paid by it. */
async function timed(work: () => Promise<void>): Promise<Timing> {
  globalThis.gc?.();
  const preparedBefore = prepared;
  const cpu = process.cpuUsage();
  const started = performance.now();
  await work();
  const wall = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  return { wall, cpu: (user + system) / 1000, prepared: prepared - preparedBefore };
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value;
}
