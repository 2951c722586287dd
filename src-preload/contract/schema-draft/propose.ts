import type { DocumentFact, FoundReference, InferProgress, ValueKind } from '../schemas.ts';
import { canHoldColumns, type DraftField, newField, type SchemaDraft } from './draft.ts';
import { type DraftType, holdsFields, isSameType } from './draft-type.ts';

/** How a proposal treats kinds of values that are rare. */
export interface ProposalOptions {
  /** Share of values, 0 to 1, up to which a kind is taken for a mistake. 0: every document is accepted. */
  readonly tolerance: number;
}

/** One value in a hundred is a mistake, not a second kind. */
export const usual: ProposalOptions = { tolerance: 0.01 };
export const everyDocument: ProposalOptions = { tolerance: 0 };

/** More kinds than these are left out of a proposal. */
const MOST_KINDS = 3;
/** Documents from which on a value that never came twice is taken for unique. */
const LEAST_UNIQUE = 20;
const KEY_NAME =
  /(?:^|[_-])(?:id|key|code|serial|number|no|nr|sku|token|email|slug|uuid|guid|isbn|ean|hash)$/iu;

/** The facts as a tree. */
export interface FactTree {
  readonly place: number;
  readonly fact: DocumentFact;
  readonly fields: readonly FactTree[];
  readonly item: FactTree | null;
  readonly entry: FactTree | null;
}

/** Puts the list of facts together; null where nothing was found. */
export function factTree(facts: readonly DocumentFact[]): FactTree | null {
  const children = facts.map((): number[] => []);
  facts.forEach(({ parent }, place) => {
    children[parent]?.push(place);
  });
  const build = (place: number): FactTree => {
    // Places of the list itself.
    const fact = facts[place] as DocumentFact;
    const below = (children[place] ?? []).map(build);
    const of = (step: DocumentFact['step']) => below.find((child) => child.fact.step === step) ?? null;
    const fields = below.filter((child) => child.fact.step === 'field');
    return { place, fact, fields, item: of('item'), entry: of('entry') };
  };
  return facts.length === 0 ? null : build(0);
}

/** A schema for what was found. */
export function propose(
  { facts, references, idField }: Pick<InferProgress, 'facts' | 'references' | 'idField'>,
  options: ProposalOptions = usual,
): SchemaDraft {
  const tree = factTree(facts);
  // A field `id` that is not the key must not be taken for it.
  const primaryKey = idField ?? '_id';
  if (tree === null) return { primaryKey, fields: [], root: {}, nextId: 1 };
  const proposer = new Proposer(references, options, idField);
  const fields = proposer.fields(tree.fields, tree.fact.count, [], true);
  return { primaryKey, fields, root: {}, nextId: proposer.nextId };
}

class Proposer {
  nextId = 1;
  readonly #references: readonly FoundReference[];
  readonly #options: ProposalOptions;
  readonly #idField: string | null;

  constructor(references: readonly FoundReference[], options: ProposalOptions, idField: string | null) {
    this.#references = references;
    this.#options = options;
    this.#idField = idField;
  }

  fields(
    trees: readonly FactTree[],
    owners: number,
    above: readonly string[],
    inColumns: boolean,
  ): DraftField[] {
    return trees.map((tree) => this.#field(tree, owners, above, inColumns));
  }

  #field(tree: FactTree, owners: number, above: readonly string[], inColumns: boolean): DraftField {
    const { fact, place } = tree;
    const path = [...above, fact.key];
    const id = this.nextId;
    this.nextId += 1;
    const isRequired = fact.count === owners;
    // Where an object has no field `constructor` of its own, zod sees the one that all objects inherit.
    const isInherited = !isRequired && fact.key in Object.prototype;
    const type: DraftType = isInherited ? { kind: 'any' } : proposedType(tree, this.#options);
    const reference = inColumns ? this.#reference(path) : null;
    const isId = above.length === 0 && fact.key === this.#idField;
    const isUnique = inColumns && !isId && isRequired && looksUnique(fact, type);
    const inner = this.#inner(tree, type);
    return {
      ...newField(id, fact.key),
      isIncluded: distinctKinds(fact, this.#options).length <= MOST_KINDS,
      type,
      isRequired,
      isUnique,
      isIndexed: isUnique || reference !== null,
      foreignKey: reference,
      fields:
        inner === null
          ? []
          : this.fields(inner.fields, countOf(inner.fact, 'object'), path, inColumns && canHoldColumns(type)),
      fact: place,
    };
  }

  #inner(tree: FactTree, type: DraftType): FactTree | null {
    if (!holdsFields(type)) return null;
    return canHoldColumns(type) ? tree : tree.item;
  }

  #reference(path: readonly string[]): string | null {
    const found = this.#references.find((one) => JSON.stringify(one.path) === JSON.stringify(path));
    return found === undefined ? null : `${found.table}.${found.column}`;
  }
}

