import type { FaultyDocument, ProblemGroup } from '../../src-preload/contract/schemas.ts';
import type { StoredValue } from './stored-value.ts';

/** A problem of one document, as the schema tells it. */
export interface FoundIssue {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** A faulty document before its key is in the form of the contract. */
export type FoundDocument = Omit<FaultyDocument, 'key'> & { readonly key: readonly StoredValue[] };

/** Kinds of problem that are kept. */
const MOST_GROUPS = 500;
/** Documents of each that are named. */
const MOST_DOCUMENTS = 1000;
const MOST_VALUES = 20;
/** Different values of a group that are counted. */
const MOST_COUNTED = 1000;
const LONGEST_SHOWN = 100;
const LONGEST_VALUE = 1000;

interface Group {
  readonly place: number;
  readonly path: string;
  readonly message: string;
  documents: number;
  readonly values: Map<string | null, number>;
}

/** Puts the problems of many documents together: one group for each message at each place. */
export class ProblemGroups {
  faulty = 0;
  problems = 0;
  isCut = false;
  readonly #groups = new Map<string, Group>();
  #documents: FoundDocument[] = [];

  /** `document`: the parsed text; undefined where it is no JSON. */
  add(
    issues: readonly FoundIssue[],
    { key, id, document }: { key: readonly StoredValue[]; id: string; document: unknown },
  ): void {
    if (issues.length === 0) return;
    this.faulty += 1;
    const seen = new Set<Group>();
    for (const { path, message } of issues) {
      this.problems += 1;
      const json = jsonAt(document, path);
      const isMissing = json === null && path.length > 0;
      const group = this.#groupOf(pathWords(path), isMissing ? 'is missing' : message);
      if (group === undefined) continue;
      const shown = json === null ? null : cut(json, LONGEST_SHOWN);
      if (group.values.has(shown) || group.values.size < MOST_COUNTED) {
        group.values.set(shown, (group.values.get(shown) ?? 0) + 1);
      }
      if (!seen.has(group)) group.documents += 1;
      seen.add(group);
      if (group.documents > MOST_DOCUMENTS) continue;
      this.#documents.push({
        group: group.place,
        key,
        id,
        path: path.map(pathStep),
        json: json === null ? null : cut(json, LONGEST_VALUE),
      });
    }
  }

  /** The groups in the order in which they were found. */
  groups(): ProblemGroup[] {
    return [...this.#groups.values()].map(({ path, message, documents, values }) => ({
      path,
      message,
      documents,
      values: [...values]
        .map(([json, count]) => ({ json, count }))
        .sort((one, other) => other.count - one.count)
        .slice(0, MOST_VALUES),
    }));
  }

  /** The documents that were named since this was asked last. */
  takeDocuments(): readonly FoundDocument[] {
    const taken = this.#documents;
    this.#documents = [];
    return taken;
  }

  #groupOf(path: string, message: string): Group | undefined {
    const name = JSON.stringify([path, message]);
    const known = this.#groups.get(name);
    if (known !== undefined) return known;
    if (this.#groups.size >= MOST_GROUPS) {
      this.isCut = true;
      return undefined;
    }
    const made: Group = { place: this.#groups.size, path, message, documents: 0, values: new Map() };
    this.#groups.set(name, made);
    return made;
  }
}

/** A path in words, the same for all items of a list: `items[].qty`. */
export function pathWords(path: readonly (string | number)[]): string {
  return path
    .map((step, index) => (typeof step === 'number' ? '[]' : `${index === 0 ? '' : '.'}${step}`))
    .join('');
}

function jsonAt(document: unknown, path: readonly (string | number)[]): string | null {
  let value = document;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return null;
    value = (value as Readonly<Record<string | number, unknown>>)[step];
  }
  return value === undefined ? null : JSON.stringify(value);
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

/** Keys of maps can be anything. */
function pathStep(step: string | number): string | number {
  return typeof step === 'number' && !(Number.isSafeInteger(step) && step >= 0) ? String(step) : step;
}
