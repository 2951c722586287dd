import type { CollectionField } from '../../../src-preload/contract/index.ts';

/** What the documents of a sample have at one path. */
interface FieldTally {
  readonly path: readonly string[];
  /** Documents that have the path. */
  count: number;
  readonly countsByType: Map<string, number>;
  readonly children: Map<string, FieldTally>;
}

/** Objects with more different keys than this are taken for maps and stay one field. */
const MOST_KEYS = 64;
export const MOST_DEPTH = 5;
export const MOST_FIELDS = 1000;

/** Collects the fields of documents one by one; JSON values as `JSON.parse` gives them. */
export class FieldCollector {
  readonly #root: FieldTally = tally([]);
  #documents = 0;

  /** Adds a document. Anything but an object has no fields, and counts as a document all the same. */
  add(document: unknown): void {
    this.#documents += 1;
    if (isPlainObject(document)) addObject(this.#root, document);
  }

  get documents(): number {
    return this.#documents;
  }

  /**
   * Leaf fields in the order in which the documents have them. An object whose keys are always alike is opened into
   * its own fields; arrays, maps, and values that are objects only here and there stay one field.
   */
  fields(): CollectionField[] {
    const fields: CollectionField[] = [];
    collect(this.#root, this.#documents, fields);
    return fields;
  }
}

function tally(path: readonly string[]): FieldTally {
  return { path, count: 0, countsByType: new Map(), children: new Map() };
}

function addObject(parent: FieldTally, object: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(object)) {
    let child = parent.children.get(key);
    if (child === undefined) {
      if (parent.children.size > MOST_KEYS && parent.path.length > 0) continue;
      if (parent.children.size >= MOST_FIELDS) continue;
      child = tally([...parent.path, key]);
      parent.children.set(key, child);
    }
    const type = jsonType(value);
    child.count += 1;
    child.countsByType.set(type, (child.countsByType.get(type) ?? 0) + 1);
    if (type === 'object' && child.path.length < MOST_DEPTH && isPlainObject(value)) addObject(child, value);
  }
}

function collect(parent: FieldTally, documents: number, fields: CollectionField[]): void {
  for (const child of parent.children.values()) {
    if (fields.length >= MOST_FIELDS) return;
    if (isOpened(child)) {
      collect(child, documents, fields);
      continue;
    }
    fields.push({
      path: [...child.path],
      types: [...child.countsByType].sort((a, b) => b[1] - a[1]).map(([type]) => type),
      share: documents === 0 ? 0 : child.count / documents,
    });
  }
}

function isOpened({ countsByType, children }: FieldTally): boolean {
  const isAlwaysObject = [...countsByType.keys()].every((type) => type === 'object' || type === 'null');
  return isAlwaysObject && children.size > 0 && children.size <= MOST_KEYS;
}

function jsonType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (!isPlainObject(value)) return typeof value;
  // Rich values of the engine: {"__type": "Date", "value": ...}.
  const rich = Object.hasOwn(value, '__type') && Object.hasOwn(value, 'value') ? value.__type : undefined;
  return typeof rich === 'string' && Object.keys(value).length === 2 ? rich.toLowerCase() : 'object';
}

/** Whether a JSON value is an object. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
