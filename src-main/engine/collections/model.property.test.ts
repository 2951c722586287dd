import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ConnectionManager } from '../connections/connection-manager.ts';
import { connectProcesses } from '../connections/testing/test-processes.ts';
import { Database } from '../database.ts';
import type { ErrorCode } from '../error-codes.ts';
import { databaseKinds, openDatabase } from '../testing/each-database.ts';
import { testedDrivers } from '../testing/each-driver.ts';
import { temporaryFile } from '../testing/temporary-folder.ts';
import type { Collection } from './collection.ts';
import { CollectionModel } from './testing/collection-model.ts';
import { modelSchema, type Operation, type Step, steps } from './testing/random-operations.ts';

/** Memory is quick, and a file is the same SQL: a few runs show that nothing depends on where it is. */
const runs = Number(process.env.CAIRN_PROPERTY_RUNS ?? 40);

const constrainedFields = { name: { unique: true }, at: {}, big: {}, 'inner.x': { index: true }, any: {} };

type Documents = Collection<typeof modelSchema>;
type Simple = Exclude<Operation, { kind: 'transaction' }>;

/** A collection and the model of it, which get the same work. */
class Pair {
  readonly #database: Database;
  readonly #documents: Documents;
  readonly #hasSync: boolean;
  #model: CollectionModel;

  constructor(database: Database, documents: Documents, wishes: { isUnique: boolean; hasSync: boolean }) {
    this.#database = database;
    this.#documents = documents;
    this.#hasSync = wishes.hasSync;
    this.#model = new CollectionModel(wishes.isUnique);
  }

  async do(given: readonly Step[]): Promise<void> {
    for (const { operation, isSync } of given) {
      if (operation.kind === 'transaction') await this.#transaction(operation);
      else await this.#simple(operation, isSync && this.#hasSync);
      await this.#compare();
    }
  }

  async #transaction({ steps: inner, end }: Extract<Operation, { kind: 'transaction' }>): Promise<void> {
    const before = this.#model;
    const undone = new Error('undone');
    const outcome = this.#database.transaction(async () => {
      await this.do(inner);
      if (end === 'fail') throw undone;
      return inner.length;
    });
    if (end === 'commit') return expect(await outcome).toBe(inner.length);
    expect(await outcome.catch((error: unknown) => error)).toBe(undone);
    this.#model = before;
  }

  async #simple(operation: Simple, isSync: boolean): Promise<void> {
    const expected = this.#model.expect(operation);
    let result: unknown;
    try {
      result = isSync ? this.#callSync(operation) : await this.#call(operation);
    } catch (error) {
      const { code } = error as { code?: ErrorCode };
      const allowed: readonly (ErrorCode | undefined)[] =
        'codes' in expected
          ? expected.codes
          : CollectionModel.mayCollide(operation)
            ? ['CONSTRAINT_UNIQUE']
            : [];
      if (!allowed.includes(code)) throw error;
      return;
    }
    if ('codes' in expected) expect.fail(`${operation.kind} had to fail with ${expected.codes}`);
    expect(result).toStrictEqual(expected.result);
    this.#model = expected.next;
  }

  /** What is in the collection is what is in the model, whatever way it is read. */
  async #compare(): Promise<void> {
    const { documents, versions } = this.#model;
    expect(await this.#documents.orderBy('id').toArray()).toStrictEqual(documents);
    expect(await this.#documents.count()).toBe(documents.length);
    for (const id of ['a', '', 'nobody']) {
      expect(await this.#documents.findById(id)).toStrictEqual(this.#model.find(id));
    }
    const named = documents.filter(({ name }) => name === 'n1');
    expect(await this.#documents.where('name').eq('n1').orderBy('id').toArray()).toStrictEqual(named);
    const table = `SELECT _id, _version FROM "${this.#documents.name}" ORDER BY _id`;
    const rows = await this.#database.query(table);
    expect(rows.map(({ _id, _version }) => [_id, _version])).toEqual(versions);
  }

  async #call(operation: Simple): Promise<unknown> {
    const documents = this.#documents;
    switch (operation.kind) {
      case 'insert':
        return await documents.insert({ ...operation.doc, id: operation.id } as never);
      case 'insertBulk':
        return await documents.insertBulk(operation.entries.map(({ id, doc }) => ({ ...doc, id }) as never));
      case 'put':
        return await documents.put(operation.id, operation.doc);
      case 'putBulk':
        return await documents.putBulk(operation.entries);
      case 'upsert':
        return await documents.upsert(operation.id, operation.doc as never);
      case 'upsertBulk':
        return await documents.upsertBulk(operation.entries as never);
      case 'delete':
        return await documents.delete(operation.id);
      case 'deleteBulk':
        return await documents.deleteBulk(operation.ids);
      case 'atomicUpdate':
        return await documents.atomicUpdate(operation.id, operation.operators, this.#versionFor(operation));
    }
  }

  #callSync(operation: Simple): unknown {
    const documents = this.#documents;
    switch (operation.kind) {
      case 'insert':
        return documents.insertSync({ ...operation.doc, id: operation.id } as never);
      case 'insertBulk':
        return documents.insertBulkSync(operation.entries.map(({ id, doc }) => ({ ...doc, id }) as never));
      case 'put':
        return documents.putSync(operation.id, operation.doc);
      case 'putBulk':
        return documents.putBulkSync(operation.entries);
      case 'upsert':
        return documents.upsertSync(operation.id, operation.doc as never);
      case 'upsertBulk':
        return documents.upsertBulkSync(operation.entries as never);
      case 'delete':
        return documents.deleteSync(operation.id);
      case 'deleteBulk':
        return documents.deleteBulkSync(operation.ids);
      case 'atomicUpdate':
        return documents.atomicUpdateSync(operation.id, operation.operators, this.#versionFor(operation));
    }
  }

  #versionFor({ id, expects }: Extract<Simple, { kind: 'atomicUpdate' }>): { expectedVersion?: number } {
    if (expects === 'any version') return {};
    const version = this.#model.versionOf(id);
    return { expectedVersion: expects === 'its version' ? version : version + 1 };
  }
}

/** Does the same random work to a collection of the database and to a model, many times. */
async function compareWithModel(database: Database, { hasSync = false, numRuns = runs }): Promise<void> {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(steps, fc.boolean(), async (given, isUnique) => {
      const name = `c${count++}`;
      const documents = database.collection(name, modelSchema, isUnique ? { constrainedFields } : {});
      await documents.prepare();
      await new Pair(database, documents, { isUnique, hasSync }).do(given);
      await documents.drop();
    }),
    { numRuns },
  );
  expect(count).toBeGreaterThanOrEqual(numRuns);
}

describe('random operations leave what a plain model has after them, and give what it gives,', () => {
  test.each(databaseKinds)('with %s', { timeout: 600_000 }, async (_name, kind) => {
    const hasSync = kind.sharedConnection !== true;
    const numRuns = kind.memory ? runs : Math.ceil(runs / 10);
    await compareWithModel(openDatabase(kind), { hasSync, numRuns });
  });

  test.each(testedDrivers)('with connections in processes, %s', { timeout: 600_000 }, async (driver) => {
    const { connector } = connectProcesses();
    const connectionManager = new ConnectionManager({ connector });
    const pooled = { driver, sharedConnection: true, connectionPool: true } as const;
    const database = new Database({ ...pooled, filename: temporaryFile() }, { connectionManager });
    onTestFinished(async () => {
      await database.close();
      await connectionManager.closeAll();
    });
    await compareWithModel(database, { numRuns: Math.ceil(runs / 10) });
  });
});