/** The type that a proposal gives to a place. */
export function proposedType(tree: FactTree, options: ProposalOptions = usual): DraftType {
  const { fact } = tree;
  const takesNull = countOf(fact, 'null') > 0;
  const kinds = distinctKinds(fact, options);
  const parts = kinds.map((kind) => typeOf(kind, tree, options, kinds.length === 1));
  const types = parts.filter((type, at) => parts.findIndex((other) => isSameType(other, type)) === at);
  if (types.some(({ kind }) => kind === 'any')) return { kind: 'any' };
  const all: readonly DraftType[] = takesNull ? [...types, { kind: 'null' }] : types;
  const [only, ...others] = all;
  if (only === undefined) return { kind: 'any' };
  return others.length === 0 ? only : { kind: 'union', of: all };
}

/** What else the type of a place may be, the proposed one first; for a menu. */
export function typeChoices(tree: FactTree | null): readonly DraftType[] {
  const own =
    tree === null
      ? []
      : [proposedType(tree), proposedType(tree, everyDocument), ...enumOf(tree.fact), ...plainOf(tree.fact)];
  const plain = (['string', 'integer', 'number', 'boolean', 'date', 'object', 'any'] as const).map(
    (kind): DraftType => ({ kind }),
  );
  const list: DraftType = { kind: 'array', of: { kind: 'string' } };
  const all: readonly DraftType[] = [...own, ...plain, list];
  return all.filter((type, at) => all.findIndex((other) => isSameType(other, type)) === at);
}

type Kind = 'boolean' | 'integer' | 'number' | 'text' | 'date' | 'bigint' | 'any' | 'array' | 'object';

/** Kinds that a proposal has to take, the most frequent first. */
function distinctKinds(fact: DocumentFact, { tolerance }: ProposalOptions): Kind[] {
  const counts = kindCounts(fact);
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return counts.filter(({ count }) => count > total * tolerance).map(({ kind }) => kind);
}

/** Values by what a schema tells apart, the most frequent first: integers among numbers are numbers. */
export function kindCounts(fact: DocumentFact): { readonly kind: Kind; readonly count: number }[] {
  const counts = new Map<Kind, number>();
  const has = (kind: ValueKind) => countOf(fact, kind) > 0;
  for (const { kind, count } of fact.kinds) {
    if (kind === 'null') continue;
    const joined = joinedKind(kind, has);
    counts.set(joined, (counts.get(joined) ?? 0) + count);
  }
  return [...counts].map(([kind, count]) => ({ kind, count })).sort((one, other) => other.count - one.count);
}

function joinedKind(kind: Exclude<ValueKind, 'null'>, has: (kind: ValueKind) => boolean): Kind {
  switch (kind) {
    case 'integer':
    case 'number':
      return has('number') ? 'number' : 'integer';
    case 'date-text':
    case 'text':
      // A text that is no date makes all of them texts.
      return has('text') ? 'text' : 'date';
    case 'huge':
    case 'rich':
      return 'any';
    default:
      return kind;
  }
}

function typeOf(kind: Kind, tree: FactTree, options: ProposalOptions, isAlone: boolean): DraftType {
  switch (kind) {
    case 'text':
      return (isAlone && isRepeating(tree.fact) ? enumOf(tree.fact)[0] : undefined) ?? { kind: 'string' };
    case 'array':
      return { kind: 'array', of: tree.item === null ? { kind: 'any' } : proposedType(tree.item, options) };
    case 'object':
      return tree.entry === null
        ? { kind: 'object' }
        : { kind: 'record', of: proposedType(tree.entry, options) };
    default:
      return { kind };
  }
}

/** An enum of all texts that are there, where they are few. */
function enumOf({ texts, kinds }: DocumentFact): DraftType[] {
  const isText = kinds.every(({ kind }) => kind === 'text' || kind === 'date-text' || kind === 'null');
  if (texts === null || texts.length === 0 || !isText) return [];
  return [{ kind: 'enum', values: texts.map(({ text }) => text).sort() }];
}

/** Texts that come again and again are values of an enum; those that come once or twice are not known to be. */
function isRepeating(fact: DocumentFact): boolean {
  const texts = fact.texts ?? [];
  if (texts.length < 2) return false;
  const count = texts.reduce((sum, text) => sum + text.count, 0);
  return count >= texts.length * 4;
}

function plainOf(fact: DocumentFact): DraftType[] {
  const isText = countOf(fact, 'text') + countOf(fact, 'date-text') > 0;
  return isText ? [{ kind: 'string' }] : [];
}

function looksUnique(fact: DocumentFact, { kind }: DraftType): boolean {
  const isKey = kind === 'string' || kind === 'integer';
  return isKey && fact.isUnique === true && fact.count >= LEAST_UNIQUE && KEY_NAME.test(fact.key);
}

/** How many values of a kind there are. */
export function countOf({ kinds }: DocumentFact, wanted: ValueKind): number {
  return kinds.find(({ kind }) => kind === wanted)?.count ?? 0;
}
