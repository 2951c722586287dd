import type { DocumentFact, ValueKind } from '../../src-preload/contract/schemas.ts';
import { reviveMarkers } from '../engine/collections/rich-values.ts';
import { ValueHistogram } from './value-histogram.ts';

/** Fields in all; what comes later is not looked at, and `isFull` says so. */
const MOST_NODES = 2000;
/** Deeper values are not taken apart. */
const MOST_DEPTH = 12;
/** An object below the top with more different keys has its data in the keys. */
const MOST_KEYS = 100;
/** Different texts that can be the values of an enum. */
const MOST_TEXTS = 12;
const LONGEST_TEXT = 100;
const MOST_EXAMPLES = 5;
/** Values among which examples are looked for. */
const FIRST_VALUES = 1000;
/** Different values that are looked for in other tables. */
const MOST_SAMPLES = 50;
/** Values that are kept in all to see whether one comes twice. */
const MOST_SEEN = 2_000_000;

type Scalar = string | number;

interface Budget {
  nodes: number;
  seen: number;
}

/** What was found at one place. */
export class FactNode {
  count = 0;
  readonly kinds = new Map<ValueKind, number>();
  readonly fields = new Map<string, FactNode>();
  item: FactNode | null = null;
  entry: FactNode | null = null;
  readonly examples: string[] = [];
  texts: Map<string, number> | null = new Map();
  seen: Set<Scalar> | null;
  isRepeated = false;
  readonly samples = new Set<Scalar>();
  numbers: ValueHistogram | null = null;
  lengths: ValueHistogram | null = null;
  readonly depth: number;

  constructor(depth: number, isSingle: boolean) {
    this.depth = depth;
    // Below arrays a place has many values in one document: no column can hold them.
    this.seen = isSingle ? new Set() : null;
  }

  /** Whether values of this place can stand in a column. */
  get isSingle(): boolean {
    return this.seen !== null || this.isRepeated;
  }
}

/** Collects what documents hold: kinds, shares, examples, different values. */
export class FactCollector {
  readonly root = new FactNode(0, false);
  documents = 0;
  unreadable = 0;
  sinceNewField = 0;
  readonly #ids = { id: 0, _id: 0 };
  readonly #budget: Budget = { nodes: MOST_NODES, seen: MOST_SEEN };

  /** The JSON text of a document and the id of its row. Anything but an object is counted and passed over. */
  add(json: string | null, id: string | null): void {
    const value = json === null ? undefined : parse(json);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.unreadable += 1;
      return;
    }
    this.documents += 1;
    this.sinceNewField += 1;
    const document = value as Readonly<Record<string, unknown>>;
    if (id !== null && Object.hasOwn(document, 'id') && document.id === id) this.#ids.id += 1;
    if (id !== null && Object.hasOwn(document, '_id') && document._id === id) this.#ids._id += 1;
    this.root.count += 1;
    bump(this.root.kinds, 'object');
    this.#fields(this.root, document, true);
  }

  /** The field with the id in all documents. */
  get idField(): 'id' | '_id' | null {
    if (this.documents === 0) return null;
    if (this.#ids.id === this.documents) return 'id';
    return this.#ids._id === this.documents ? '_id' : null;
  }

  /** The tree as a list, parents first. */
  facts(): DocumentFact[] {
    const list: DocumentFact[] = [];
    const put = (node: FactNode, parent: number, step: DocumentFact['step'], key: string): void => {
      const place = list.push(factOf(node, parent, step, key)) - 1;
      for (const [name, field] of node.fields) put(field, place, 'field', name);
      if (node.item !== null) put(node.item, place, 'item', '');
      if (node.entry !== null) put(node.entry, place, 'entry', '');
    };
    put(this.root, -1, 'document', '');
    return list;
  }

  /** Fields that can stand in a column and have texts or integers only, with some of their values. */
  *references(): Generator<{ readonly path: readonly string[]; readonly samples: readonly Scalar[] }> {
    const stack: { node: FactNode; path: readonly string[] }[] = [{ node: this.root, path: [] }];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const { node, path } = next;
      for (const [key, field] of node.fields) stack.push({ node: field, path: [...path, key] });
      const kinds = [...node.kinds.keys()].filter((kind) => kind !== 'null');
      const isKey = kinds.length === 1 && (kinds[0] === 'text' || kinds[0] === 'integer');
      if (isKey && path.length > 0 && node.samples.size > 0) yield { path, samples: [...node.samples] };
    }
  }

  #fields(node: FactNode, value: Readonly<Record<string, unknown>>, isSingle: boolean): void {
    for (const key of Object.keys(value)) {
      const child = this.#field(node, key, isSingle);
      if (child !== null) this.#value(child, value[key], isSingle && node.entry === null);
    }
  }

  #field(node: FactNode, key: string, isSingle: boolean): FactNode | null {
    if (node.entry !== null) return node.entry;
    const known = node.fields.get(key);
    if (known !== undefined) return known;
    if (this.#budget.nodes <= 0) return null;
    if (node !== this.root && node.fields.size >= MOST_KEYS) {
      node.entry = this.#joined(node);
      return node.entry;
    }
    const made = new FactNode(node.depth + 1, isSingle);
    node.fields.set(key, made);
    this.#budget.nodes -= 1;
    this.sinceNewField = 0;
    return made;
  }

  /** The keys turned out to be data: what they hold is one thing from now on. */
  #joined(node: FactNode): FactNode {
    const entry = new FactNode(node.depth + 1, false);
    for (const field of node.fields.values()) {
      merge(entry, field);
      this.#budget.nodes += 1;
      this.#budget.seen += field.seen?.size ?? 0;
    }
    node.fields.clear();
    return entry;
  }

  #value(node: FactNode, value: unknown, isSingle: boolean): void {
    node.count += 1;
    const kind = kindOf(value);
    bump(node.kinds, kind);
    if (typeof value === 'string') this.#text(node, value);
    if (typeof value === 'number' && kind !== 'huge') {
      node.numbers ??= new ValueHistogram();
      node.numbers.add(value);
    }
    if (typeof value === 'string' || typeof value === 'number') this.#look(node, value);
    else if (value !== null) this.#repeat(node);
    if (node.count <= FIRST_VALUES && value !== null) example(node, value);
    if (node.depth >= MOST_DEPTH) return;
    if (kind === 'array') {
      for (const item of value as readonly unknown[]) {
        node.item ??= new FactNode(node.depth + 1, false);
        this.#value(node.item, item, false);
      }
    } else if (kind === 'object') {
      this.#fields(node, value as Readonly<Record<string, unknown>>, isSingle);
    }
  }

  #text(node: FactNode, value: string): void {
    node.lengths ??= new ValueHistogram();
    node.lengths.add(value.length);
    node.texts?.set(value, (node.texts.get(value) ?? 0) + 1);
  }

  #look(node: FactNode, value: Scalar): void {
    if (node.texts !== null && (node.texts.size > MOST_TEXTS || isLong(value))) node.texts = null;
    if (node.samples.size < MOST_SAMPLES) node.samples.add(value);
    if (node.seen === null) return;
    if (node.seen.has(value)) {
      this.#repeat(node);
    } else if (this.#budget.seen > 0) {
      node.seen.add(value);
      this.#budget.seen -= 1;
    } else {
      node.seen = null;
    }
  }

  #repeat(node: FactNode): void {
    if (node.seen === null) return;
    this.#budget.seen += node.seen.size;
    node.seen = null;
    node.isRepeated = true;
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

