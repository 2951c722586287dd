import type { ErrorCode } from '../../error-codes.ts';
import type { AtomicOperators } from '../atomic-operators.ts';
import type { Entry, Fields, Operation } from './random-operations.ts';

type Document = Record<string, unknown>;
type Simple = Exclude<Operation, { kind: 'transaction' }>;

interface Stored {
  readonly document: Document;
  readonly version: number;
}

/** What an operation must come to: what it gives, or one of these codes with nothing written. */
export type Expected =
  | { readonly result: unknown; readonly next: CollectionModel }
  | { readonly codes: readonly ErrorCode[] };

/** Why the model does not do an operation. */
class Refusal extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode) {
    super(code);
    this.code = code;
  }
}

/**
 * What a collection of `modelSchema` is to its users, in a few lines of JavaScript that know nothing of SQL. A model
 * never changes: an operation gives the next one.
 */
export class CollectionModel {
  readonly #stored: Map<string, Stored>;
  readonly #isNameUnique: boolean;

  constructor(isNameUnique: boolean, stored: Map<string, Stored> = new Map()) {
    this.#stored = stored;
    this.#isNameUnique = isNameUnique;
  }

  get documents(): Document[] {
    return this.#sorted().map(([, { document }]) => document);
  }

  /** Ids with how often their documents were written. */
  get versions(): [id: string, version: number][] {
    return this.#sorted().map(([id, { version }]) => [id, version]);
  }

  find(id: string): Document | null {
    return this.#stored.get(id)?.document ?? null;
  }

  versionOf(id: string): number {
    return this.#stored.get(id)?.version ?? 0;
  }

  expect(operation: Simple): Expected {
    const next = new CollectionModel(this.#isNameUnique, new Map(this.#stored));
    try {
      return { result: next.#do(operation), next };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // Which of several reasons of a bulk call is told is up to the engine.
      const isBulk = operation.kind.endsWith('Bulk');
      return { codes: isBulk ? ['VALIDATION', 'NOT_FOUND', 'CONSTRAINT_UNIQUE'] : [error.code] };
    }
  }

  /** Whether a call may meet the unique value of a document that it has yet to change. */
  static mayCollide(operation: Simple): boolean {
    return operation.kind === 'putBulk' || operation.kind === 'upsertBulk';
  }

  #do(operation: Simple): unknown {
    switch (operation.kind) {
      case 'insert':
        return this.#one(this.#insert(operation));
      case 'put':
        return this.#one(this.#put(operation));
      case 'upsert':
        return this.#one(this.#write(operation.id, wholeDocument(operation)));
      case 'insertBulk':
        return this.#all(operation.entries, (entry) => this.#insert(entry));
      case 'putBulk':
        return this.#all(operation.entries, (entry) => this.#put(entry));
      case 'upsertBulk':
        return this.#all(operation.entries, (entry) => this.#write(entry.id, wholeDocument(entry)));
      case 'delete':
        this.#stored.delete(operation.id);
        return true;
      case 'deleteBulk':
        return operation.ids.filter((id) => this.#stored.delete(id)).length;
      case 'atomicUpdate':
        return this.#one(this.#update(operation));
    }
  }

  #insert(entry: Entry): Document {
    const document = wholeDocument(entry);
    if (this.#stored.has(entry.id)) throw new Refusal('CONSTRAINT_UNIQUE');
    return this.#write(entry.id, document);
  }

  #put({ id, doc }: Entry): Document {
    return this.#write(id, checked({ ...this.#present(id).document, ...doc }));
  }

  #update({ id, operators, expects }: Extract<Simple, { kind: 'atomicUpdate' }>): Document {
    const { document } = this.#present(id);
    if (expects === 'another version') throw new Refusal('VERSION_MISMATCH');
    return this.#write(id, checked(updated(document, operators)));
  }

  #present(id: string): Stored {
    const stored = this.#stored.get(id);
    if (stored === undefined) throw new Refusal('NOT_FOUND');
    return stored;
  }

  #write(id: string, document: Document): Document {
    this.#stored.set(id, { document, version: this.versionOf(id) + 1 });
    return document;
  }

  #one(document: Document): Document {
    this.#assertUnique();
    return document;
  }

  #all(entries: readonly Entry[], write: (entry: Entry) => Document): Document[] {
    const documents = entries.map(write);
    this.#assertUnique();
    return documents;
  }

  #assertUnique(): void {
    const names = this.documents.map((document) => document.name);
    if (this.#isNameUnique && new Set(names).size < names.length) throw new Refusal('CONSTRAINT_UNIQUE');
  }

  #sorted(): [string, Stored][] {
    return [...this.#stored].sort(([one], [other]) => (one < other ? -1 : 1));
  }
}

function wholeDocument({ id, doc }: Entry): Document {
  return checked({ ...doc, id });
}

/** A document as the schema gives it: with its defaults, without what is undefined. */
function checked(fields: Fields): Document {
  const document: Document = {};
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) document[key] = value;
  document.big ??= null;
  document.tags ??= [];
  const { name, n, tags, any } = document;
  const isRight =
    typeof name === 'string' &&
    (n === undefined || Number.isFinite(n)) &&
    (tags as unknown[]).every((tag) => typeof tag === 'string') &&
    typeof any !== 'function';
  if (!isRight) throw new Refusal('VALIDATION');
  return document;
}

function updated(stored: Document, { $set, $inc, $push, $unset }: AtomicOperators): Document {
  const document = structuredClone(stored);
  const { 'inner.x': x, 'inner.y.z': yz, ...plain } = $set ?? {};
  Object.assign(document, plain);
  if (x !== undefined) document.inner = { ...(document.inner as object), x };
  if (yz !== undefined) document.inner = { ...(document.inner as object), 'y.z': yz };
  if ($inc?.n !== undefined) document.n = ((document.n as number | undefined) ?? 0) + Number($inc.n);
  if ($inc?.big !== undefined) document.big = ((document.big as bigint | null) ?? 0n) + BigInt($inc.big);
  if ($push?.tags !== undefined) document.tags = [...(document.tags as unknown[]), $push.tags];
  for (const path of Object.keys($unset ?? {})) {
    if (path !== 'inner.x') delete document[path];
    else if (document.inner !== undefined) delete (document.inner as Document).x;
  }
  return document;
}
