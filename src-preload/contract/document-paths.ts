import { type FilterPath, filterPathText } from './filter-path.ts';

/** A place in documents as a filter names it, with the JSON types seen there, most frequent first. */
export interface DocumentPath {
  readonly path: string;
  readonly types: string[];
}

/** Objects with more keys are taken for maps. */
const MOST_KEYS = 64;
const MOST_ITEMS = 10;
const MOST_DEPTH = 6;
const MOST_PATHS = 1000;

/** What is known of one place; below an array the items have the key null. */
interface Place {
  readonly subject: FilterPath;
  readonly text: string;
  readonly types: Map<string, number>;
  readonly inside: Map<string | null, Place>;
}

/** Collects the places in documents one by one, what arrays hold among them; JSON values as `JSON.parse` gives them. */
export class DocumentPaths {
  readonly #roots = new Map<string | undefined, Place>();
  readonly #found: Place[] = [];

  /** Adds a document; `prefix` is the name of the column that holds it, where it is not the document of a collection. */
  add(document: unknown, prefix?: string): void {
    let root = this.#roots.get(prefix);
    if (root === undefined) {
      root = placeOf({ path: prefix === undefined ? [] : [prefix], arrays: [] });
      this.#roots.set(prefix, root);
    }
    this.#addInside(document, root, 0);
  }

  /** All places, in the order in which the documents have them. */
  paths(): DocumentPath[] {
    return this.#found.map(pathOf);
  }

  /** Only those inside of arrays. */
  inArrays(): DocumentPath[] {
    return this.#found.filter(({ subject }) => subject.arrays.length > 0).map(pathOf);
  }

  #addInside(value: unknown, place: Place, depth: number): void {
    if (Array.isArray(value)) {
      if (place.subject.path.length === 0) return;
      for (const item of value.slice(0, MOST_ITEMS)) this.#add(item, place, null, depth + 1);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, child] of Object.entries(value).slice(0, MOST_KEYS)) {
        if (key !== '__type') this.#add(child, place, key, depth + 1);
      }
    }
  }

  #add(value: unknown, parent: Place, key: string | null, depth: number): void {
    let place = parent.inside.get(key);
    if (place === undefined) {
      if (this.#found.length >= MOST_PATHS) return;
      place = placeOf(key === null ? itemOf(parent.subject) : inside(parent.subject, key));
      parent.inside.set(key, place);
      this.#found.push(place);
    }
    const type = typeOf(value);
    place.types.set(type, (place.types.get(type) ?? 0) + 1);
    if (depth < MOST_DEPTH) this.#addInside(value, place, depth);
  }
}

function placeOf(subject: FilterPath): Place {
  return { subject, text: filterPathText(subject), types: new Map(), inside: new Map() };
}

function pathOf({ text, types }: Place): DocumentPath {
  return { path: text, types: [...types].sort((a, b) => b[1] - a[1]).map(([type]) => type) };
}

function itemOf({ path, arrays }: FilterPath): FilterPath {
  return { path, arrays: [...arrays, { quantifier: 'any', path: [] }] };
}

function inside({ path, arrays }: FilterPath, key: string): FilterPath {
  const last = arrays.at(-1);
  if (last === undefined) return { path: [...path, key], arrays };
  return { path, arrays: [...arrays.slice(0, -1), { ...last, path: [...last.path, key] }] };
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value !== 'object') return typeof value;
  // Rich values of the engine: {"__type": "Date", "value": ...}.
  const rich = Object.hasOwn(value, '__type') ? (value as { readonly __type: unknown }).__type : undefined;
  return typeof rich === 'string' ? rich.toLowerCase() : 'object';
}