const ISO_TIME = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/u;

const DASH = 45;

/** Most texts are told apart by their fifth character. */
function isTime(text: string): boolean {
  return text.charCodeAt(4) === DASH && ISO_TIME.test(text) && !Number.isNaN(Date.parse(text));
}

/** The kind of a parsed value. */
export function kindOf(value: unknown): ValueKind {
  switch (typeof value) {
    case 'boolean':
      return 'boolean';
    case 'number':
      if (!Number.isFinite(value)) return 'huge';
      return Number.isSafeInteger(value) ? 'integer' : 'number';
    case 'string':
      return isTime(value) ? 'date-text' : 'text';
    default:
  }
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'object' && Object.hasOwn(value, '__type') ? richKind(value) : 'object';
}

/** Of a value that is stored as a marker, since JSON has no form for it. */
function richKind(value: object): ValueKind {
  const revived = reviveMarkers(structuredClone(value));
  if (typeof revived === 'bigint') return 'bigint';
  if (revived instanceof Date) return 'date';
  const type = (value as { readonly __type?: unknown }).__type;
  const isPlain = typeof revived === 'object' && revived !== null && Object.hasOwn(revived, '__type');
  return isPlain && type !== 'Object' ? 'object' : 'rich';
}

function factOf(node: FactNode, parent: number, step: DocumentFact['step'], key: string): DocumentFact {
  const { texts } = node;
  return {
    parent,
    step,
    key,
    count: node.count,
    kinds: [...node.kinds].map(([kind, count]) => ({ kind, count })).sort((a, b) => b.count - a.count),
    examples: [...node.examples],
    texts:
      texts === null || texts.size > MOST_TEXTS
        ? null
        : [...texts].map(([text, count]) => ({ text, count })).sort((a, b) => b.count - a.count),
    isUnique: node.isRepeated ? false : node.seen === null ? null : node.seen.size > 0,
    numbers: node.numbers?.bars(!node.kinds.has('number')) ?? null,
    lengths: node.lengths?.bars(true) ?? null,
  };
}

function example(node: FactNode, value: unknown): void {
  if (node.examples.length >= MOST_EXAMPLES) return;
  const json = JSON.stringify(value);
  const text = json.length > LONGEST_TEXT ? `${json.slice(0, LONGEST_TEXT)}…` : json;
  if (!node.examples.includes(text)) node.examples.push(text);
}

function isLong(value: Scalar): boolean {
  return typeof value === 'string' && value.length > LONGEST_TEXT;
}

function bump<K>(counts: Map<K, number>, key: K, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

/** Adds what was found at one place to another; the other is left to be forgotten. */
function merge(target: FactNode, other: FactNode): void {
  target.count += other.count;
  for (const [kind, count] of other.kinds) bump(target.kinds, kind, count);
  for (const text of other.examples) {
    if (target.examples.length < MOST_EXAMPLES && !target.examples.includes(text)) target.examples.push(text);
  }
  if (target.texts !== null && other.texts !== null) {
    for (const [text, count] of other.texts) bump(target.texts, text, count);
    if (target.texts.size > MOST_TEXTS) target.texts = null;
  } else {
    target.texts = null;
  }
  target.numbers = joined(target.numbers, other.numbers);
  target.lengths = joined(target.lengths, other.lengths);
  for (const [key, field] of other.fields) {
    const own = target.fields.get(key);
    if (own === undefined) target.fields.set(key, field);
    else merge(own, field);
  }
  if (other.item !== null) {
    if (target.item === null) target.item = other.item;
    else merge(target.item, other.item);
  }
  if (other.entry !== null) {
    if (target.entry === null) target.entry = other.entry;
    else merge(target.entry, other.entry);
  }
  if (target.entry === null) return;
  for (const field of target.fields.values()) merge(target.entry, field);
  target.fields.clear();
}

function joined(own: ValueHistogram | null, other: ValueHistogram | null): ValueHistogram | null {
  if (own === null || other === null) return own ?? other;
  own.take(other);
  return own;
}
