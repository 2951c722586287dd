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

/** Collects the places in documents one by one, what arrays hold among them; JSON values as `JSON.parse` gives them. */
export class DocumentPaths {
  readonly #found = new Map<string, { readonly isInArray: boolean; readonly types: Map<string, number> }>();

  /** Adds a document; `prefix` is the name of the column that holds it, where it is not the document of a collection. */
  add(document: unknown, prefix?: string): void {
    this.#addInside(document, { path: prefix === undefined ? [] : [prefix], arrays: [] }, 0);
  }

  /** All places, in the order in which the documents have them. */
  paths(): DocumentPath[] {
    return this.#list(() => true);
  }

  /** Only those inside of arrays. */
  inArrays(): DocumentPath[] {
    return this.#list(({ isInArray }) => isInArray);
  }

  #list(isWanted: (found: { readonly isInArray: boolean }) => boolean): DocumentPath[] {
    return [...this.#found].flatMap(([path, found]) => {
      if (!isWanted(found)) return [];
      return [{ path, types: [...found.types].sort((a, b) => b[1] - a[1]).map(([type]) => type) }];
    });
  }

  #add(value: unknown, subject: FilterPath, depth: number): void {
    const text = filterPathText(subject);
    let found = this.#found.get(text);
    if (found === undefined) {
      if (this.#found.size >= MOST_PATHS) return;
      found = { isInArray: subject.arrays.length > 0, types: new Map() };
      this.#found.set(text, found);
    }
    const type = typeOf(value);
    found.types.set(type, (found.types.get(type) ?? 0) + 1);
    if (depth < MOST_DEPTH && typeof value === 'object') this.#addInside(value, subject, depth);
  }

  #addInside(value: unknown, subject: FilterPath, depth: number): void {
    if (Array.isArray(value)) {
      const inItem: FilterPath = { ...subject, arrays: [...subject.arrays, { quantifier: 'any', path: [] }] };
      if (subject.path.length === 0) return;
      for (const item of value.slice(0, MOST_ITEMS)) this.#add(item, inItem, depth + 1);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, child] of Object.entries(value).slice(0, MOST_KEYS)) {
        if (key === '__type') continue;
        this.#add(child, inside(subject, key), depth + 1);
      }
    }
  }
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
